import { isIPv4 } from 'node:net';
import { unreadViolations } from '../features/features';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { heapViolations } from '../kubernetes/java-heap';
import { resolveResources } from '../kubernetes/quantities';
import { MediaWay } from '../media/media-way';
import { componentViolations } from '../options/component-violations';
import { configurationTextViolations } from '../options/configuration-text';
import { missingVariables, settings } from '../options/hocon';
import { podSecurityViolations } from '../options/pod-security';
import { poolRegionViolations } from '../options/relays';
import { isDeniedPeer } from '../turn/peers';
import { isDnsLabel } from '../validation/formats';
import { at, judge, Rule, shown, Violation } from '../validation/violations';
import { MANAGED, MANAGED_BY_SCRIPTS } from './bridge-variables';
import { JvbOptions } from './jvb-options';
import { choices, FIRST_POOL, poolName, RESOURCES } from './pool-choices';
import { poolNamespaceViolations } from './pool-namespace';

const COUNT: ReadonlyArray<Rule<JvbOptions>> = [{
  field: 'bridges',
  // A Service has at most 250 ports, and a pool's other ways have no more.
  condition: ({ bridges = 1 }) => !(Number.isInteger(bridges) && bridges >= 1 && bridges <= 250),
  message: ({ bridges }) => `${shown(bridges)} must be a whole number from 1 to 250`,
}];

const SCALING: ReadonlyArray<Rule<JvbOptions>> = [{
  field: 'bridges',
  condition: ({ bridges, scaling }) => bridges !== undefined && scaling !== undefined,
  message: () => 'an autoscaler would change this number, and each apply would change it back; write minBridges in scaling, or leave scaling out',
}];

/** Settings of the bridge that Services, probes and scripts know too. */
const SETTINGS: Readonly<Record<string, string>> = {
  'videobridge.ice.udp.port': 'must be the port of its Service; set the port of exposure',
  'videobridge.http-servers.private.port': 'must be the port that probes ask, 8080; with MediaExposure.hostNetwork set restPort of exposure',
  'videobridge.http-servers.private.host': 'must be an address that probes reach; leave it out',
  'videobridge.shutdown.graceful-shutdown-max-duration': 'must fit to the time that pods have to stop; set drain',
};

/** What of its surroundings decides whether a pool can work. */
export interface PoolSurroundings {
  /** What the namespace enforces; undefined where it is somebody else's. */
  readonly podSecurity: string | undefined;
  /** Whether Prosody names TURN servers to browsers. */
  readonly relaysNamed: boolean;
  /** Whether the stack's own TURN server sends to public addresses alone. */
  readonly publicRelaysAlone: boolean;
  /** Whether the stack has a TURN server of its own. */
  readonly ownRelay: boolean;
}

/** What is wrong with a pool's options. */
export function jvbViolations(path: string, instance: JitsiInstance, pool: string | undefined, options: JvbOptions, surroundings: PoolSurroundings): Violation[] {
  const { podSecurity, relaysNamed, publicRelaysAlone, ownRelay } = surroundings;
  const { scaling } = options;
  const miscounted = [...judge(path, options, COUNT), ...(scaling?._violations(at(path, 'scaling')) ?? [])];
  const { way, least, most, drain } = choices(miscounted.length > 0 ? { ...options, bridges: 1, scaling: undefined } : options);
  return [
    ...miscounted,
    ...judge(path, options, SCALING),
    ...(scaling?._misfits(at(path, 'scaling'), way, options.resources?.cpu?.request !== undefined) ?? []),
    ...nameViolations(path, instance, pool, most, options.namespace === undefined ? 52 : 47),
    ...way.violations(at(path, 'exposure'), most),
    ...fixedAddressViolations(at(path, 'exposure.address'), instance, way, most, publicRelaysAlone),
    ...poolNamespaceViolations(path, instance, options),
    ...podSecurityViolations(path, options.namespace === undefined ? podSecurity : undefined, way),
    ...(way.senders && !relaysNamed ? [{
      field: at(path, 'exposure'), problem: 'with MediaExposure.turnOnly browsers must learn of the TURN servers from Prosody; write turn: Turn.coturn or Turn.external',
    }] : []),
    ...(way.senders?.length === 0 && relaysNamed && !ownRelay ? [{
      field: at(path, 'exposure.relayCidrs'), problem: 'is missing: with a TURN server elsewhere bridges must know from where it sends; write ["192.0.2.0/24"]',
    }] : []),
    ...(way.senders && publicRelaysAlone ? [{
      field: at(path, 'exposure'), problem: 'with MediaExposure.turnOnly bridges have the addresses of their pods alone, to which this TURN server does not send; name the pod network in bridgePeerCidrs of turn',
    }] : []),
    ...(way.senders && options.extraEnv?.JVB_ADVERTISE_PRIVATE_CANDIDATES !== undefined ? [{
      field: at(path, 'extraEnv.JVB_ADVERTISE_PRIVATE_CANDIDATES'), problem: 'with MediaExposure.turnOnly a bridge has no address but that of its pod, and announces it unless told otherwise; leave it out',
    }] : []),
    ...drain._violations(at(path, 'drain'), least),
    ...deletionCostViolations(path, options, way),
    ...poolRegionViolations(path, instance.relays, options.region),
    ...unreadViolations(path, 'jvb', options.extraEnv),
    ...componentViolations(path, IMAGES.jvb, { ...MANAGED, ...MANAGED_BY_SCRIPTS, ...instance._managed('jvb') }, instance, options),
    ...configurationTextViolations(at(path, 'customConfig'), options.customConfig, 'HOCON'),
    ...missingVariables(path, options.customConfig, [...Object.keys(options.extraEnv ?? {}), ...Object.keys(MANAGED), ...Object.keys(instance._features('jvb'))]),
    ...settings(options.customConfig ?? '').flatMap((setting) => (SETTINGS[setting] === undefined ? [] : [{ field: at(path, 'customConfig'), problem: `${setting} ${SETTINGS[setting]}` }])),
    ...heapViolations(path, options.maxHeap, resolveResources(RESOURCES, options.resources)),
  ];
}

/**
 * The longest name is that of the last bridge's workload. A StatefulSet's name goes into a label together with a hash of its revision, that of a Job
 * with one of what it does.
 */
function nameViolations(path: string, instance: JitsiInstance, pool: string | undefined, bridges: number, limit: number): Violation[] {
  const longest = `${poolName(instance, pool)}-${bridges - 1}`;
  return pool !== undefined && (!isDnsLabel(pool) || pool === FIRST_POOL || longest.length > limit) ? [{
    field: at(path, 'pool'),
    problem: `${shown(pool)} cannot name a pool: use lower-case letters, digits and hyphens, starting with a letter, other than "${FIRST_POOL}", `
      + `at most ${Math.max(0, limit - longest.length + pool.length)} of them here`,
  }] : [];
}

/** Fixed addresses that the Services of their pool, or the stack's own TURN server, cannot serve. */
function fixedAddressViolations(field: string, instance: JitsiInstance, way: MediaWay, bridges: number, publicRelaysAlone: boolean): Violation[] {
  const hosts = way.violations('', bridges).length > 0 ? [] : (way.address?.addresses ?? []).map((address) => address.replace(/#.*/, ''));
  const parts = hosts.length > 0 ? way.serviceParts(0, bridges) : undefined;
  const families = parts && { ...instance.ipFamilies?._fields, ...parts.fields };
  const [only] = families?.ipFamilyPolicy === 'SingleStack' ? families.ipFamilies ?? [] : [];
  return [
    ...(only !== undefined && hosts.every((host) => isIPv4(host) !== (only === 'IPv4')) ? [{
      field, problem: `${shown(hosts)}: Services have ${only} alone, so no media that is sent there arrives; name an ${only} address, or give ipFamilies both families`,
    }] : []),
    ...(publicRelaysAlone && hosts.length > 0 && hosts.every(isDeniedPeer) ? [{
      field, problem: `${shown(hosts)} is private, and the stack's TURN server sends to public addresses alone, so it would help nobody; name the pod network in bridgePeerCidrs of turn`,
    }] : []),
  ];
}

function deletionCostViolations(path: string, { deletionCost = false }: JvbOptions, { name, layout }: MediaWay): Violation[] {
  return !deletionCost || layout === 'one deployment' ? [] : [{
    field: at(path, 'deletionCost'),
    problem: layout === 'one stateful set'
      ? `with MediaExposure.${name} bridges are pods of a StatefulSet, which gives up the last one whatever it costs; leave it out, or use hostPort, hostNetwork or turnOnly`
      : `with MediaExposure.${name} each bridge has a workload of its own, which you give up by number; leave it out, or use hostPort, hostNetwork or turnOnly`,
  }];
}
