import { ApiObject, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { heapViolations } from '../kubernetes/java-heap';
import { Labels, POOL_LABEL } from '../kubernetes/labels';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { service } from '../kubernetes/services';
import { disruptionBudget } from '../kubernetes/workloads';
import { announcement } from '../media/announcement';
import { PoolPlace } from '../media/media-way';
import { takenBy, TakenByPool } from '../media/taken';
import { AdvertisedAddress } from '../options/advertised-address';
import { ComponentOptions } from '../options/component-options';
import { componentViolations } from '../options/component-violations';
import { Drain } from '../options/drain';
import { MediaExposure } from '../options/media-exposure';
import { MediaRoute } from '../options/media-route';
import { OpenPort } from '../options/open-port';
import { enforced, podSecurityViolations } from '../options/pod-security';
import { isDnsLabel } from '../validation/formats';
import { refuseShape } from '../validation/shapes';
import { at, judge, refuse, Rule, shown, Violation } from '../validation/violations';
import { Bridge, BridgePool } from './bridge';
import { bridgeFiles } from './bridge-files';
import { MANAGED, MANAGED_BY_SCRIPTS } from './bridge-variables';
import { allowMedia, discoverer, mediaServices, openPorts } from './pool-network';
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
   * Number of bridges, at most 250. With `MediaExposure.loadBalancer` and `nodePort` each has a workload and a UDP port of its own: after changing
   * the number, prune, because `kubectl apply` leaves bridges that were given up.
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

/** Label value of a workload that has all bridges of its pool. */
const EVERY_BRIDGE = 'every';

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
  /** Workloads of the bridges: a Deployment or StatefulSet each, or one for all. */
  public readonly workloads: ApiObject[];
  /** The Services that carry media: one for all bridges, one for each, or none. */
  public readonly services: ApiObject[];
  /** How media reach each bridge. */
  public readonly routes: MediaRoute[];
  /** What must be open in firewalls. */
  public readonly openPorts: OpenPort[];
  /** @internal What it takes that no other pool may take. */
  public readonly _taken: TakenByPool;

  constructor(scope: Construct, id: string, props: JvbProps) {
    super(scope, id);
    refuseShape(`Jvb "${id}"`, props, PROPS.jvb);
    const { prosody } = props;
    const { instance } = prosody;
    refuse(`Jvb "${id}"`, jvbViolations('', instance, props.pool, props, { podSecurity: enforced(this), relaysNamed: prosody._namesRelays }));
    this.instance = instance;
    this._taken = taken(props);
    const { bridges, exposure: { _way: way }, drain } = resolve(props);
    const name = poolName(instance, props.pool);
    const place: PoolPlace = { pool: props.pool ?? FIRST_POOL, name, bridges };
    const peer = instance._selector('jvb');
    const selector: Labels = { ...peer, [POOL_LABEL]: place.pool };
    this.routes = way.routes(place);
    const announces = announcement(way, place);
    // Not below the pool's name: another pool could be named so.
    const governingService = instance.objectName(props.pool === undefined ? 'bridges' : `bridges-${props.pool}`);
    const patience = way.layout === 'workload each' && bridges > 1 ? drain._patienceSeconds : undefined;

    const connections = new Connections(this, instance, name, selector, peer);
    prosody._allowXmppFrom(connections);
    allowMedia(connections, way, this.routes);
    if (patience !== undefined) {
      connections.allowAmongThemselves({ port: 8080, protocol: 'TCP' });
    }
    if (way.hostNetwork) {
      prosody._allowXmppFromBlocks(way.hostNetwork.nodeCidrs);
    }
    if (announces.discovery) {
      connections.allowToAnywhere(instance.apiServerPorts);
    }
    const account = announces.discovery && discoverer(this, instance, name, selector, announces.discovery);
    this.services = mediaServices(this, instance, selector, way, this.routes);
    if (way.layout === 'one stateful set' || (way.layout === 'workload each' && drain._seconds !== undefined)) {
      service(this, 'Headless', { instance, name: governingService, selector, ports: [{ name: 'rest', port: 8080 }], fields: { clusterIP: 'None', publishNotReadyAddresses: true } });
    }
    const files = bridgeFiles(way, announces, drain);
    const pool: BridgePool = {
      prosody, selector, way, governingService, drain, patience,
      announcement: announces,
      discoverer: account,
      files: Object.keys(files).length > 0 ? new ConfigFiles(this, instance, name, selector, files) : undefined,
      options: props, resources: resolveResources(RESOURCES, props.resources), maxHeap: props.maxHeap,
    };
    const workers = way.layout === 'workload each'
      ? this.routes.map((route, index) => new Bridge(this, `bridge-${index}`, { ...pool, route, name: route.bridge, bridge: String(index), replicas: 1 }))
      : this.routes.slice(0, 1).map((route) => new Bridge(this, 'bridges', { ...pool, route, name, bridge: EVERY_BRIDGE, replicas: bridges }));
    this.workloads = workers.map(({ workload }) => workload);
    this.node.defaultChild = workers[0];
    if (bridges > 1) {
      disruptionBudget(this, name, { instance, selector });
    }
    this.openPorts = openPorts(way, this.routes);
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

/** What a pool takes that no other may take. */
export function taken(options: JvbOptions): TakenByPool {
  const { bridges, exposure: { _way } } = resolve(options);
  return takenBy(_way, { pool: '', name: '', bridges }, options.nodeSelector);
}

function poolName(instance: JitsiInstance, pool: string | undefined): string {
  return instance.objectName(pool === undefined ? 'jvb' : `jvb-${pool}`);
}

const RULES: ReadonlyArray<Rule<JvbOptions>> = [{
  field: 'bridges',
  // A Service has at most 250 ports, and a pool's other ways have no more.
  condition: ({ bridges = 1 }) => !(Number.isInteger(bridges) && bridges >= 1 && bridges <= 250),
  message: ({ bridges }) => `${shown(bridges)} must be a whole number from 1 to 250`,
}];

/** What of its surroundings decides whether a pool can work. */
export interface PoolSurroundings {
  /** What the namespace enforces; undefined where it is somebody else's. */
  readonly podSecurity: string | undefined;
  /** Whether Prosody names TURN servers to browsers. */
  readonly relaysNamed: boolean;
}

/** What is wrong with a pool's options. */
export function jvbViolations(path: string, instance: JitsiInstance, pool: string | undefined, options: JvbOptions, { podSecurity, relaysNamed }: PoolSurroundings): Violation[] {
  const wrong = judge(path, options, RULES);
  const { bridges, exposure: { _way: way }, drain } = resolve(wrong.length > 0 ? { ...options, bridges: 1 } : options);
  // The longest name is that of the last bridge's workload. A StatefulSet's name goes into a label together with a hash of its revision.
  const longest = `${poolName(instance, pool)}-${bridges - 1}`;
  return [
    ...wrong,
    ...(pool !== undefined && (!isDnsLabel(pool) || pool === FIRST_POOL || longest.length > 52)
      ? [{ field: at(path, 'pool'), problem: `${shown(pool)} cannot name a pool: use lower-case letters, digits and hyphens, starting with a letter, other than "${FIRST_POOL}", `
        + `at most ${Math.max(0, 52 - longest.length + pool.length)} of them here` }] : []),
    ...way.violations(at(path, 'exposure'), bridges),
    ...podSecurityViolations(path, podSecurity, way),
    ...(way.senders && !relaysNamed ? [{
      field: at(path, 'exposure'), problem: 'with MediaExposure.turnOnly browsers must learn of the TURN servers from Prosody; name them in prosody.extraEnv, TURN_HOST or TURNS_HOST',
    }] : []),
    ...drain._violations(at(path, 'drain'), bridges),
    ...componentViolations(path, IMAGES.jvb, { ...MANAGED, ...MANAGED_BY_SCRIPTS }, instance, options),
    ...heapViolations(path, options.maxHeap, resolveResources(RESOURCES, options.resources)),
  ];
}
