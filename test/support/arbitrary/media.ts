import * as fc from 'fast-check';
import {
  AdvertisedAddress, LoadBalancerOptions, MediaExposure, MediaHostNetworkOptions, MediaHostPortOptions, MediaLoadBalancerOptions, MediaLoadBalancerPerBridgeOptions,
  MediaNodePortOptions, MediaTurnOnlyOptions,
} from '../../../lib';
import { choice, Domain, Factories, leaf, made, oneOf, struct, values } from './domain';
import { whole } from './numbers';
import { anyText } from './texts';
import { addressBlocks, balanced, LOAD_BALANCER } from './values';

const BAD_ADDRESSES = [
  '', 'meet.example.org', '127.0.0.1', '0.0.0.0', '169.254.1.1', '224.0.0.1', '255.255.255.255', '203.0.113.10#', '203.0.113.10#0', '203.0.113.10#65536', '203.0.113.10#1#1',
  '::', '::1', '0:0:0:0:0:0:0:1', 'fe80::1', 'ff02::1', '::ffff:192.0.2.1', '2001:db8::1%eth0', '[2001:db8::1]', '2001:db8::1#0',
];
const BAD_SERVERS = ['', 'stun.example.org', 'stun.example.org:0', 'stun.example.org:65536', ':3478', 'stun:stun.example.org:3478', '[2001:db8::1]:3478', 'Stun.example.org:3478', 'a b:3478'];
const SERVERS = fc.constantFrom('stun.example.org:3478', 'stun.example.net:443', '192.0.2.3:3478');

/** What an address depends on. */
interface Place {
  readonly bridges: number;
  /** Keeps the addresses and ports of one pool from those of another: two bridges must not announce the same. */
  readonly network: number;
  /** Whether each bridge has one of the fixed addresses to itself. */
  readonly each?: boolean;
}

type Source = keyof Factories<typeof AdvertisedAddress, AdvertisedAddress>;

function fixed({ bridges, network, each = false }: Place): Domain<AdvertisedAddress> {
  const last = fc.integer({ min: 0, max: 255 });
  const host = fc.oneof(last.map((number) => `198.51.${network}.${number}`), last.map((number) => `2001:db8:${network}::${number.toString(16)}`));
  // A public port belongs to one bridge.
  const address = bridges > 1 && !each ? host : fc.oneof(host, fc.tuple(host, fc.integer({ min: 1, max: 65535 })).map(([name, port]) => `${name}#${port}`));
  const [minLength, maxLength] = each ? [bridges, bridges] : [1, 3];
  const wrong: string[][] = [
    [], ...BAD_ADDRESSES.map((text) => [text]),
    ...(each ? [Array.from({ length: bridges + 1 }, (_, index) => `203.0.113.${index}`)] : [['203.0.113.1', '203.0.113.1'], ['203.0.113.1#1', '203.0.113.1#2']]),
    ...(each && bridges > 1 ? [Array.from({ length: bridges }, () => '203.0.113.1')] : []),
    ...(bridges > 1 && !each ? [['203.0.113.1#443']] : []),
  ];
  const list = fc.uniqueArray(address, { selector: (text) => text.split('#')[0], minLength, maxLength });
  return made(leaf(list, wrong, fc.array(fc.oneof(address, anyText), { maxLength: 2 })), AdvertisedAddress.fixed.bind(AdvertisedAddress));
}

/** @param taken sources that the exposure takes; all others are wrong there. */
function advertised(taken: readonly Source[], place: Place): Domain<AdvertisedAddress> {
  const factories: Factories<typeof AdvertisedAddress, AdvertisedAddress> = {
    fromService: choice(AdvertisedAddress.fromService()),
    fixed: fixed(place),
    nodeInternalIp: choice(AdvertisedAddress.nodeInternalIp()),
    nodeExternalIp: choice(AdvertisedAddress.nodeExternalIp()),
    stun: made(values(SERVERS, BAD_SERVERS, fc.oneof(SERVERS, anyText), { minLength: 1 }), AdvertisedAddress.stun.bind(AdvertisedAddress)),
  };
  const entries = Object.entries(factories);
  const some = oneOf(Object.fromEntries(entries.filter(([source]) => taken.some((each) => each === source))));
  const others = entries.filter(([source]) => !taken.some((each) => each === source));
  const refused = fc.oneof(...others.map(([, { good }]) => good)).map((value) => ({ value, field: '' }));
  return { good: some.good, odd: fc.oneof(...entries.map(([, { odd }]) => odd)), bad: some.bad ? fc.oneof(some.bad, refused) : refused, kinds: (some.kinds ?? 0) + others.length };
}

/** Address blocks that are not everybody. */
export const someBlocks: Domain<string[]> = values(
  fc.oneof(fc.integer({ min: 1, max: 32 }).map((bits) => `192.0.2.0/${bits}`), fc.integer({ min: 1, max: 128 }).map((bits) => `2001:db8::/${bits}`)),
  ['', '192.0.2.1', '0.0.0.0/0', '::/0', '192.0.2.0/33'], fc.oneof(addressBlocks.odd.map(([block = '']) => block), anyText), { minLength: 1 },
);

/** The options of one load balancer; two pools must not ask for the same address. */
function balancer(network: number): typeof LOAD_BALANCER {
  return { ...LOAD_BALANCER, loadBalancerIp: { ...LOAD_BALANCER.loadBalancerIp, good: fc.integer({ min: 0, max: 255 }).map((last) => `198.18.${network}.${last}`) } };
}

function perBridge({ bridges, network }: Place): Domain<LoadBalancerOptions[]> {
  const one = struct<LoadBalancerOptions>(LOAD_BALANCER);
  const goods = fc.array(balanced(struct<LoadBalancerOptions>(balancer(network))).good, { minLength: bridges, maxLength: bridges })
    .map((all) => all.map((options, bridge) => (options.loadBalancerIp === undefined ? options : { ...options, loadBalancerIp: `198.19.${network}.${bridge}` })));
  return {
    good: goods,
    odd: fc.array(one.odd, { maxLength: 3 }),
    bad: fc.oneof(
      goods.map((all) => ({ value: [...all, {}], field: '' })),
      fc.tuple(goods, one.bad).map(([[, ...rest], { value, field }]) => ({ value: [value, ...rest], field: `[0].${field}` })),
      ...(bridges > 1 ? [goods.map(([, , ...rest]) => ({ value: [{ loadBalancerIp: '198.18.0.1' }, { loadBalancerIp: '198.18.0.1' }, ...rest], field: '' }))] : []),
    ),
    kinds: one.kinds,
  };
}

/** Ports of nodes, of which each pool has its own. */
function nodePorts({ bridges, network }: Place): Domain<number> {
  const first = 30000 + network * 25;
  return { ...whole(1024, 65536 - bridges), good: fc.integer({ min: first, max: first + 25 - bridges }) };
}

function perBridgeOptions(place: Place): Domain<MediaLoadBalancerPerBridgeOptions> {
  const all = struct<MediaLoadBalancerPerBridgeOptions>({
    ...balancer(place.network), address: advertised(['fromService', 'fixed'], { ...place, each: true }), port: whole(1024, 65535), perBridge: perBridge(place),
  }, ['address']);
  const one = { ...all, good: all.good.map(agreed) };
  const address = { address: AdvertisedAddress.fromService(), loadBalancerIp: '198.18.0.1' };
  // One address cannot be that of several load balancers.
  return place.bridges === 1 ? one : {
    ...one,
    good: one.good.map((options) => ({ ...options, loadBalancerIp: undefined })),
    bad: fc.oneof({ weight: 9, arbitrary: one.bad }, { weight: 1, arbitrary: fc.constant({ value: address, field: 'loadBalancerIp' }) }),
  };
}

/** Where somebody names a provider, nobody names a class or an address beside it. */
function agreed(options: MediaLoadBalancerPerBridgeOptions): MediaLoadBalancerPerBridgeOptions {
  const { provider, perBridge } = options;
  const known = provider ?? perBridge?.find((own) => own.provider !== undefined)?.provider;
  const without = { loadBalancerIp: undefined, loadBalancerClass: undefined };
  return known === undefined ? options : { ...options, ...without, perBridge: perBridge?.map((own) => ({ ...own, ...without })) };
}

type Ways = Factories<typeof MediaExposure, MediaExposure>;

/** Ways in which a further bridge needs nothing but a pod, so that an autoscaler can choose their number. */
export const SCALABLE = ['loadBalancerPerBridge', 'hostPort', 'hostNetwork', 'turnOnly'] as const satisfies ReadonlyArray<keyof Ways>;

/**
 * @param network pools of different numbers take different addresses and ports.
 * @param names the ways that there may be.
 */
export function mediaExposure(bridges: number, network: number, names?: ReadonlyArray<keyof Ways>): Domain<MediaExposure> {
  const place: Place = { bridges, network };
  const onNode = advertised(['nodeExternalIp', 'nodeInternalIp', 'stun', ...(bridges === 1 ? ['fixed' as const] : [])], place);
  const hostPort = { address: onNode, port: nodePorts({ bridges: 1, network }) };
  const factories: Ways = {
    loadBalancer: made(
      balanced(struct<MediaLoadBalancerOptions>({ ...balancer(network), address: advertised(['fromService', 'fixed'], place), port: whole(1024, 65536 - bridges) }, ['address'])),
      MediaExposure.loadBalancer.bind(MediaExposure),
    ),
    loadBalancerPerBridge: made(perBridgeOptions(place), MediaExposure.loadBalancerPerBridge.bind(MediaExposure)),
    nodePort: made(
      struct<MediaNodePortOptions>({ address: advertised(['nodeExternalIp', 'nodeInternalIp', 'fixed'], place), port: nodePorts(place) }, ['address', 'port']),
      MediaExposure.nodePort.bind(MediaExposure),
    ),
    hostPort: made(struct<MediaHostPortOptions>(hostPort, ['address', 'port']), MediaExposure.hostPort.bind(MediaExposure)),
    hostNetwork: made(
      struct<MediaHostNetworkOptions>(
        { ...hostPort, nodeCidrs: someBlocks, restPort: { ...whole(1024, 65535), good: fc.constant(9000 + network) } }, ['address', 'port', 'nodeCidrs', 'restPort'],
      ),
      MediaExposure.hostNetwork.bind(MediaExposure),
    ),
    turnOnly: made(struct<MediaTurnOnlyOptions>({ relayCidrs: someBlocks, port: whole(1024, 65535) }, ['relayCidrs']), MediaExposure.turnOnly.bind(MediaExposure)),
  };
  return oneOf(names === undefined ? factories : Object.fromEntries(names.map((name) => [name, factories[name]])));
}
