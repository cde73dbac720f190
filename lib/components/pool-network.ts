import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { Permission, serviceAccountForNodes, serviceAccountWith } from '../kubernetes/api-access';
import { Connections } from '../kubernetes/connections';
import { Labels, POD_NAME_LABEL } from '../kubernetes/labels';
import { service } from '../kubernetes/services';
import { Discovery } from '../media/announcement';
import { announcedPlaces, MediaWay } from '../media/media-way';
import { MediaRoute } from '../options/media-route';
import { OpenPort, TransportProtocol } from '../options/open-port';
import type { Coturn } from './coturn';

// What of a pool of bridges concerns the network, made from the pool's table.

/** Opens the pool to media. */
export function allowMedia(connections: Connections, way: MediaWay, routes: readonly MediaRoute[]): void {
  const ports = routes.map(({ containerPort: port }) => ({ port, protocol: 'UDP' as const }));
  const distinct = ports.filter(({ port }, index) => ports.findIndex((other) => other.port === port) === index);
  if (way.senders === undefined) {
    connections.allowFromAnywhere(...distinct);
  } else if (way.senders.length > 0) {
    connections.allowFromBlocks(way.senders, ...distinct);
  }
  way.healthPorts?.(routes.length).forEach(({ sources, ...port }) => {
    connections.allowFromBlocks(sources, port);
  });
  connections.allowUdpToAnywhere();
}

/** Opens the pool to the stack's TURN server, and what that may send to, to the pool: each port by which one of its bridges may be reached. */
export function allowRelay(coturn: Coturn, connections: Connections, way: MediaWay, routes: readonly MediaRoute[]): void {
  if (way.senders) {
    routes.forEach(({ containerPort }) => {
      coturn._relayToAlone(connections, containerPort);
    });
  } else {
    const ports = routes.flatMap((route, bridge) => [...publicPorts(way, route, bridge), route.containerPort, route.servicePort ?? [], route.nodePort ?? [], route.hostPort ?? []].flat());
    coturn._relayTo([...new Set(ports)].sort((a, b) => a - b));
  }
}

/** Opens the bridges of the pool to each other, where they take turns, and those of all pools for media, at whatever port a bridge sends from. */
export function allowSiblings(connections: Connections, relays: boolean, takesTurns: boolean): void {
  if (takesTurns) {
    connections.allowAmongThemselves({ port: 8080, protocol: 'TCP' });
  }
  if (relays) {
    connections.allowTo(connections, { protocol: 'UDP' });
  }
}

/** The account that may ask for the pool's addresses, and write on its pods what they cost. Returns its name, where there is one. */
export function poolAccount(scope: Construct, instance: JitsiInstance, name: string, selector: Labels, discovery: Discovery | undefined, deletionCost: boolean): string | undefined {
  const permissions: Permission[] = [
    ...(discovery?.variable === 'SERVICE' ? [{ resource: 'services' as const, verbs: ['get'], names: [...discovery.services] }] : []),
    ...(deletionCost ? [{ resource: 'pods' as const, verbs: ['patch'] }] : []),
  ];
  return discovery?.variable === 'NODE' ? serviceAccountForNodes(scope, instance, name, selector, permissions)
    : permissions.length > 0 ? serviceAccountWith(scope, instance, name, selector, permissions) : undefined;
}

/** Services that carry media, made from the pool's table: a Service for each name in it, with the ports of its lines. */
export function mediaServices(scope: Construct, instance: JitsiInstance, selector: Labels, way: MediaWay, routes: readonly MediaRoute[]): ApiObject[] {
  const names = [...new Set(routes.flatMap(({ service: name }) => name ?? []))];
  return names.flatMap((name, index) => {
    const parts = way.serviceParts(index, routes.length);
    return parts === undefined ? [] : [service(scope, names.length === 1 ? 'Service' : `Service-${index}`, {
      instance, name,
      selector: way.layout === 'one stateful set' ? { ...selector, [POD_NAME_LABEL]: name } : selector,
      labels: selector,
      ports: routes.filter((route) => route.service === name).map(({ servicePort, nodePort, targetPort, containerPort }) => ({
        name: targetPort ?? 'media', port: servicePort ?? containerPort, protocol: 'UDP', nodePort,
      })),
      annotations: parts.annotations,
      // A terminating bridge would leave the ready endpoints at once, and with it the calls that its drain protects.
      fields: { ...parts.fields, publishNotReadyAddresses: true },
    })];
  });
}

/** What must be open in firewalls. */
export function openPorts(way: MediaWay, routes: readonly MediaRoute[]): OpenPort[] {
  return way.senders ? [] : routes.flatMap((route, index) => (
    publicPorts(way, route, index).map((port) => ({
      port, protocol: TransportProtocol.UDP, servicePort: port === route.bridgePort ? undefined : route.bridgePort, service: route.service ?? route.bridge, purpose: 'audio, video and screens', address: route.address,
      sources: way.serviceParts(index, routes.length)?.fields.loadBalancerSourceRanges,
    }))
  ));
}

/** Ports at which a bridge is reached: each of several addresses may have one of its own. */
function publicPorts(way: MediaWay, route: MediaRoute, bridge: number): number[] {
  const named = announcedPlaces(way, route, bridge).map((place) => Number(place.split('#')[1]));
  return named.length > 0 ? [...new Set(named)] : [route.advertisedPort];
}
