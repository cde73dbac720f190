import { Duration } from 'cdk8s';
import { NODE_ADDRESS } from '../../../tools/cluster/addresses';
import { Edit } from '../../support/edits';
import { Where } from '../../verify/support/client-process';
import { Scope } from '../../verify/support/scope';
import { until } from '../../verify/support/until';
import { askByHttp } from './clients';
import { drainingBridges, MEDIA_PORT, MEDIA_SERVICE } from './bridges';
import { takeLoopback } from './loopback';
import { FlowRecord, MediaClients, MediaFlow, sentBetween } from './media-flow';
import { Life, PodHistory } from './pod-history';
import { StackCluster } from './stack-cluster';

/** A bridge alone in a namespace, its successor, and who is in a meeting there. */
export class DrainingBridge {
  public static async apply(scope: Scope, cluster: StackCluster, namespace: string, drain: Duration, edit: Edit): Promise<DrainingBridge> {
    await cluster.kubectl(['apply', '-f', '-'], drainingBridges(namespace, drain, edit));
    return new DrainingBridge(cluster, namespace, PodHistory.start(scope, cluster, namespace));
  }

  private flow: MediaFlow | undefined;

  private constructor(private readonly cluster: StackCluster, public readonly namespace: string, private readonly history: PodHistory) {}

  /** The pods that there were, in the order of their births: the one that drains is the first. */
  public get pods(): readonly Life[] {
    return this.history.of('jvb');
  }

  public address(): Promise<string> {
    return this.cluster.addressOf(this.namespace, MEDIA_SERVICE);
  }

  /** Somebody comes in; returns when the bridge answers. */
  public async join(clients: MediaClients): Promise<void> {
    const flow = await clients.join(await this.address(), MEDIA_PORT);
    this.flow = flow;
    await until(`an answer in ${this.namespace}`, async () => (await flow.record()).packets.some(({ from }) => from !== undefined));
  }

  /** All people go. */
  public async leave(): Promise<void> {
    await this.flow?.leave();
  }

  public async record(): Promise<FlowRecord> {
    return await this.flow?.record() ?? { packets: [], newcomers: [] };
  }

  /** Tells its pod to stop, as who drains a node does. */
  public async stop(): Promise<void> {
    await this.cluster.kubectl(['delete', 'pod', '-n', this.namespace, '-l', 'app.kubernetes.io/name=jvb', '--wait=false']);
    await until(`the drain in ${this.namespace}`, () => this.pods[0]?.stopping !== undefined);
  }

  /** Tells its pod to stop, and has its interface answer no more once it has said that it drains. Returns when that was. */
  public async stopAndDeafen(): Promise<number> {
    const [pod] = await this.cluster.pods(this.namespace);
    await this.stop();
    await until(`the begin of the drain in ${this.namespace}`, async () => (
      await this.cluster.podLog(this.namespace, pod?.metadata.name ?? '')).includes(' participants left'));
    await takeLoopback(this.cluster, pod?.status.podIP ?? '');
    return Date.now();
  }

  /** The bridge, when it has ended and its successor is ready. */
  public async replaced(seconds: number): Promise<Replacement> {
    return until(`the successor in ${this.namespace}`, () => {
      const [before, after] = this.pods;
      return before?.stopping !== undefined && before.ended !== undefined && after?.ready !== undefined
        && { uid: before.uid, told: before.stopping, ended: before.ended, born: after.born, ready: after.ready };
    }, { seconds });
  }

  /** What happened, and what people saw from when it was told to stop until they left or it ended. */
  public async drained(left: number): Promise<Drained> {
    const [replacement, { packets, newcomers }] = await Promise.all([this.replaced(120), this.record()]);
    const end = Math.min(left, replacement.ended);
    return { ...replacement, packets: sentBetween(packets, replacement.told, end), newcomers: sentBetween(newcomers, replacement.told, end) };
  }

  /** How many of its endpoints the node tells load balancers of; nothing when it does not answer. */
  public async health(where: Where): Promise<string> {
    const port = await this.cluster.kubectl(['get', 'service', MEDIA_SERVICE, '-n', this.namespace, '-o', 'jsonpath={.spec.healthCheckNodePort}']);
    return /"localEndpoints": ?(\d+)/.exec(await askByHttp(where, NODE_ADDRESS, Number(port)))?.[1] ?? '';
  }
}

/** When one pod followed another. */
export interface Replacement {
  /** Of the first one. */
  readonly uid: string;
  readonly told: number;
  readonly ended: number;
  /** Of its successor. */
  readonly born: number;
  readonly ready: number;
}

export type Drained = Replacement & FlowRecord;
