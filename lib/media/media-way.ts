import { Labels } from '../kubernetes/labels';
import { ServiceFields } from '../kubernetes/types';
import { AddressSource, AdvertisedAddress } from '../options/advertised-address';
import { AddressClaim } from '../options/address-claims';
import { ExtraPort } from '../options/applied-preset';
import { MediaRoute } from '../options/media-route';
import { isCidr, isPort } from '../validation/formats';
import { at, shown, Violation } from '../validation/violations';

/** How the bridges of a pool are run: a workload each, all in one StatefulSet, which tells them apart, or all in one Deployment. */
export type Layout = 'workload each' | 'one stateful set' | 'one deployment';

/** A pool as its way needs to know it. */
export interface PoolPlace {
  /** Label value of the pool. */
  readonly pool: string;
  /** Name of its objects. */
  readonly name: string;
  /** How many bridges it has, or may have. */
  readonly bridges: number;
}

/** What a Service of a way has beside what all have. */
export interface MediaServiceParts {
  readonly fields: ServiceFields;
  readonly annotations?: Labels;
}

/** Where bridges answer about their health. */
export const BRIDGE_HEALTH = { port: 8080, path: '/about/health' } as const;

/** A way in which media reach bridges. */
export interface MediaWay {
  /** Name of its factory. */
  readonly name: string;
  readonly layout: Layout;
  /** What is announced; undefined where browsers never learn a bridge's address. */
  readonly address: AdvertisedAddress | undefined;
  /** Whether each bridge announces the one of the fixed addresses that is its own. */
  readonly picksAddress?: true;
  /** Whether the pods are in the network of their nodes, with the TCP port of their REST interface there. */
  readonly hostNetwork?: { readonly restPort: number; readonly nodeCidrs: readonly string[] };
  /** Who may send media; undefined is anybody. */
  readonly senders?: readonly string[];
  /** One line for each bridge that has a port, or a place, of its own. */
  routes(place: PoolPlace): MediaRoute[];
  /** The Service of a bridge, where there is one. */
  serviceParts(bridge: number, bridges: number): MediaServiceParts | undefined;
  /** Ports of the pods that load balancers themselves ask, with those who may. */
  healthPorts?(bridges: number): ExtraPort[];
  /** What the Services ask for that others may ask for too. */
  claims?(path: string, bridges: number): AddressClaim[];
  /** What is wrong with what it was given, for a pool of so many bridges. */
  violations(path: string, bridges: number): Violation[];
}

/** The parts of a line that are the same in all ways. */
export function route(way: Pick<MediaWay, 'name' | 'address'>, place: PoolPlace, bridge: string, port: number, more: Partial<MediaRoute> = {}): MediaRoute {
  return {
    pool: place.pool,
    bridge,
    bridges: 1,
    exposure: way.name,
    address: way.address?._description ?? 'none: relays are reached instead',
    advertisedPort: publicPortOf(way.address?.addresses?.[0]) ?? port,
    containerPort: port,
    bridgePort: port,
    ...more,
  };
}

/** The port that an address names instead of the bridge's own. */
export function publicPortOf(address: string | undefined): number | undefined {
  const [, port] = address?.split('#') ?? [];
  return port === undefined ? undefined : Number(port);
}

/** What is wrong with the first of some ports in a row. */
export function portViolations(path: string, port: number, bridges: number): Violation[] {
  return isPort(port) && port >= 1024 && isPort(port + bridges - 1) ? []
    : [{ field: at(path, 'port'), problem: `${shown(port)} must be a port from 1024 to ${65536 - bridges}; bridges run without the right to use lower ones` }];
}

/** What is wrong with an address in a way that takes only some kinds of them. */
export function addressViolations(path: string, way: string, address: AdvertisedAddress, taken: readonly AddressSource[], why: string, each = false): Violation[] {
  const field = at(path, 'address');
  return taken.includes(address._source) ? address._violations(field, each)
    : [{ field, problem: `AdvertisedAddress.${address._source} does not work with ${way}: ${why}; use ${taken.map((source) => `AdvertisedAddress.${source}`).join(' or ')}` }];
}

/** What is wrong with address blocks that a network policy names. It means anywhere by naming none, and here somewhere is meant. */
export function blockViolations(field: string, cidrs: readonly string[]): Violation[] {
  return cidrs.length > 0 && cidrs.every((cidr) => isCidr(cidr) && !cidr.endsWith('/0')) ? []
    : [{ field, problem: `${shown(cidrs)} must be one or more address blocks with their length, other than 0, such as ["192.0.2.0/24"]` }];
}

/** A public port that an address names belongs to one bridge. */
export function publicPortViolations(path: string, address: AdvertisedAddress, bridges: number): Violation[] {
  return bridges > 1 && (address.addresses ?? []).some((each) => each.includes('#'))
    ? [{ field: at(path, 'address'), problem: `a public port belongs to one bridge, here are ${bridges}; leave "#port" out, or make a pool of each bridge` }] : [];
}

/** An address as it is announced, with its port. */
export function withPort(address: string, port: number): string {
  return address.includes('#') ? address : `${address}#${port}`;
}

/** `address#port` that a bridge announces, where the addresses are known before. */
export function announcedPlaces({ address, picksAddress }: MediaWay, { bridgePort }: MediaRoute, bridge: number): string[] {
  const addresses = address?.addresses ?? [];
  return (picksAddress ? addresses.slice(bridge, bridge + 1) : addresses).map((each) => withPort(each, bridgePort));
}

/** What stands more than once in a list. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
