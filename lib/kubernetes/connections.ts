import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { descriptiveLabels, Labels } from './labels';
import { kubernetesObject } from './objects';
import { unlessEmpty } from './present';
import { EgressRule, IngressRule, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from './types';

/** A port that pods listen on, or every port of a protocol. */
export interface ListeningPort {
  readonly port?: number;
  readonly protocol: 'TCP' | 'UDP';
}

type Rule = IngressRule & EgressRule;

/** Clusters with a cache on each node, and OpenShift, resolve names at 5353. The caches are no pods, so no peer is named. */
const DNS: readonly NetworkPolicyPort[] = [53, 5353].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol })));

/**
 * Who the pods of a component may talk to. A connection is declared once, by the component that opens it, and opens both ends.
 * "Anywhere" is a rule with ports and no peer: with 0.0.0.0/0 some network plugins would not match nodes.
 */
export class Connections {
  private readonly ingress: Rule[] = [];
  private readonly egress: Rule[] = [{ ports: [...DNS] }];
  private readonly namespace: string;

  /**
   * @param name name of the NetworkPolicy.
   * @param selector labels of the pods.
   * @param peer labels by which others know the pods; without the parts that tell siblings apart.
   */
  constructor(scope: Construct, instance: JitsiInstance, name: string, private readonly selector: Labels, private readonly peer: Labels = selector) {
    this.namespace = instance.namespace;
    if (instance.networkPolicies) {
      kubernetesObject(scope, 'NetworkPolicy', 'NetworkPolicy', {
        metadata: { name, namespace: instance.namespace, labels: descriptiveLabels(peer) },
        spec: Lazy.any({ produce: () => this.spec }) as NetworkPolicySpec,
      });
    } else {
      new UnenforcedPolicy(scope, 'NetworkPolicy', () => ({ kind: 'NetworkPolicy', metadata: { name, namespace: instance.namespace }, spec: this.spec }));
    }
  }

  /** Lets these pods open connections to another component's pods. */
  public allowTo(other: Connections, port: ListeningPort): void {
    this.egress.push({ ports: ports(port), to: [other.seenFrom(this)] });
    other.ingress.push({ ports: ports(port), from: [this.seenFrom(other)] });
  }

  /** Lets these pods open connections to each other, and not to others that go by the same name. */
  public allowAmongThemselves(port: ListeningPort): void {
    const peers = [{ podSelector: { matchLabels: this.selector } }];
    this.egress.push({ ports: ports(port), to: peers });
    this.ingress.push({ ports: ports(port), from: peers });
  }

  /** Lets these pods open connections to any address, at given ports of TCP. */
  public allowToAnywhere(tcpPorts: readonly number[]): void {
    this.egress.push({ ports: tcpPorts.flatMap((port) => ports({ port, protocol: 'TCP' })) });
  }

  /** Lets these pods send UDP to any address, at given ports, or at any: a browser's are its own choice. */
  public allowUdpToAnywhere(...udpPorts: readonly number[]): void {
    this.egress.push({ ports: udpPorts.length === 0 ? [{ protocol: 'UDP' }] : udpPorts.flatMap((port) => ports({ port, protocol: 'UDP' })) });
  }

  /** Lets hosts of some address blocks connect. */
  public allowFromBlocks(cidrs: readonly string[], ...listening: readonly ListeningPort[]): void {
    this.ingress.push({ ports: listening.flatMap(ports), from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) });
  }

  /** Lets all pods of a namespace connect, and nobody else. */
  public allowFromNamespace(namespace: string, ...listening: readonly ListeningPort[]): void {
    this.ingress.push({ ports: listening.flatMap(ports), from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }] });
  }

  /** Lets anybody connect. */
  public allowFromAnywhere(...listening: readonly ListeningPort[]): void {
    this.ingress.push({ ports: listening.flatMap(ports) });
  }

  private get spec(): NetworkPolicySpec {
    return { podSelector: { matchLabels: this.selector }, policyTypes: ['Ingress', 'Egress'], ingress: settled(this.ingress), egress: settled(this.egress) };
  }

  /** These pods as a peer in a policy of others; a namespace is named only where it is another one. */
  private seenFrom({ namespace }: Connections): NetworkPolicyPeer {
    return { ...(namespace !== this.namespace && { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': this.namespace } } }), podSelector: { matchLabels: this.peer } };
  }
}

/** What a policy would say in a stack that does without: its connections are the same, and pictures show them. */
export class UnenforcedPolicy extends Construct {
  constructor(scope: Construct, id: string, readonly manifest: () => object) {
    super(scope, id);
  }
}

function ports({ port, protocol }: ListeningPort): NetworkPolicyPort[] {
  return [{ port, protocol }];
}

/** Each rule once, in an order that does not depend on who was wired first. */
function settled(rules: readonly Rule[]): Rule[] | undefined {
  const byText = new Map(rules.map((rule) => [JSON.stringify(rule), rule] as const));
  return unlessEmpty([...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule));
}
