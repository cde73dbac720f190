import { OpenPort, TransportProtocol } from '../options/open-port';
import { Listening, Part, Pods } from './parts';
import { covers } from './ports';
import { gateways, ingresses, namespaceOf, Rendered, routes, ServiceObject } from './rendered';

/** A way by which the world reaches a port of pods: a port of a load balancer, of nodes, or of what stands before a Service. */
export interface Way {
  readonly to: Pods;
  readonly listening: Listening;
  /** Name of what has the port. */
  readonly at: string;
  /** The port that it has; none where it is somebody else's to say, as with an Ingress. */
  readonly port?: number;
  /** What the port is called. */
  readonly name?: string;
  readonly sources?: readonly string[];
  /** What stands before the Service. */
  readonly front?: Part;
}

/** A port that is open to the world, as the firewall's table has it. */
export interface Entrance extends OpenPort {
  /** The part that has it. */
  readonly to: string;
}

/** An Ingress or a Gateway, with the Services to which it leads. */
interface Front {
  readonly part: Part;
  readonly at: string;
  readonly ports: readonly number[] | undefined;
  readonly leadsTo: (service: ServiceObject, port: { readonly name?: string; readonly port: number }) => boolean;
}

/** All ways in that policies leave open. */
export function waysIn(objects: readonly Rendered[], parts: readonly Pods[]): Way[] {
  const fronts = [...ingressFronts(objects), ...gatewayFronts(objects)];
  return parts.flatMap((to) => to.listening.flatMap((listening) => {
    const open = openTo(to, listening);
    return open === 'nobody' ? [] : [...servicePorts(to, listening).flatMap(({ service, port }): Way[] => [
      ...(open === 'everybody' ? directWays(service, port).map((way) => ({ ...way, to, listening })) : []),
      ...fronts.filter(({ leadsTo }) => leadsTo(service, port)).flatMap(({ part, at, ports = [undefined] }) => (
        ports.map((number) => ({ to, listening, at, port: number, front: { ...part, ...placeOf(callers(to, listening), part.lines) } }))
      )),
    ]), ...(open === 'everybody' && listening.hostPort !== undefined ? [{ to, listening, at: listening.workload, port: listening.hostPort, name: listening.name }] : [])];
  }));
}

/** Who of the world may connect to a port, by the policies of its pods. */
export function openTo({ ingress }: Pods, listening: Listening): 'everybody' | 'some' | 'nobody' {
  const rules = (ingress ?? [{}]).filter(({ ports }) => covers(ports, listening));
  return rules.some(({ from }) => from === undefined) ? 'everybody' : rules.some(({ from }) => from?.some(({ podSelector }) => podSelector === undefined)) ? 'some' : 'nobody';
}

/** Namespaces whose pods alone are what stands before a Service. */
function callers({ ingress = [] }: Pods, listening: Listening): string[] {
  return ingress.filter(({ ports }) => covers(ports, listening)).flatMap(({ from = [] }) => from.flatMap((peer) => namespaceOf(peer) ?? []));
}

/** Where the pods are that carry what an Ingress or a Gateway says: the namespace of that object tells nothing of it, policies that let one namespace alone pass do. */
function placeOf([only = '', ...others]: readonly string[], lines: readonly string[]): Pick<Part, 'namespace' | 'lines'> {
  return others.length === 0 ? { namespace: only, lines } : { namespace: '', lines: [...lines, `in namespace ${[only, ...others].join(' or ')}`] };
}

type ServicePort = NonNullable<ServiceObject['spec']['ports']>[number];

function servicePorts({ services }: Pods, { name, port: number, protocol }: Listening): Array<{ readonly service: ServiceObject; readonly port: ServicePort }> {
  return services.flatMap((service) => (service.spec.ports ?? []).filter(({ port, targetPort = port, protocol: carried = 'TCP' }) => (
    carried === protocol && (targetPort === name || targetPort === number)
  )).map((port) => ({ service, port })));
}

function directWays({ metadata, spec: { type, loadBalancerSourceRanges: sources } }: ServiceObject, { name, port, nodePort }: ServicePort): Array<Omit<Way, 'to' | 'listening'>> {
  return type === 'LoadBalancer' ? [{ at: metadata.name, port, name, sources }] : type === 'NodePort' ? [{ at: metadata.name, port: nodePort ?? port, name }] : [];
}

function ingressFronts(objects: readonly Rendered[]): Front[] {
  return ingresses(objects).map(({ metadata, spec }) => ({
    part: { id: 'ingress', namespace: '', outside: true, title: 'Ingress controller', lines: [`for Ingress ${metadata.name}`] },
    at: metadata.name,
    ports: undefined,
    leadsTo: (service, { name, port }) => spec.rules?.some(({ http }) => http?.paths.some(({ backend: { service: backend } }) => (
      backend?.name === service.metadata.name && typeof backend.port === 'object' && (backend.port.name === name || backend.port.number === port)
    ))) ?? false,
  }));
}

function gatewayFronts(objects: readonly Rendered[]): Front[] {
  return routes(objects).flatMap(({ metadata, spec }) => {
    const { name: at = '', namespace = metadata.namespace ?? '' } = spec.parentRefs?.[0] ?? {};
    const own = gateways(objects).find((gateway) => gateway.metadata.name === at && gateway.metadata.namespace === namespace);
    return [{
      part: { id: 'gateway', namespace: '', outside: true, title: 'Gateway proxy', lines: [`for Gateway ${at}`, ...(namespace === metadata.namespace ? [] : [`of namespace ${namespace}`])] },
      at,
      ports: own && [...new Set(own.spec.listeners?.map(({ port }) => port))],
      leadsTo: (service, { port }) => spec.rules?.some(({ backendRefs }) => backendRefs?.some((backend) => backend.name === service.metadata.name && backend.port === port)) ?? false,
    }];
  });
}

/** The firewall's table: each way in, in the words of who made it. What constructs say of a port that is not open any more is left out. */
export function entrances(ways: readonly Way[], openPorts: readonly OpenPort[]): Entrance[] {
  const told = openPorts.flatMap((port) => {
    const way = ways.find((each) => isSame(each, port));
    return way ? [{ ...port, sources: way.sources && [...way.sources], to: partOf(way) }] : [];
  });
  const untold = ways.filter((way) => !openPorts.some((port) => isSame(way, port))).flatMap(({ port, ...way }) => (port === undefined ? [] : [{
    port, protocol: TransportProtocol[way.listening.protocol], service: way.at, purpose: way.name ?? '', address: '', sources: way.sources && [...way.sources], to: partOf(way),
  }]));
  return [...told, ...untold];
}

function isSame({ at, port, listening: { protocol } }: Way, { service, servicePort, port: told, protocol: wanted }: OpenPort): boolean {
  return at === service && TransportProtocol[protocol] === wanted && (port === undefined || port === (servicePort ?? told));
}

function partOf({ front, to }: Way): string {
  return (front ?? to).id;
}
