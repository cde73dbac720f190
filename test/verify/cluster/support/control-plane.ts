import { ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from '../../support/until';
import { Api, ApiAddress } from './api';

/** As much of the controller manager as workloads need; the rest would only cost time. */
const CONTROLLERS = [
  'deployment', 'replicaset', 'statefulset', 'job', 'serviceaccount', 'disruption', 'endpointslice', 'garbage-collector', 'namespace',
].map((name) => `${name}-controller`).concat('root-ca-certificate-publisher-controller');

/** etcd, kube-apiserver and kube-controller-manager in a folder of their own, on a free port of loopback. Nothing of it outlives this process. */
export class ControlPlane {
  /** @param controllers whether workloads get pods; without them it keeps what it is given, for a third of the processor time. */
  public static async start(controllers = true): Promise<ControlPlane> {
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-jitsi-cluster-'));
    const controlPlane = new ControlPlane(folder, { port: await freePort(), token: randomBytes(16).toString('hex'), certificateAuthority: join(folder, 'certs/apiserver.crt') });
    try {
      await controlPlane.launch();
      await (controllers ? controlPlane.launchControllers() : undefined);
    } catch (error) {
      await controlPlane.stop();
      throw error;
    }
    return controlPlane;
  }

  private readonly processes: ChildProcess[] = [];
  private readonly managerToken = randomBytes(16).toString('hex');

  private constructor(private readonly folder: string, public readonly address: ApiAddress) {}

  /** For kubectl and its like. */
  public get kubeconfig(): string {
    return join(this.folder, 'admin.conf');
  }

  /** Ends every process and removes what they wrote; there is nothing to save. */
  public async stop(): Promise<void> {
    await Promise.all(this.processes.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map(async (child) => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    const { port, token } = this.address;
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    this.write('sa.key', privateKey);
    this.write('sa.pub', publicKey);
    this.write('tokens.csv', `${token},admin,admin,system:masters\n${this.managerToken},system:kube-controller-manager,manager,system:masters\n`);
    this.write('admin.conf', this.kubeconfigWith(token));
    this.write('manager.conf', this.kubeconfigWith(this.managerToken));

    // Relative sockets, since a socket's path has at most 108 characters; etcd wants the port, and does not use it.
    this.run('etcd', '--name=test', '--data-dir=etcd', '--listen-client-urls=unix://c.sock:0', '--advertise-client-urls=unix://c.sock:0', '--listen-peer-urls=unix://p.sock:0',
      '--initial-advertise-peer-urls=unix://p.sock:0', '--initial-cluster=test=unix://p.sock:0', '--unsafe-no-fsync', '--log-level=warn');
    this.run('kube-apiserver', '--etcd-servers=unix://c.sock:0', '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${port}`, '--cert-dir=certs',
      '--service-cluster-ip-range=10.0.0.0/16,fd00:10::/112', '--authorization-mode=Node,RBAC', '--token-auth-file=tokens.csv', '--allow-privileged=true',
      '--service-account-issuer=https://kubernetes.default.svc', '--service-account-key-file=sa.pub', '--service-account-signing-key-file=sa.key',
      '--endpoint-reconciler-type=none', '--profiling=false');
    const api = new Api(this.address);
    await this.comesUp('the API server', () => api.isReady());
  }

  private async launchControllers(): Promise<void> {
    const api = new Api(this.address);
    this.run('kube-controller-manager', '--kubeconfig=manager.conf', '--leader-elect=false', '--secure-port=0', '--service-account-private-key-file=sa.key',
      '--root-ca-file=certs/apiserver.crt', '--kube-api-qps=200', '--kube-api-burst=400', `--controllers=${CONTROLLERS.join(',')}`);
    // Before it is there, every pod is refused.
    await this.comesUp('the first ServiceAccount', async () => (await api.request('GET', '/api/v1/namespaces/default/serviceaccounts/default')).status === 200);
  }

  private async comesUp(what: string, ask: () => Promise<boolean>): Promise<void> {
    await until(what, () => {
      const ended = this.processes.find(({ exitCode }) => exitCode !== null);
      if (ended !== undefined) {
        throw new Error(`${ended.spawnargs.join(' ')} ended\n${this.log()}`);
      }
      return ask();
    }, { seconds: 120, context: () => this.log() });
  }

  private run(name: string, ...args: readonly string[]): void {
    const log = openSync(join(this.folder, 'log'), 'a');
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', program(name), ...args], { cwd: this.folder, stdio: ['ignore', log, log] });
    child.once('error', (error) => {
      throw error;
    });
    this.processes.push(child);
  }

  private log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8').split('\n').slice(-40).join('\n');
  }

  private write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text, { mode: 0o600 });
  }

  private kubeconfigWith(token: string): string {
    const { port, certificateAuthority } = this.address;
    return JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'test', cluster: { 'server': `https://127.0.0.1:${port}`, 'certificate-authority': certificateAuthority } }],
      'users': [{ name: 'test', user: { token } }],
      'contexts': [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    });
  }
}

/** Where a program is: API_SERVER_BIN has an API server of another version, KUBEBUILDER_ASSETS what a developer has already. */
export function program(name: string): string {
  const folders = [process.env.API_SERVER_BIN, process.env.KUBEBUILDER_ASSETS, process.env.KUBERNETES_BIN].filter((folder) => folder !== undefined).map((folder) => resolve(folder));
  const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(`no ${name} in ${folders.join(', ') || 'any folder'}: start these tests with tools/verify.sh`);
  }
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('no port');
  }
  return address.port;
}
