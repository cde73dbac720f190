import * as fc from 'fast-check';
import { BridgeScaling, JvbOptions } from '../../../lib';
import { COMMON, component, LOGIN } from './components';
import { hocon } from './customisation';
import { choice, Domain, Fields, leaf, struct } from './domain';
import { mediaExposure, SCALABLE } from './media';
import { heap, whole } from './numbers';
import { region, scaling } from './relays-and-scaling';
import { anyText } from './texts';
import { drain } from './values';

const MANAGED = [...COMMON, ...LOGIN, 'JVB_PORT', 'JVB_ADVERTISE_IPS', 'JVB_DISABLE_STUN', 'VIDEOBRIDGE_MAX_MEMORY', 'COLIBRI_REST_ENABLED', 'SHUTDOWN_REST_ENABLED', 'JVB_STUN_SERVERS', 'JVB_MUC_NICKNAME', 'POD_IPS', 'PEERS', 'ENABLE_OCTO', 'JVB_OCTO_RELAY_ID', 'JVB_OCTO_REGION', 'ENABLE_VLA'];

/** Pools of different networks have different namespaces, and none is that of a stack. */
function ownNamespace(network: number): { readonly namespace: Domain<string>; readonly createNamespace: Domain<boolean> } {
  return { namespace: leaf(fc.constant(`bridges-of-network-${network}`), ['', 'Upper', 'a.b', 'a/b'], anyText), createNamespace: choice(true, false) };
}

/** Options of every pool, whoever says how many bridges it has. */
function common(network: number): Omit<Fields<JvbOptions>, 'bridges' | 'scaling' | 'exposure' | 'drain'> {
  return { ...component({ least: 512, managed: MANAGED }), ...ownNamespace(network), deletionCost: choice(false, true), region, customConfig: hocon, maxHeap: heap };
}

function bridges(number: number, network: number): Required<Domain<JvbOptions>> {
  return struct<Omit<JvbOptions, 'scaling'>>({
    ...common(network),
    bridges: leaf(fc.constant(number), [0, -1, 1.5, NaN, 251, Infinity], whole(1, 250).odd),
    exposure: mediaExposure(number, network),
    drain: drain(number),
  }, number === 1 ? [] : ['bridges']);
}

function scaledBridges(least: number, most: number, network: number): Required<Domain<JvbOptions>> {
  return struct<Omit<JvbOptions, 'bridges'>>({
    ...common(network),
    scaling: scaling(least, most),
    exposure: mediaExposure(most, network, SCALABLE),
    drain: drain(least),
  }, ['exposure', 'scaling']);
}

/** The same pool where what its parts ask of each other is there. */
function fit(pool: JvbOptions): JvbOptions {
  const way = pool.exposure?._way;
  const misfits = pool.scaling === undefined || way === undefined ? [] : pool.scaling._misfits('', way, pool.resources?.cpu?.request !== undefined);
  return {
    ...pool,
    createNamespace: pool.namespace === undefined ? undefined : pool.createNamespace,
    // Nobody would look at it elsewhere.
    deletionCost: way?.layout === 'one deployment' ? pool.deletionCost : undefined,
    // By CPU, of which nobody said how much is needed.
    scaling: misfits.length === 0 || pool.scaling === undefined ? pool.scaling
      : BridgeScaling.byStress({ minBridges: pool.scaling._least, maxBridges: pool.scaling._most, prometheus: 'http://prometheus.monitoring.svc:9090' }),
  };
}

/** @param network keeps the addresses of one pool from those of another. */
export function jvb(network: number): Required<Domain<JvbOptions>> {
  const pools = [...[1, 1, 1, 2, 2, 2, 3, 3, 11].map((number) => bridges(number, network)), scaledBridges(1, 3, network), scaledBridges(2, 4, network)];
  return { good: fc.oneof(...pools.map(({ good }) => good)).map(fit), bad: fc.oneof(...pools.map(({ bad }) => bad)), odd: fc.oneof(...pools.map(({ odd }) => odd)), kinds: bridges(1, network).kinds };
}
