import { Manifest } from './charts';
import { Labels, matches, networkPolicies, PolicyPeer, PolicyRule } from './objects';
import { Workload, workloads } from './pods';

/** Everything that is no pod of ours: browsers, name servers, the API server. */
export const WORLD = 'world';

type Direction = 'ingress' | 'egress';

interface Connection {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** What a set of network policies lets through, as Kubernetes defines it: a pod that a policy selects is closed to all that no policy opens, at both ends. */
export class Network {
  private readonly pods: ReadonlyMap<string, { readonly labels: Labels; readonly namespace: string | undefined }>;
  /** Address blocks, and namespaces of others, that policies name, each an end by itself: parts of the world. */
  private readonly parts: readonly string[];

  /**
   * @param nameOf what the pods of a workload are called; pods of one name must have the same labels as far as policies look at them.
   */
  constructor(private readonly objects: readonly Manifest[], nameOf: (workload: Workload) => string) {
    this.pods = new Map(workloads(objects).map((workload) => [nameOf(workload), { labels: workload.spec.template.metadata.labels, namespace: workload.metadata.namespace }]));
    const peers = networkPolicies(objects).flatMap(({ spec }) => [...spec.ingress ?? [], ...spec.egress ?? []]).flatMap(({ from = [], to = [] }) => [...from, ...to]);
    this.parts = [...new Set(peers.flatMap((peer) => peer.ipBlock?.cidr ?? namespaceOf(peer) ?? []))];
  }

  /** Every connection that can be opened, as `from -> to port/protocol`. What the world does among itself is left out. */
  public connections(tried: readonly Connection[]): string[] {
    const ends = [...this.pods.keys(), WORLD, ...this.parts];
    return ends.flatMap((from) => ends.filter((to) => this.pods.has(from) || this.pods.has(to)).flatMap((to) => (
      tried.filter((connection) => this.opens('egress', from, to, connection) && this.opens('ingress', to, from, connection))
        .map(({ port, protocol }) => `${from} -> ${to} ${port}/${protocol}`)
    ))).sort();
  }

  private opens(direction: Direction, own: string, other: string, connection: Connection): boolean {
    const pod = this.pods.get(own);
    const closing = pod === undefined ? [] : networkPolicies(this.objects).filter(({ metadata, spec }) => (
      metadata.namespace === pod.namespace && matches(spec.podSelector.matchLabels, pod.labels) && spec.policyTypes?.includes(direction === 'ingress' ? 'Ingress' : 'Egress')
    ));
    return closing.length === 0 || closing.some(({ metadata, spec }) => (spec[direction] ?? []).some((rule) => this.covers(rule, metadata.namespace, other, connection)));
  }

  private covers({ ports, from, to }: PolicyRule, namespace: string | undefined, other: string, { port, protocol }: Connection): boolean {
    const peers = from ?? to;
    return (peers === undefined || peers.some((peer) => this.isPeer(peer, namespace, other)))
      && (ports === undefined || ports.some((open) => (open.port === undefined || open.port === port) && (open.protocol ?? 'TCP') === protocol));
  }

  private isPeer(peer: PolicyPeer, namespace: string | undefined, other: string): boolean {
    const { podSelector, namespaceSelector, ipBlock } = peer;
    if (namespaceOf(peer) !== undefined) {
      return other === namespaceOf(peer);
    }
    if ((podSelector === undefined) === (ipBlock === undefined) || ipBlock?.except !== undefined) {
      throw new Error('the stack names peers by the labels of their pods and their namespace, by whole address blocks or by a whole namespace');
    }
    if (podSelector === undefined) {
      return other === ipBlock?.cidr;
    }
    const pod = this.pods.get(other);
    return pod !== undefined && pod.namespace === (namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] ?? namespace) && matches(podSelector.matchLabels, pod.labels);
  }
}

/** What the pods of somebody else's namespace are called, where a policy names it as a whole. */
function namespaceOf({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): string | undefined {
  const name = namespaceSelector?.matchLabels['kubernetes.io/metadata.name'];
  return name === undefined || podSelector !== undefined || ipBlock !== undefined ? undefined : `namespace ${name}`;
}

/** Every port that a container listens on or a policy names, by either protocol. */
export function knownPorts(objects: readonly Manifest[]): Connection[] {
  const listening = workloads(objects).flatMap(({ spec }) => spec.template.spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)));
  const named = networkPolicies(objects).flatMap(({ spec }) => [...spec.ingress ?? [], ...spec.egress ?? []]).flatMap(({ ports = [] }) => ports.map(({ port }) => Number(port ?? NaN)));
  const all = [...new Set([...listening, ...named, 80, 1234, 8080])].filter((port) => !Number.isNaN(port)).sort((a, b) => a - b);
  return all.flatMap((port) => [{ port, protocol: 'TCP' as const }, { port, protocol: 'UDP' as const }]);
}
