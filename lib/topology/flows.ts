import { Labels } from '../kubernetes/labels';
import { NetworkPolicyPeer } from '../kubernetes/types';
import { Listening, Pods } from './parts';
import { covers, Port } from './ports';
import { NAMESPACE_LABEL, PolicyRule, selects } from './rendered';

/** Who opens connections to whom, or sends to whom, and at which ports. */
export interface Flow {
  /** Who opens it: a part, or somebody outside. */
  readonly from: string;
  readonly to: string;
  readonly ports: readonly Port[];
  /** Address blocks from which alone it may be opened. */
  readonly sources?: readonly string[];
  /** Whether both may begin. */
  readonly bothWays?: boolean;
}

type Grade = 'no' | 'as anybody' | 'by name';

/**
 * Flows among pods: those that both ends let through, and of which one names the other. That everybody may connect to a port, and somebody may connect to everything at
 * such a port, makes no flow: the port of an API server is also that of the edge. Media is different: who may send UDP to a port sends it to bridges.
 */
export function flowsOf(parts: readonly Pods[]): Flow[] {
  return parts.flatMap((from) => parts.flatMap((to) => {
    const ports = to.listening.filter((port) => {
      const ends = [grade(from.egress, 'to', from, to, port), grade(to.ingress, 'from', to, from, port)];
      return !ends.includes('no') && (ends.includes('by name') || (from !== to && port.protocol === 'UDP' && namesPort(from.egress, port)));
    });
    return ports.length === 0 ? [] : [{ from: from.id, to: to.id, ports }];
  }));
}

/** How the policies of some pods let others pass at a port of whoever listens. */
function grade(rules: readonly PolicyRule[] | undefined, side: 'from' | 'to', own: Pods, other: Pods, port: Listening): Grade {
  const covering = (rules ?? [{}]).filter(({ ports }) => covers(ports, port));
  return covering.some((rule) => rule[side]?.some((peer) => isPeer(peer, own.namespace, other))) ? 'by name' : covering.some((rule) => rule[side] === undefined) ? 'as anybody' : 'no';
}

function isPeer({ podSelector, namespaceSelector }: NetworkPolicyPeer, ownNamespace: string, { labels, namespace }: { readonly labels: Labels; readonly namespace: string }): boolean {
  const there = namespaceSelector ? selects(namespaceSelector.matchLabels, { [NAMESPACE_LABEL]: namespace }) : namespace === ownNamespace;
  return podSelector !== undefined && there && selects(podSelector.matchLabels, labels);
}

function namesPort(rules: readonly PolicyRule[] | undefined, { port, protocol }: Port): boolean {
  return rules?.some(({ ports, to }) => to === undefined && ports?.some((open) => open.port === port && open.protocol === protocol)) ?? false;
}

/** Each pair of ends once, with all its ports. */
export function merged(flows: readonly Flow[]): Flow[] {
  const byEnds = new Map<string, Flow>();
  flows.forEach((flow) => {
    const key = JSON.stringify([flow.from, flow.to, flow.sources, flow.bothWays]);
    byEnds.set(key, { ...flow, ports: [...byEnds.get(key)?.ports ?? [], ...flow.ports] });
  });
  return [...byEnds.values()];
}
