import { NetworkPolicyPort } from '../kubernetes/types';
import { Flow } from './flows';
import { Pods } from './parts';
import { covers, Port } from './ports';
import { namespaceOf, PolicyRule } from './rendered';
import { Entrance, openTo, Way } from './ways-in';

/** Somebody who is no part of the stack. */
export interface Outsider {
  readonly id: string;
  /** Who it is, in lines. */
  readonly lines: readonly string[];
  /** Whether it is there for whatever runs in the cluster: name servers and the API server. */
  readonly everybodys?: boolean;
}

/** A flow to or from somebody who is no part of the stack. */
export interface OutsideFlow extends Flow {
  readonly outsider: Outsider;
}

const BROWSERS: Outsider = { id: 'browsers', lines: ['browsers'] };
const INSIDE: Outsider = { id: 'inside', lines: ['inside the cluster'] };
const ANYWHERE: Outsider = { id: 'anywhere', lines: ['anywhere'] };
const OTHERS: Outsider = { id: 'others', lines: ['other servers'] };
const NAME_SERVERS: Outsider = { id: 'name_servers', lines: ['name servers'], everybodys: true };
const API_SERVER: Outsider = { id: 'api_server', lines: ['API server'], everybodys: true };

const DNS: ReadonlyArray<NetworkPolicyPort['port']> = [53, 5353];

/** What the world opens to the stack, and the stack to the world. */
export function outsideFlows(parts: readonly Pods[], ways: readonly Way[], entrances: readonly Entrance[]): OutsideFlow[] {
  const sending = new Set(parts.filter(({ egress }) => egress?.some(sendsAnywhere)).map(({ id }) => id));
  const inwards = [
    ...entrances.map(({ to, port, protocol, sources }) => inward(BROWSERS, to, [{ port, protocol }], sources)),
    ...parts.flatMap((part) => [...fromPeers(part, ways), ...fromInside(part, ways)]),
  ].map((flow) => (sending.has(flow.to) && flow.ports.every(({ protocol }) => protocol === 'UDP') ? { ...flow, bothWays: true } : flow));
  const answered = new Set(inwards.filter(({ bothWays }) => bothWays).map(({ to }) => to));
  return [...inwards, ...parts.flatMap((part) => outwards(part, parts, answered.has(part.id)))];
}

function inward(outsider: Outsider, to: string, ports: readonly Port[], sources?: readonly string[]): OutsideFlow {
  return { outsider, from: outsider.id, to, ports, sources };
}

function sendsAnywhere({ to, ports }: PolicyRule): boolean {
  return to === undefined && (ports?.some(({ port, protocol }) => port === undefined && protocol === 'UDP') ?? false);
}

/** From address blocks and whole namespaces that policies name, unless what leads from there is drawn itself. */
function fromPeers(part: Pods, ways: readonly Way[]): OutsideFlow[] {
  return (part.ingress ?? []).flatMap(({ from = [], ports }) => {
    const covered = part.listening.filter((port) => covers(ports, port));
    const unled = covered.filter((port) => !ways.some(({ to, listening, front }) => to === part && listening === port && front));
    const blocks = from.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []);
    const namespaces = from.flatMap((peer) => namespaceOf(peer) ?? []).map((name) => `namespace ${name}`);
    return [[blocks, covered] as const, [namespaces, unled] as const].filter((pair) => pair.every(({ length }) => length > 0))
      .map(([lines, listening]) => inward({ id: `from_${lines.join('_').replaceAll(/[^a-z0-9]/gi, '_')}`, lines }, part.id, listening));
  });
}

/** What anybody may connect to, though nothing leads there from outside: who is in the cluster finds it. */
function fromInside(part: Pods, ways: readonly Way[]): OutsideFlow[] {
  const ports = part.listening.filter((port) => part.ingress && openTo(part, port) === 'everybody' && !ways.some(({ to, listening }) => to === part && listening === port));
  return ports.length === 0 ? [] : [inward(INSIDE, part.id, ports)];
}

/** @param answered whether all that pods send to browsers is drawn already. */
function outwards(part: Pods, parts: readonly Pods[], answered: boolean): OutsideFlow[] {
  return (part.egress ?? []).filter(({ to }) => to === undefined).flatMap(({ ports = [] }) => {
    const unnamed = ports.filter(({ port, protocol }) => port !== undefined || !answered || protocol !== 'UDP').filter((port) => !isTaken(port, part, parts));
    const outsider = unnamed.every(({ port }) => DNS.includes(port)) ? NAME_SERVERS : unnamed.some(({ protocol }) => protocol === 'UDP') ? ANYWHERE : part.account ? API_SERVER : OTHERS;
    return unnamed.length === 0 ? [] : [{ outsider, from: part.id, to: outsider.id, ports: unnamed.map(({ port, protocol }) => ({ port: Number(port ?? NaN) || undefined, protocol: protocol === 'UDP' ? 'UDP' : 'TCP' })) }];
  });
}

/** Whether it is a port of others of the stack, to whom it is drawn. */
function isTaken({ port, protocol }: NetworkPolicyPort, part: Pods, parts: readonly Pods[]): boolean {
  return protocol === 'UDP' && parts.some((other) => other !== part && other.listening.some((listening) => listening.protocol === 'UDP' && listening.port === port && openTo(other, listening) === 'everybody'));
}
