import { AdvertisedAddress, JitsiMeetChart, JitsiMeetChartProps, JvbOptions, MediaExposure, PodSecurityLevel, Turn } from '../../lib';
import { InvalidPropsError } from '../../lib/validation/violations';
import { Factories } from './arbitrary/domain';
import { Manifest, manifests, meetChart } from './charts';

type Names<C> = Exclude<keyof C, 'prototype'>;

export type ExposureName = Names<typeof MediaExposure>;
export type SourceName = Names<typeof AdvertisedAddress>;

/** An address of each kind. A factory that is added without an example is a compile error. */
export const ADDRESSES: { readonly [F in keyof Factories<typeof AdvertisedAddress, AdvertisedAddress>]: (bridges: number) => AdvertisedAddress } = {
  fromService: () => AdvertisedAddress.fromService(),
  fixed: (bridges) => AdvertisedAddress.fixed(Array.from({ length: bridges }, (_, bridge) => `203.0.113.${10 + bridge}`)),
  nodeInternalIp: () => AdvertisedAddress.nodeInternalIp(),
  nodeExternalIp: () => AdvertisedAddress.nodeExternalIp(),
  stun: () => AdvertisedAddress.stun(['stun.example.org:3478']),
};

/** An exposure of each kind with a given address, on its default port where it has one. */
export const EXPOSURES: { readonly [F in keyof Factories<typeof MediaExposure, MediaExposure>]: (address: AdvertisedAddress) => MediaExposure } = {
  loadBalancer: (address) => MediaExposure.loadBalancer({ address }),
  loadBalancerPerBridge: (address) => MediaExposure.loadBalancerPerBridge({ address }),
  nodePort: (address) => MediaExposure.nodePort({ address, port: 30000 }),
  hostPort: (address) => MediaExposure.hostPort({ address }),
  hostNetwork: (address) => MediaExposure.hostNetwork({ address, nodeCidrs: ['192.0.2.0/24', '2001:db8::/64'] }),
  turnOnly: () => MediaExposure.turnOnly({ relayCidrs: ['198.51.100.0/24'] }),
};

/** The kind of address that each exposure is shown with; none is announced where only relays are reached. */
export const USUAL: { readonly [F in ExposureName]: SourceName } = {
  loadBalancer: 'fromService', loadBalancerPerBridge: 'fromService', nodePort: 'nodeExternalIp', hostPort: 'nodeExternalIp', hostNetwork: 'nodeExternalIp', turnOnly: 'fromService',
};

export const EXPOSURE_NAMES = Object.keys(EXPOSURES) as ExposureName[];

export function exposure(name: ExposureName, source: SourceName = USUAL[name], bridges = 1): MediaExposure {
  return EXPOSURES[name](ADDRESSES[source](bridges));
}

/** What exposures may need of their surroundings. */
export const SURROUNDINGS: Partial<JitsiMeetChartProps> = {
  podSecurity: PodSecurityLevel.PRIVILEGED, turn: Turn.external({ host: 'turn.example.org', secretName: 'turn' }),
};

/** A stack with all that exposures may need, and some bridges. */
export function mediaChart(jvb: JvbOptions, more: Partial<JitsiMeetChartProps> = {}): JitsiMeetChart {
  return meetChart({ ...SURROUNDINGS, jvb, ...more });
}

export function mediaStack(jvb: JvbOptions, more: Partial<JitsiMeetChartProps> = {}): Manifest[] {
  return manifests(mediaChart(jvb, more));
}

/** What is said of props that are refused, each as `field: problem`; nothing where they are taken. */
export function complaints(action: () => unknown): string[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof InvalidPropsError) {
      return error.violations.map(({ field, problem }) => `${field}: ${problem}`);
    }
    throw error;
  }
}
