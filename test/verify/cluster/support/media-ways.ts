import { ApiObject, Duration } from 'cdk8s';
import { AdvertisedAddress, Drain, JitsiMeetChart, JitsiMeetChartProps, JvbOptions, MediaExposure, PodSecurityLevel, Turn } from '../../../../lib';
import { Factories } from '../../../support/arbitrary/domain';
import { Manifest, manifests, meetChart } from '../../../support/charts';

/** What keeps pools of one exposure in a cluster apart, numbered from 0 to 25: ports and addresses follow from it. */
export interface Place {
  readonly number: number;
  readonly bridges: number;
}

type Exposures = { readonly [F in keyof Factories<typeof MediaExposure, MediaExposure>]: (address: AdvertisedAddress, place: Place) => MediaExposure };
type Sources = { readonly [F in keyof Factories<typeof AdvertisedAddress, AdvertisedAddress>]: (place: Place) => AdvertisedAddress };

// A factory that is added without a line here is a compile error.

const SOURCES: Sources & Readonly<Record<'fixedIPv6', (place: Place) => AdvertisedAddress>> = {
  fromService: () => AdvertisedAddress.fromService(),
  fixed: ({ number, bridges }) => AdvertisedAddress.fixed(Array.from({ length: bridges }, (_, bridge) => `198.51.${number}.${bridge}`)),
  fixedIPv6: ({ number, bridges }) => AdvertisedAddress.fixed(Array.from({ length: bridges }, (_, bridge) => `2001:db8:${number}::${bridge + 1}`)),
  nodeInternalIp: () => AdvertisedAddress.nodeInternalIp(),
  nodeExternalIp: () => AdvertisedAddress.nodeExternalIp(),
  stun: () => AdvertisedAddress.stun(['stun.example.org:3478']),
};

export const EXPOSURES: Exposures = {
  loadBalancer: (address) => MediaExposure.loadBalancer({ address }),
  loadBalancerPerBridge: (address) => MediaExposure.loadBalancerPerBridge({ address, port: 11000 }),
  // Kubernetes gives those up to 30085 to no Service by itself, as long as there are others. Examples have some of them.
  nodePort: (address, { number }) => MediaExposure.nodePort({ address, port: 30003 + 3 * number }),
  hostPort: (address, { number }) => MediaExposure.hostPort({ address, port: 20000 + number }),
  hostNetwork: (address, { number }) => MediaExposure.hostNetwork({ address, nodeCidrs: ['192.0.2.0/24', '2001:db8::/64'], port: 21000 + number, restPort: 22000 + number }),
  turnOnly: () => MediaExposure.turnOnly({ relayCidrs: ['198.51.100.0/24', '2001:db8:1::/64'] }),
};

/** The addresses that each exposure takes; some take the fixed ones for a single bridge alone. Where only relays are reached, none is announced. */
export const TAKEN = {
  loadBalancer: ['fromService', 'fixed', 'fixedIPv6'],
  loadBalancerPerBridge: ['fromService', 'fixed', 'fixedIPv6'],
  nodePort: ['nodeExternalIp', 'nodeInternalIp', 'fixed', 'fixedIPv6'],
  hostPort: ['nodeExternalIp', 'nodeInternalIp', 'stun', 'fixed', 'fixedIPv6'],
  hostNetwork: ['nodeExternalIp', 'nodeInternalIp', 'stun', 'fixed', 'fixedIPv6'],
  turnOnly: ['fromService'],
} as const satisfies { readonly [F in keyof Exposures]: ReadonlyArray<keyof typeof SOURCES> };

const OF_ONE_NODE: readonly string[] = ['hostPort', 'hostNetwork'];

/** A pool with an exposure and an address. */
export interface Combination {
  readonly title: string;
  /** Whether Pod Security forbids it, except where it forbids nothing. */
  readonly onNodes: boolean;
  readonly options: JvbOptions;
}

/** Every exposure with every address that there is. */
export const ALL = Object.keys(EXPOSURES).flatMap((exposure) => Object.keys(SOURCES).map((source) => [exposure as keyof Exposures, source as keyof typeof SOURCES] as const));

/** Single and several bridges, that drain and that stop at once, in every exposure with every address that it takes. */
export const COMBINATIONS: readonly Combination[] = (Object.keys(EXPOSURES) as Array<keyof Exposures>).flatMap((exposure) => (
  TAKEN[exposure].flatMap((source) => (
    [1, 3].filter((bridges) => bridges === 1 || !(OF_ONE_NODE.includes(exposure) && source.startsWith('fixed'))).flatMap((bridges) => [true, false].map((drains) => ({ source, bridges, drains })))
  )).map(({ source, bridges, drains }, number) => ({
    title: `${exposure}, ${exposure === 'turnOnly' ? 'no address' : source}, ${bridges} ${bridges === 1 ? 'bridge' : 'bridges'}, ${drains ? 'with' : 'without'} a drain`,
    onNodes: OF_ONE_NODE.includes(exposure),
    options: { bridges, drain: drains ? Drain.within(Duration.hours(1), { evenIfOnlyBridge: true }) : Drain.atOnce(), exposure: way(exposure, source, { number, bridges }) },
  }))
));

/** Two bridges in every exposure, with the address that it is used with most. */
export function oneOfEach(number: number): Combination[] {
  return (Object.keys(EXPOSURES) as Array<keyof Exposures>).map((exposure) => ({
    title: exposure, onNodes: OF_ONE_NODE.includes(exposure), options: { bridges: 2, exposure: way(exposure, TAKEN[exposure][0], { number, bridges: 2 }) },
  }));
}

export function way(exposure: keyof Exposures, source: keyof typeof SOURCES, place: Place): MediaExposure {
  return EXPOSURES[exposure](SOURCES[source](place), place);
}

/** What some ways need of their stack. */
export const SURROUNDINGS: Partial<JitsiMeetChartProps> = {
  podSecurity: PodSecurityLevel.PRIVILEGED, turn: Turn.external({ host: 'turn.example.org', secretName: 'turn' }),
};

/** The objects of a stack with a pool of each of some combinations, those of each pool by its title, and the rest. */
export function pooled(chart: JitsiMeetChart, combinations: readonly Combination[]): ReadonlyMap<string, readonly Manifest[]> {
  const pools = combinations.map(({ title, options }, number) => [title, chart.meet.addBridges(`p${number}`, options)] as const);
  const objects = new Map(manifests(chart).map((object) => [`${object.kind}/${object.metadata.name}`, object]));
  const parts = pools.map(([title, jvb]) => [title, jvb.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each)).flatMap(({ kind, name }) => {
    const object = objects.get(`${kind}/${name}`);
    objects.delete(`${kind}/${name}`);
    return object ?? [];
  })] as const);
  return new Map([['the rest of the stack', [...objects.values()]], ...parts]);
}

/** A stack with one pool. */
export function stackOf(jvb: JvbOptions, props: Partial<JitsiMeetChartProps> = {}): Manifest[] {
  return manifests(meetChart({ ...SURROUNDINGS, ...props, jvb }));
}
