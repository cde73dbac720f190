import { ApiObject, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { serviceAccountWith } from '../kubernetes/api-access';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { heapViolations } from '../kubernetes/java-heap';
import { Labels, POOL_LABEL } from '../kubernetes/labels';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { script } from '../kubernetes/script';
import { service } from '../kubernetes/services';
import { disruptionBudget } from '../kubernetes/workloads';
import { AdvertisedAddress } from '../options/advertised-address';
import { ComponentOptions } from '../options/component-options';
import { componentViolations } from '../options/component-violations';
import { Drain } from '../options/drain';
import { loadBalancerFields } from '../options/load-balancer-options';
import { MediaExposure } from '../options/media-exposure';
import { OpenPort, TransportProtocol } from '../options/open-port';
import { isDnsLabel } from '../validation/formats';
import { refuseShape } from '../validation/shapes';
import { at, judge, refuse, Rule, shown, Violation } from '../validation/violations';
import { Bridge, MANAGED, MANAGED_BY_SCRIPTS } from './bridge';
import { Prosody } from './prosody';
import { PROPS } from './shapes';

/** What a pool of bridges can be given. */
export interface JvbOptions extends ComponentOptions {
  /**
   * How media reach the bridges.
   *
   * @default MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService() })
   */
  readonly exposure?: MediaExposure;

  /**
   * Number of bridges. Each has a workload and a UDP port of its own. After changing it, prune: `kubectl apply` leaves bridges that were given up.
   *
   * @default 1
   */
  readonly bridges?: number;

  /**
   * What a bridge does with running meetings when its pod is told to stop. After changing between stopping at once and draining, prune.
   *
   * @default - Drain.atOnce() for a single bridge, Drain.within(Duration.minutes(30)) for two or more.
   */
  readonly drain?: Drain;

  /**
   * Largest heap of the Java machine (`VIDEOBRIDGE_MAX_MEMORY`). It must leave 256 MiB of the memory limit for the rest of the program.
   *
   * @default - 60 % of the memory limit.
   */
  readonly maxHeap?: Size;
}

/** Properties of `Jvb`. */
export interface JvbProps extends JvbOptions {
  /** The XMPP server that the bridges log in to. */
  readonly prosody: Prosody;

  /**
   * Name of the pool, part of the names of its objects: lower-case letters, digits and hyphens, starting with a letter.
   *
   * @default - The stack's first pool, whose objects are named after JVB alone.
   */
  readonly pool?: string;
}

/** Label value of the pool that has no name; no other may have it. */
const FIRST_POOL = 'default';

/** The limit on disk is above a dump of the heap, which Java writes to /tmp, and logs. */
const RESOURCES: DefaultResources = {
  // Short of CPU, a new bridge has answered its first request after 12 to 21 s, and Jicofo waits for 15. There is no limit: throttling would be heard and seen.
  cpuRequest: 500,
  // What its heap and the rest can grow to: a bridge above its request would be the first to go when a node is short of memory.
  memoryRequest: Size.mebibytes(1440),
  memoryLimit: Size.gibibytes(2),
  ephemeralRequest: Size.mebibytes(128),
  ephemeralLimit: Size.gibibytes(3),
};

/** A pool of video bridges: the servers that pass media between the people in a meeting. */
export class Jvb extends Construct {
  /** The stack that it belongs to. */
  public readonly instance: JitsiInstance;
  /** Workloads of the bridges, a Deployment or StatefulSet each. */
  public readonly workloads: ApiObject[];
  /** The Service that carries media. */
  public readonly service: ApiObject;
  /** What must be open in firewalls. */
  public readonly openPorts: OpenPort[];
  /** @internal Addresses and ports that its bridges announce, where they are known before. */
  public readonly _announced: string[];

  constructor(scope: Construct, id: string, props: JvbProps) {
    super(scope, id);
    refuseShape(`Jvb "${id}"`, props, PROPS.jvb);
    const { prosody } = props;
    const { instance } = prosody;
    refuse(`Jvb "${id}"`, jvbViolations('', instance, props.pool, props));
    this.instance = instance;
    this._announced = announced(props);
    const { bridges, exposure, drain } = resolve(props);
    const name = poolName(instance, props.pool);
    const peer = instance._selector('jvb');
    const selector: Labels = { ...peer, [POOL_LABEL]: props.pool ?? FIRST_POOL };
    const ports = Array.from({ length: bridges }, (_, index) => ({ name: `media-${index}`, port: exposure._port(index), protocol: 'UDP' }) as const);
    const files = poolFiles(exposure, drain);

    const connections = new Connections(this, instance, name, selector, peer);
    prosody._allowXmppFrom(connections);
    connections.allowFromAnywhere(...ports);
    connections.allowUdpToAnywhere();
    const discoverer = exposure._address._fromService
      ? serviceAccountWith(this, instance, name, selector, [{ resource: 'services', verbs: ['get'], names: [name] }]) : undefined;
    if (discoverer !== undefined) {
      connections.allowToAnywhere(instance.apiServerPorts);
    }
    this.service = service(this, 'Service', {
      instance, name, selector, ports,
      annotations: exposure._loadBalancer.annotations,
      // A terminating bridge would leave the ready endpoints at once, and with it the calls that its drain protects.
      fields: { ...loadBalancerFields(exposure._loadBalancer), externalTrafficPolicy: exposure._trafficPolicy(bridges), publishNotReadyAddresses: true },
    });
    // Not below the pool's name: another pool could be named so.
    const governingService = instance.objectName(props.pool === undefined ? 'bridges' : `bridges-${props.pool}`);
    if (drain._seconds !== undefined) {
      service(this, 'Headless', { instance, name: governingService, selector, ports: [{ name: 'rest', port: 8080 }], fields: { clusterIP: 'None', publishNotReadyAddresses: true } });
    }
    const configuration = Object.keys(files).length > 0 ? new ConfigFiles(this, instance, name, selector, files) : undefined;
    const workers = ports.map((port, index) => new Bridge(this, `bridge-${index}`, {
      prosody, name: `${name}-${index}`, selector, index, port, drain, governingService, discoverer, mediaService: name, files: configuration,
      addresses: exposure._address.addresses, options: props, resources: resolveResources(RESOURCES, props.resources), maxHeap: props.maxHeap,
    }));
    this.workloads = workers.map(({ workload }) => workload);
    this.node.defaultChild = workers[0];
    if (bridges > 1) {
      disruptionBudget(this, name, { instance, selector });
    }
    this.openPorts = ports.map(({ port }) => ({
      port, protocol: TransportProtocol.UDP, service: name, purpose: 'audio, video and screens', address: exposure._address._description,
      sources: exposure._loadBalancer.sourceRanges,
    }));
  }
}

/** The choices with their defaults. */
function resolve({ bridges = 1, exposure, drain }: JvbOptions): { readonly bridges: number; readonly exposure: MediaExposure; readonly drain: Drain } {
  return {
    bridges,
    exposure: exposure ?? MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService() }),
    drain: drain ?? (bridges > 1 ? Drain.within(Duration.minutes(30)) : Drain.atOnce()),
  };
}

/** Addresses and ports that the bridges of a pool announce, where they are known before. */
export function announced(options: JvbOptions): string[] {
  const { bridges, exposure } = resolve(options);
  return (exposure._address.addresses ?? []).flatMap((address) => (
    address.includes('#') ? [address] : Array.from({ length: bridges }, (_, bridge) => `${address}#${exposure._port(bridge)}`)
  ));
}

function poolName(instance: JitsiInstance, pool: string | undefined): string {
  return instance.objectName(pool === undefined ? 'jvb' : `jvb-${pool}`);
}

/** Files that the bridges' containers read. The image appends `custom-jvb.conf` to its own configuration, so it wins. */
function poolFiles(exposure: MediaExposure, drain: Drain): Readonly<Record<string, string>> {
  return {
    ...(exposure._address._fromService && { 'advertised-address.sh': script('advertised-address.sh'), 'start-bridge.sh': script('start-bridge.sh') }),
    ...(drain._seconds !== undefined && {
      'drain.sh': script('drain.sh'),
      'custom-jvb.conf': `videobridge.shutdown.graceful-shutdown-max-duration = ${drain._seconds} seconds\n`,
    }),
  };
}

const RULES: ReadonlyArray<Rule<JvbOptions>> = [{
  field: 'bridges',
  condition: ({ bridges = 1 }) => !(Number.isInteger(bridges) && bridges >= 1 && bridges <= 100),
  message: ({ bridges }) => `${shown(bridges)} must be a whole number from 1 to 100`,
}];

/** What is wrong with a pool's options. */
export function jvbViolations(path: string, instance: JitsiInstance, pool: string | undefined, options: JvbOptions): Violation[] {
  const wrong = judge(path, options, RULES);
  const { bridges, exposure, drain } = resolve(wrong.length > 0 ? { ...options, bridges: 1 } : options);
  // The longest name is that of the last bridge's workload. A StatefulSet's name goes into a label together with a hash of its revision.
  const longest = `${poolName(instance, pool)}-${bridges - 1}`;
  return [
    ...wrong,
    ...(pool !== undefined && (!isDnsLabel(pool) || pool === FIRST_POOL || longest.length > 52)
      ? [{ field: at(path, 'pool'), problem: `${shown(pool)} cannot name a pool: use lower-case letters, digits and hyphens, starting with a letter, other than "${FIRST_POOL}", `
        + `at most ${Math.max(0, 52 - longest.length + pool.length)} of them here` }] : []),
    ...exposure._violations(at(path, 'exposure'), bridges),
    ...drain._violations(at(path, 'drain'), bridges),
    ...componentViolations(path, IMAGES.jvb, { ...MANAGED, ...MANAGED_BY_SCRIPTS }, instance, options),
    ...heapViolations(path, options.maxHeap, resolveResources(RESOURCES, options.resources)),
  ];
}
