import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import { all } from '../../support/edits';
import { Scope } from '../../verify/support/scope';
import { temporaryFolder } from '../../verify/support/temporary-folder';
import { until } from '../../verify/support/until';
import { changed, drainingBridges, hurried, MEDIA_PORT, MEDIA_SERVICE } from './bridges';
import { BridgeWatcher } from './bridge-watcher';
import { documented, typed } from './documented';
import { MediaClients, MediaFlow, Packet } from './media-flow';
import { Life, PodHistory } from './pod-history';
import { PoolChange } from './pool-change';
import { StackCluster } from './stack-cluster';

/** Two bridges in a namespace, which change together, and somebody on each of them. */
export class PoolOfBridges {
  public static async apply(scope: Scope, cluster: StackCluster, namespace: string, drain: Duration): Promise<PoolOfBridges> {
    const watcher = await BridgeWatcher.start(scope, (command) => cluster.inside(command));
    const pool = new PoolOfBridges(cluster, namespace, drain, PodHistory.start(scope, cluster, namespace), watcher);
    await pool.apply('first');
    return pool;
  }

  private flows: readonly MediaFlow[] = [];
  private watched = '';

  private constructor(
    private readonly cluster: StackCluster, private readonly namespace: string, private readonly drain: Duration, private readonly history: PodHistory, private readonly watcher: BridgeWatcher,
  ) {}

  /** Somebody comes in to each bridge; returns when both answer. */
  public async join(clients: MediaClients): Promise<void> {
    const address = await this.cluster.addressOf(this.namespace, MEDIA_SERVICE);
    this.flows = await Promise.all([0, 1].map((bridge) => clients.join(address, MEDIA_PORT + bridge)));
    await until('answers of both', async () => (await this.records()).every((packets) => packets.some(({ from }) => from !== undefined)));
  }

  /** Changes both by one apply; when both have been told to stop, people stay for some seconds. Returns when both have a successor that is ready. */
  public async change(stay: number): Promise<PoolChange> {
    await this.follow('both bridges', () => this.pods.every(({ address }) => address !== undefined));
    const applied = Date.now();
    await this.apply('second');
    await this.follow('orders to stop', () => this.pods.every(({ stopping }) => stopping !== undefined), 60);
    const told = Date.now();
    await this.follow('the time for which people stay', () => Date.now() > told + stay * 1000, stay + 5);
    const left = Date.now();
    await Promise.all(this.flows.map((flow) => flow.leave()));
    await this.follow('both successors', () => this.pods.length === 4 && this.pods.every(({ ended }, index) => index > 1 || ended !== undefined) && this.pods.every(({ ready }) => ready !== undefined), 300);
    const looks = (await this.watcher.looks()).filter(({ at }) => at > applied);
    return new PoolChange(applied, left, this.pods, looks, await this.records());
  }

  /** Changes the first one alone, by the documented commands. Returns the names of the pods that came. */
  public async changeFirst(scope: Scope): Promise<readonly string[]> {
    const before = this.pods.map(({ uid }) => uid);
    const folder = temporaryFolder(scope);
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/pool.yaml'), this.manifests('third'));
    for (const words of ["'!cdk8s-jitsi/bridge'", 'cdk8s-jitsi/bridge=0', 'rollout status statefulset/jitsi-jvb-0']) {
      await typed(this.cluster, documented(words).replace('-n jitsi ', `-n ${this.namespace} `), folder);
    }
    return this.pods.filter(({ uid }) => !before.includes(uid)).map(({ name }) => name);
  }

  private get pods(): readonly Life[] {
    return this.history.of('jvb');
  }

  private records(): Promise<ReadonlyArray<readonly Packet[]>> {
    return Promise.all(this.flows.map(async (flow) => (await flow.record()).packets));
  }

  private async apply(value: string): Promise<void> {
    await this.cluster.kubectl(['apply', '-f', '-'], this.manifests(value));
  }

  private manifests(value: string): string {
    return drainingBridges(this.namespace, this.drain, all(hurried, changed(value)), 2);
  }

  /** Waits, and has all bridges watched meanwhile, whichever come. */
  private async follow(what: string, ask: () => boolean, seconds = 10): Promise<void> {
    await until(`${what} in ${this.namespace}`, async () => {
      const addresses = this.pods.flatMap(({ address, ended }) => (address === undefined || ended !== undefined ? [] : address));
      if (addresses.join() !== this.watched) {
        this.watched = addresses.join();
        await this.watcher.watch(addresses);
      }
      return ask();
    }, { seconds });
  }
}
