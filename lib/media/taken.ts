import { Labels } from '../kubernetes/labels';
import { AddressClaim, clashes } from '../options/address-claims';
import { at, shown, Violation } from '../validation/violations';
import { announcedPlaces, MediaWay, PoolPlace } from './media-way';

/** What a pool takes that no other pool of the stack may take as well: the other would get no media, or not even start. */
export interface TakenByPool {
  /** `address#port` that its bridges announce, where that is known before. */
  readonly announced: readonly string[];
  /** What its load balancers were asked for. */
  readonly claims: readonly AddressClaim[];
  /** Ports of all nodes. */
  readonly nodePorts: readonly number[];
  /** UDP ports of the nodes that its bridges run on. */
  readonly hostPorts: readonly number[];
  /** TCP ports of the same nodes. */
  readonly restPorts: readonly number[];
  /** Labels of these nodes. */
  readonly nodes: Labels;
}

/** What a pool of a way takes. */
export function takenBy(way: MediaWay, place: PoolPlace, nodes: Labels = {}): TakenByPool {
  const routes = way.routes(place);
  return {
    announced: routes.flatMap((route, bridge) => announcedPlaces(way, route, bridge)),
    claims: way.claims?.('exposure', place.bridges) ?? [],
    nodePorts: routes.flatMap(({ nodePort }) => nodePort ?? []),
    hostPorts: routes.flatMap(({ hostPort }) => hostPort ?? []),
    restPorts: way.hostNetwork ? [way.hostNetwork.restPort] : [],
    nodes,
  };
}

/**
 * What a further pool takes that another one has.
 *
 * @param others what load balancers were asked for that are not those of pools.
 */
export function conflicts(pools: readonly TakenByPool[], added: TakenByPool, others: readonly AddressClaim[] = []): Violation[] {
  const field = (name: string): string => at('exposure', name);
  const among = pools.filter(({ nodes }) => !areApart(nodes, added.nodes));
  const common = <T>(mine: readonly T[], theirs: readonly T[]): T[] => mine.filter((each) => theirs.includes(each));
  return [
    ...common(added.announced, pools.flatMap(({ announced }) => announced)).map((place) => ({
      field: field('address'), problem: `${shown(place)} is announced by another pool; choose another address, or another port of exposure`,
    })),
    ...clashes(added.claims, [...others, ...pools.flatMap(({ claims }) => claims)]),
    ...common(added.nodePorts, pools.flatMap(({ nodePorts }) => nodePorts)).map((port) => ({
      field: field('port'), problem: `${port} is another pool's port on all nodes; choose another`,
    })),
    ...[...common(added.nodePorts, pools.flatMap(({ hostPorts }) => hostPorts)), ...common(added.hostPorts, pools.flatMap(({ nodePorts }) => nodePorts))].map((port) => ({
      field: field('port'), problem: `${port} is a port on all nodes of one pool, and on its own nodes of another; choose another`,
    })),
    ...common(added.hostPorts, among.flatMap(({ hostPorts }) => hostPorts)).map((port) => ({
      field: field('port'), problem: `${port} is another pool's port on nodes that both may run on; choose another port, or nodes by a label of which the pools want different values`,
    })),
    ...common(added.restPorts, among.flatMap(({ restPorts }) => restPorts)).map((port) => ({
      field: field('restPort'), problem: `${port} is another pool's port on nodes that both may run on; choose another port, or nodes by a label of which the pools want different values`,
    })),
  ];
}

/** Whether no node has the labels that both ask for. */
function areApart(one: Labels, other: Labels): boolean {
  return Object.entries(one).some(([label, value]) => other[label] !== undefined && other[label] !== value);
}
