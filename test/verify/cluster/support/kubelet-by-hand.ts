import { until } from '../../support/until';
import { KubernetesObject } from './rest-client';
import { Namespace } from './namespace';

interface Pod extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly deletionTimestamp?: string };
}

interface EndpointSlice extends KubernetesObject {
  readonly endpoints: ReadonlyArray<{ readonly conditions: Readonly<Record<'ready' | 'serving' | 'terminating', boolean>>; readonly targetRef: { readonly uid: string } }> | null;
}

/** A pod that a node has. */
export interface PodOnNode {
  readonly name: string;
  readonly uid: string;
}

/** Plays the scheduler and a kubelet for the bridges of a namespace, whose pods controllers make. */
export class KubeletByHand {
  /** The pods that it was given, in their order. */
  private readonly pods: PodOnNode[] = [];

  private constructor(public readonly namespace: Namespace, private readonly node: string) {}

  public static async start(namespace: Namespace): Promise<KubeletByHand> {
    const kubelet = new KubeletByHand(namespace, `node-of-${namespace.name}`);
    // The controller of EndpointSlices leaves out pods of a node that it does not know.
    await kubelet.post('/api/v1/nodes', { metadata: { name: kubelet.node } });
    return kubelet;
  }

  /** Waits for the next pod, which gets an address, and whose containers have not started yet. */
  public async next(): Promise<PodOnNode> {
    const { name, uid } = await until('a new pod', async () => (await this.new())[0]);
    this.pods.push({ name, uid });
    await this.post(`${this.path(name)}/binding`, { metadata: { name }, target: { kind: 'Node', name: this.node } });
    await this.report(name, { phase: 'Pending', podIP: `10.1.0.${this.pods.length}`, podIPs: [{ ip: `10.1.0.${this.pods.length}` }] });
    return { name, uid };
  }

  /** Bridges that have no node yet, by name. */
  public async new(): Promise<PodOnNode[]> {
    const bridges = (await this.bridges()).filter(({ metadata: { uid, deletionTimestamp } }) => deletionTimestamp === undefined && !this.pods.some((pod) => pod.uid === uid));
    return bridges.map(({ metadata: { name, uid } }) => ({ name, uid })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Names of those that were told to stop. */
  public async stopping(): Promise<string[]> {
    return (await this.bridges()).filter(({ metadata }) => metadata.deletionTimestamp !== undefined).map(({ metadata }) => metadata.name);
  }

  /** All containers run and pass their probes. */
  public async ready({ name }: PodOnNode): Promise<void> {
    await this.report(name, { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
  }

  /** What `kubectl delete pod` and an eviction do; the pod has its grace period. */
  public async stop({ name }: PodOnNode): Promise<void> {
    await this.namespace.api.request('DELETE', this.path(name));
  }

  /** All containers of a pod that was told to stop have ended. */
  public async ended({ name }: Pick<PodOnNode, 'name'>): Promise<void> {
    await this.namespace.api.request('DELETE', `${this.path(name)}?gracePeriodSeconds=0`);
  }

  /** Who is behind a Service: a line for each pod, by the order in which it came, with those of its conditions that hold. */
  public async endpoints(service: string): Promise<string[]> {
    const slices = await this.namespace.api.list<EndpointSlice>(`/apis/discovery.k8s.io/v1/namespaces/${this.namespace.name}/endpointslices?labelSelector=kubernetes.io/service-name=${service}`);
    return slices.flatMap(({ endpoints }) => (endpoints ?? []).map(({ conditions, targetRef }) => {
      const place = this.pods.findIndex(({ uid }) => uid === targetRef.uid);
      return `pod ${place + 1}: ${(['ready', 'serving', 'terminating'] as const).filter((condition) => conditions[condition]).join(', ') || 'not ready'}`;
    })).sort();
  }

  private bridges(): Promise<Pod[]> {
    return this.namespace.api.list<Pod>(`/api/v1/namespaces/${this.namespace.name}/pods?labelSelector=app.kubernetes.io/name=jvb`);
  }

  private async report(name: string, status: object): Promise<void> {
    await this.namespace.api.patch(`${this.path(name)}/status`, { status });
  }

  private async post(path: string, object: object): Promise<void> {
    const { status, body } = await this.namespace.api.request('POST', path, object);
    if (status !== 201) {
      throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
    }
  }

  private path(name: string): string {
    return `/api/v1/namespaces/${this.namespace.name}/pods/${name}`;
  }
}
