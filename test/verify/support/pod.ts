import { ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianRoot, IN_ROOT } from './debian-root';
import { Files, KubeletFolder } from './kubelet-folder';
import { Scope } from './scope';
import { Container, PodSpec, Stack, Volume } from './stack';
import { temporaryFolder } from './temporary-folder';
import { until } from './until';

/** What the cluster has beside the manifests. */
export interface Surroundings {
  /** Secrets by name, and their data by key. */
  readonly secrets?: Readonly<Record<string, Files>>;
  /** Files of the volume with the means to talk to the API server. */
  readonly apiAccess?: Files;
  /** Text of /etc/resolv.conf. */
  readonly resolvConf?: string;
  /** Changes that a test must make to the files of ConfigMaps. */
  readonly adapt?: (text: string, file: string) => string;
}

export interface StartOptions {
  /** What the image is made from; it decides about the shell and its tools. */
  readonly image: 'alpine' | 'debian';
  /** Variables beside those of the manifest. */
  readonly env?: Files;
  /** What to run instead of the container's own command. */
  readonly command?: readonly string[];
  /** Scripts that are found before the image's own programs, by name. They can write to /opt/records. */
  readonly tools?: Files;
}

/** Volumes of a pod of the stack, made as kubelet makes them, and the containers that run with them, as their manifest asks for it. */
export class Pod {
  private readonly spec: PodSpec;
  private readonly folder: string;
  private readonly kubeletFolders = new Map<string, KubeletFolder>();
  private starts = 0;

  constructor(private readonly scope: Scope, private readonly stack: Stack, container: string, private readonly surroundings: Surroundings = {}) {
    this.spec = stack.podWith(container);
    this.folder = temporaryFolder(scope);
    copyFileSync(join(__dirname, 'container.sh'), join(this.folder, 'container.sh'));
    for (const folder of ['volumes', 'tools', 'records']) {
      mkdirSync(join(this.folder, folder));
      chmodSync(join(this.folder, folder), 0o777);
    }
    writeFileSync(join(this.folder, 'resolv.conf'), surroundings.resolvConf ?? '');
    this.spec.volumes.forEach((volume) => {
      this.make(volume);
    });
  }

  /** Where the host sees a volume, or what the scripts in `tools` recorded. */
  public path(volume: string, file = ''): string {
    return join(this.folder, volume === 'records' ? '' : 'volumes', volume, file);
  }

  /** Gives a Secret other data; the mounted files change at once. */
  public changeSecret(name: string, data: Files): void {
    for (const { name: volume, secret } of this.spec.volumes) {
      if (secret?.secretName === name) {
        this.kubeletFolders.get(volume)?.replace(pick(secret.items, data));
      }
    }
  }

  /** Replaces the files of a volume, all at once. */
  public changeFiles(volume: string, files: Files): void {
    this.kubeletFolders.get(volume)?.replace(files);
  }

  /** Starts one of the pod's containers. */
  public start(name: string, { image, env = {}, command, tools = {} }: StartOptions): RunningContainer {
    const container = [...this.spec.containers, ...(this.spec.initContainers ?? [])].find((each) => each.name === name);
    if (container === undefined) {
      throw new Error(`the pod has no container ${name}`);
    }
    for (const [tool, text] of Object.entries(tools)) {
      writeFileSync(join(this.folder, 'tools', tool), text);
      chmodSync(join(this.folder, 'tools', tool), 0o755);
    }
    this.starts += 1;
    const { runAsUser } = container.securityContext;
    const own = Object.fromEntries((container.env ?? []).flatMap((variable) => (variable.value === undefined ? [] : [[variable.name, variable.value]])));
    return new RunningContainer(this.scope, join(this.folder, `${name}-${this.starts}`), runAsUser, [
      debianRoot(), this.folder, 'sh', join(this.folder, 'container.sh'), this.folder, image, String(runAsUser), String(this.spec.securityContext.fsGroup),
      ...this.mounts(container), '--', ...Object.entries({ ...own, ...env }).map(([variable, value]) => `${variable}=${value}`), ...(command ?? container.command ?? []),
    ]);
  }

  private mounts({ volumeMounts = [] }: Container): string[] {
    return [
      ...volumeMounts.map(({ name, mountPath, readOnly, subPath }) => {
        const source = this.kubeletFolders.has(name) && subPath !== undefined ? join('volumes', name, '..data', subPath) : join('volumes', name, subPath ?? '');
        return `${readOnly === true ? 'ro' : 'rw'}:${source}:${mountPath}`;
      }),
      'ro:resolv.conf:/etc/resolv.conf', 'ro:tools:/opt/tools', 'rw:records:/opt/records',
    ];
  }

  private make({ name, configMap, secret, projected }: Volume): void {
    const path = this.path(name);
    const { fsGroup } = this.spec.securityContext;
    const { adapt = (text: string) => text, secrets = {}, apiAccess = {} } = this.surroundings;
    if (configMap !== undefined) {
      const files = pick(configMap.items, this.stack.files(configMap.name));
      this.kubeletFolders.set(name, new KubeletFolder(path, fsGroup, configMap.defaultMode ?? 0o644, Object.fromEntries(Object.entries(files).map(([file, text]) => [file, adapt(text, file)]))));
    } else if (secret !== undefined) {
      this.kubeletFolders.set(name, new KubeletFolder(path, fsGroup, secret.defaultMode ?? 0o644, pick(secret.items, secrets[secret.secretName] ?? {})));
    } else if (projected !== undefined) {
      this.kubeletFolders.set(name, new KubeletFolder(path, fsGroup, 0o600, apiAccess));
    } else {
      mkdirSync(path);
      chownSync(path, 0, fsGroup);
      chmodSync(path, 0o2777);
    }
  }
}

/** A container's process and what it writes. */
export class RunningContainer {
  private readonly process: ChildProcess;
  private readonly exit: Promise<void>;
  private ended = false;
  private code: number | null = null;

  constructor(scope: Scope, private readonly log: string, user: number, command: readonly string[]) {
    const [stdout, stderr] = [`${log}.stdout`, `${log}.stderr`].map((file) => {
      const opened = openSync(file, 'a');
      // As container runtimes do: the program opens /dev/stdout and /dev/stderr anew.
      chownSync(file, user, user);
      return opened;
    });
    // A process name space of its own, so that it is process 1 as in a container, and everything that it started ends with it.
    // It does not outlive this process, however that ends: each of the two that follow dies with the one above it.
    this.process = spawn('setpriv', ['--pdeathsig', 'KILL', '--', 'unshare', '--pid', '--fork', '--kill-child=KILL', '--', IN_ROOT, ...command], { stdio: ['ignore', stdout, stderr] });
    [stdout, stderr].forEach((opened) => {
      if (opened !== undefined) {
        closeSync(opened);
      }
    });
    this.exit = new Promise((done, fail) => {
      this.process.once('error', fail);
      this.process.once('exit', (code) => {
        this.ended = true;
        this.code = code;
        done();
      });
    });
    scope.onClose(async () => {
      // The first process of a name space takes all others with it, and is waited for until they are gone.
      if (!this.kill('SIGKILL')) {
        this.process.kill('SIGKILL');
      }
      await this.exit;
    });
  }

  public get running(): boolean {
    return !this.ended;
  }

  public stdout(): string {
    return readFileSync(`${this.log}.stdout`, 'utf8');
  }

  public stderr(): string {
    return readFileSync(`${this.log}.stderr`, 'utf8');
  }

  public output(): string {
    return this.stdout() + this.stderr();
  }

  /** Waits until it ends; its exit code, null when it was killed. */
  public async end(seconds = 10): Promise<number | null> {
    await until('end of the container', () => this.ended, { seconds, context: () => this.output() });
    return this.code;
  }

  /** Waits until it has written something that matches. */
  public async says(pattern: RegExp | string, seconds = 10): Promise<void> {
    await until(`output ${String(pattern)}`, () => {
      const output = this.output();
      return typeof pattern === 'string' ? output.includes(pattern) : pattern.test(output);
    }, { seconds, context: () => this.output() });
  }

  /** Sends a signal to process 1 of the container. */
  public signal(name: NodeJS.Signals): void {
    if (!this.kill(name)) {
      throw new Error(`the container has no process any more\n${this.output()}`);
    }
  }

  /** Processes of the container, by the beginning of their command line. */
  public processes(command: string): number[] {
    const { pid } = this.process;
    return pid === undefined || this.ended ? [] : descendantsOf(pid).filter((each) => commandLine(each).startsWith(command));
  }

  private kill(signal: NodeJS.Signals): boolean {
    const { pid } = this.process;
    const [child] = pid === undefined || this.ended ? [] : childrenOf(pid);
    return child !== undefined && process.kill(child, signal);
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter((child) => child !== '')
      .map(Number);
  } catch {
    // It has just ended.
    return [];
  }
}

function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Empty for one that has just ended. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The files that a volume makes of a Secret or ConfigMap. */
function pick(items: ReadonlyArray<{ readonly key: string; readonly path: string }>, data: Files): Files {
  return Object.fromEntries(items.map(({ key, path }) => {
    const content = data[key];
    if (content === undefined) {
      throw new Error(`there is no ${key} among ${Object.keys(data).join(', ')}`);
    }
    return [path, content];
  }));
}
