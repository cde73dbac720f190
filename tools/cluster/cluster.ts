import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandResult, printed, tryCommand } from '../../test/verify/support/command';
import { until } from '../../test/verify/support/until';
import { CLIENT_ADDRESS, LOAD_BALANCER_RANGES, NODE, NODE_ADDRESS, PAUSE_IMAGE, SPARE_NODE } from './addresses';
import { API_SOCKET, commandOf, Component, FIRST, REST } from './components';
import { writeConfiguration } from './configuration';
import { writeIdentities } from './identities';
import { inFull, referenceOf, writeProgramImage } from './image-archive';
import { beginWithImages } from './image-store';
import { Namespaces } from './namespaces';
import { output, program, searchPath } from './programs';
import { ProxiedApi } from './proxied-api';

const KEEPER = join(__dirname, 'keeper.sh');

export interface StartOptions {
  /** Whether the cluster goes on when this process has ended. */
  readonly detached?: boolean;
  /** Seconds until a Service gets its address. */
  readonly loadBalancerDelay?: number;
  /** Folder with images that the node begins with, as image-store.sh makes it. */
  readonly images?: string;
}

/** A Kubernetes cluster of one node, in namespaces of its own. Clusters of different names do not know of each other. */
export class OneNodeCluster {
  public readonly folder: string;
  /** Its API server, for questions that are asked often: kubectl is a process each time. */
  public readonly api: ProxiedApi;

  private readonly namespaces: Namespaces;

  public constructor(public readonly name: string) {
    if (!/^[a-z0-9-]{1,30}$/.test(name)) {
      throw new Error(`a cluster's name has up to 30 of a-z, 0-9 and -, not '${name}'`);
    }
    this.folder = join(tmpdir(), this.cgroup);
    this.api = new ProxiedApi(join(this.folder, API_SOCKET));
    this.namespaces = new Namespaces(this.folder);
  }

  public get isUp(): boolean {
    return this.namespaces.exist;
  }

  /** Starts it, until its node is ready and says so. Takes about 10 s. */
  public async start({ detached = false, loadBalancerDelay = 0, images }: StartOptions = {}): Promise<void> {
    if (process.getuid?.() !== 0) {
      throw new Error('a node needs root, for namespaces, mounts and cgroups');
    }
    if (this.isUp) {
      throw new Error(`cluster ${this.name} is up already`);
    }
    await this.sweep();
    mkdirSync(this.folder, { mode: 0o755 });
    const keeper = this.keep(detached);
    try {
      this.setLoadBalancerDelay(loadBalancerDelay);
      writeConfiguration(this.folder, this.cgroup);
      await beginWithImages(this.folder, images);
      await writeIdentities(this.folder);
      await this.comesUp('the networks', [keeper], () => existsSync(this.networksFile));
      await this.launch();
    } catch (error) {
      await this.stop();
      throw error;
    }
    if (detached) {
      keeper.unref();
    }
  }

  /** Ends everything that runs in it, at once, and removes all that it made. */
  public async stop(): Promise<void> {
    if (this.isUp) {
      const keeper = readFileSync(this.keeperFile, 'utf8');
      this.namespaces.end();
      await until(`the end of cluster ${this.name}`, () => !existsSync(this.folder) && !existsSync(`/proc/${keeper}`), { seconds: 60 });
    } else {
      await this.sweep();
    }
  }

  /** Ends everything that runs in it, at once, and starts it again, with what it had on disk. */
  public async reboot(): Promise<void> {
    writeFileSync(join(this.folder, 'reboot'), '');
    this.namespaces.end();
    await this.comesUp('the networks', [], () => !existsSync(join(this.folder, 'reboot')) && existsSync(this.networksFile));
    await this.launch();
  }

  /** Kills a component. */
  public async kill(component: Component): Promise<void> {
    const file = join(this.folder, `${component}.pid`);
    const pid = readFileSync(file, 'utf8').trim();
    rmSync(file);
    await output(this.inside(['kill', '-KILL', pid]));
    await until(`the end of ${component}`, async () => (await tryCommand(this.inside(['test', '-e', `/proc/${pid}`]))).code !== 0);
  }

  /** Starts a component that was killed. */
  public startAgain(component: Component): void {
    this.run(component);
  }

  /** Starts a second node. It ends, with all its pods and without a word to anybody, when `spare-node` is killed. */
  public async startSpareNode({ images }: Pick<StartOptions, 'images'> = {}): Promise<void> {
    const folder = join(this.folder, SPARE_NODE);
    await beginWithImages(folder, images);
    const node = this.run('spare-node');
    await this.comesUp('containerd of the second node', [node], () => existsSync(join(folder, 'containerd.sock')));
    await output(this.inside([...this.ctr(folder), 'images', 'import', this.pauseArchive]));
    await this.comesUp('the second node', [node], () => this.isReady(SPARE_NODE));
  }

  /** Seconds from the next look at a Service to its address. */
  public setLoadBalancerDelay(seconds: number): void {
    writeFileSync(join(this.folder, 'load-balancer-delay'), String(seconds));
  }

  /** Takes over an image archive, and gives its image further names, such as `repository:tag@sha256:...`. */
  public async load(archive: string, ...references: readonly string[]): Promise<void> {
    await output(this.inside([...this.ctr(), 'images', 'import', archive]));
    if (references.length > 0) {
      await this.tag(await referenceOf(archive), ...references);
    }
  }

  /** Gives an image that was taken over further names. */
  public async tag(loaded: string, ...references: readonly string[]): Promise<void> {
    for (const reference of references) {
      await output(this.inside([...this.ctr(), 'images', 'tag', '--force', inFull(loaded), inFull(reference)]));
    }
  }

  /** Runs kubectl, whatever comes of it. */
  public tryKubectl(args: readonly string[], input = ''): Promise<CommandResult> {
    return tryCommand(this.inside(this.kubectlCommand(args)), input);
  }

  /** Runs kubectl, which must succeed, and returns what it printed. */
  public async kubectl(args: readonly string[], input = ''): Promise<string> {
    return printed(`kubectl ${args.join(' ')}`, await this.tryKubectl(args, input));
  }

  public kubectlCommand(args: readonly string[]): readonly string[] {
    return [program('kubectl'), '--kubeconfig', join(this.folder, 'admin.conf'), '--cache-dir', join(this.folder, 'kubectl'), ...args];
  }

  /** A command that does the same on the node. */
  public inside(command: readonly string[]): readonly string[] {
    return this.namespaces.node(command);
  }

  /** A command that does the same in the browsers' network, which reaches the cluster by the addresses of LoadBalancers alone. */
  public fromClients(command: readonly string[]): readonly string[] {
    return this.namespaces.clients(command);
  }

  /** The last lines that a component wrote. */
  public log(component: Component | 'keeper', lines = 40): string {
    const file = join(this.folder, `${component}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-lines).join('\n') : '';
  }

  /** Appears when they are there. */
  private get networksFile(): string {
    return join(this.folder, 'clients.pid');
  }

  private get keeperFile(): string {
    return join(this.folder, 'keeper.pid');
  }

  private get pauseArchive(): string {
    return join(this.folder, 'pause.tar');
  }

  private get cgroup(): string {
    return `cdk8s-jitsi-node-${this.name}`;
  }

  private async launch(): Promise<void> {
    const first = FIRST.map((component) => this.run(component));
    await Promise.all([
      writeProgramImage(this.pauseArchive, PAUSE_IMAGE, program('pause')).then(async () => {
        await this.comesUp('containerd', first, () => existsSync(join(this.folder, 'containerd.sock')));
        await this.load(this.pauseArchive);
      }),
      this.comesUp('the API server', first, () => this.api.isReady()),
    ]);
    const all = [...first, ...REST.map((component) => this.run(component))];
    await this.comesUp('the node', all, async () => await this.isReady(NODE) && (await this.api.request('GET', '/api/v1/namespaces/default/serviceaccounts/default')).status === 200);
  }

  private async isReady(node: string): Promise<boolean> {
    const { body } = await this.api.request<{ readonly status?: { readonly conditions?: ReadonlyArray<{ readonly type: string; readonly status: string }> } }>('GET', `/api/v1/nodes/${node}`);
    return body.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  }

  private async comesUp(what: string, needed: readonly ChildProcess[], ask: () => Promise<boolean> | boolean): Promise<void> {
    const logs = (): string => (existsSync(this.folder) ? readdirSync(this.folder) : []).filter((file) => file.endsWith('.log'))
      .map((file) => `--- ${file}\n${readFileSync(join(this.folder, file), 'utf8').split('\n').slice(-15).join('\n')}`).join('\n');
    await until(what, () => {
      const ended = needed.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
      if (ended !== undefined) {
        throw new Error(`${ended.spawnargs.join(' ')} ended\n${logs()}`);
      }
      return ask();
    }, { seconds: 120, context: logs });
  }

  private keep(detached: boolean): ChildProcess {
    const log = openSync(join(this.folder, 'keeper.log'), 'a');
    // A group of its own: Ctrl-C ends the one who started it, and it goes on to clean up.
    const child = spawn(KEEPER, [this.folder, this.cgroup, detached ? 'detached' : 'attached'], {
      detached: true, stdio: [detached ? 'ignore' : 'pipe', log, log], env: { ...process.env, NODE_ADDRESS, CLIENT_ADDRESS, LOAD_BALANCER_RANGES: LOAD_BALANCER_RANGES.join(' ') },
    });
    closeSync(log);
    writeFileSync(this.keeperFile, String(child.pid));
    return child;
  }

  private run(component: Component): ChildProcess {
    const log = openSync(join(this.folder, `${component}.log`), 'a');
    const [file = '', ...args] = this.inside(['sh', '-c', 'cd "$0" && echo $$ >"$1.pid" && shift && exec "$@"', this.folder, component, ...commandOf(component, this.folder)]);
    const child = spawn(file, args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, PATH: searchPath() } });
    closeSync(log);
    child.unref();
    return child;
  }

  private ctr(folder = this.folder): readonly string[] {
    return [program('ctr'), '--address', join(folder, 'containerd.sock'), '--namespace', 'k8s.io'];
  }

  private async sweep(): Promise<void> {
    await output([KEEPER, this.folder, this.cgroup, 'sweep']);
  }
}
