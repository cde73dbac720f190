import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { Labels, POOL_LABEL } from '../kubernetes/labels';
import { resolveResources } from '../kubernetes/quantities';
import { service } from '../kubernetes/services';
import { disruptionBudget } from '../kubernetes/workloads';
import { announcement } from '../media/announcement';
import { PoolPlace } from '../media/media-way';
import { TakenByPool } from '../media/taken';
import { MediaRoute } from '../options/media-route';
import { OpenPort } from '../options/open-port';
import { enforced } from '../options/pod-security';
import { refuseShape } from '../validation/shapes';
import { refuse } from '../validation/violations';
import { Bridge, BridgePool } from './bridge';
import { bridgeFiles } from './bridge-files';
import { Coturn } from './coturn';
import { JvbOptions } from './jvb-options';
import { choices, FIRST_POOL, poolName, RESOURCES, taken } from './pool-choices';
import { PoolNamespace } from './pool-namespace';
import { allowMedia, allowRelay, allowSiblings, mediaServices, openPorts, poolAccount } from './pool-network';
import { jvbViolations } from './pool-violations';
import { Prosody } from './prosody';
import { PROPS } from './shapes';

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

  /**
   * The stack's TURN server, which may then send to the bridges.
   *
   * @default - None.
   */
  readonly coturn?: Coturn;
}

/** Label value of a workload that has all bridges of its pool. */
const EVERY_BRIDGE = 'every';

/** A pool of video bridges: the servers that pass media between the people in a meeting. */
export class Jvb extends Construct {
  /** The stack that it belongs to, in the namespace of the pool. */
  public readonly instance: JitsiInstance;
  /** Workloads of the bridges: a Deployment or StatefulSet each, or one for all. */
  public readonly workloads: ApiObject[];
  /** The Services that carry media: one for all bridges, one for each, or none. */
  public readonly services: ApiObject[];
  /** How media reach each bridge. */
  public readonly routes: MediaRoute[];
  /** What must be open in firewalls. */
  public readonly openPorts: OpenPort[];
  /** @internal How many bridges it may have. */
  public readonly _most: number;
  /** @internal What it takes that no other pool may take. */
  public readonly _taken: TakenByPool;

  /**
   * @param scope a chart with a namespace, or a construct in one.
   * @param id unique in its scope. Names of objects do not depend on it.
   * @param props the XMPP server, and what differs from the defaults.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: JvbProps) {
    super(scope, id);
    refuseShape(`Jvb "${id}"`, props, PROPS.jvb);
    const { prosody, scaling, deletionCost = false } = props;
    refuse(`Jvb "${id}"`, jvbViolations('', prosody.instance, props.pool, props, {
      podSecurity: enforced(this), relaysNamed: prosody._namesRelays, publicRelaysAlone: props.coturn?._reachesPrivate === false, ownRelay: props.coturn !== undefined,
    }));
    const instance = props.namespace === undefined ? prosody.instance : prosody.instance._in(props.namespace);
    this.instance = instance;
    this._taken = taken(props);
    const { way, most, replicas, drain } = choices(props);
    this._most = most;
    const name = poolName(instance, props.pool);
    const place: PoolPlace = { pool: props.pool ?? FIRST_POOL, name, bridges: most };
    const peer = instance._selector('jvb');
    const selector: Labels = { ...peer, [POOL_LABEL]: place.pool };
    this.routes = way.routes(place);
    const announces = announcement(way, place);
    // Not below the pool's name: another pool could be named so.
    const governingService = instance.objectName(props.pool === undefined ? 'bridges' : `bridges-${props.pool}`);
    const patience = way.layout === 'workload each' && most > 1 ? drain._patienceSeconds : undefined;

    if (props.namespace !== undefined) {
      new PoolNamespace(this, 'namespace', { prosody, instance, pool: place.pool, name, options: props });
    }
    const connections = new Connections(this, instance, name, selector, peer);
    prosody._allowXmppFrom(connections);
    allowMedia(connections, way, this.routes);
    if (props.coturn) {
      allowRelay(props.coturn, connections, way, this.routes);
    }
    allowSiblings(connections, instance.relays !== undefined, patience !== undefined);
    if (way.hostNetwork) {
      prosody._allowXmppFromBlocks(way.hostNetwork.nodeCidrs);
    }
    if (announces.discovery || deletionCost) {
      connections.allowToAnywhere(instance.apiServerPorts);
    }
    const account = poolAccount(this, instance, name, selector, announces.discovery, deletionCost);
    this.services = mediaServices(this, instance, selector, way, this.routes);
    if (way.layout === 'one stateful set' || (way.layout === 'workload each' && drain._seconds !== undefined)) {
      service(this, 'Headless', { instance, name: governingService, selector, ports: [{ name: 'rest', port: 8080 }], fields: { clusterIP: 'None', publishNotReadyAddresses: true } });
    }
    const files = bridgeFiles(way, announces, drain, props);
    const pool: BridgePool = {
      instance, prosody, selector, way, governingService, drain, patience, deletionCost,
      announcement: announces,
      account,
      files: Object.keys(files).length > 0 ? new ConfigFiles(this, instance, name, selector, files) : undefined,
      region: props.region, options: props, resources: resolveResources(RESOURCES, props.resources), maxHeap: props.maxHeap,
    };
    const workers = way.layout === 'workload each'
      ? this.routes.map((route, index) => new Bridge(this, `bridge-${index}`, { ...pool, route, name: route.bridge, bridge: String(index), replicas: 1 }))
      : this.routes.slice(0, 1).map((route) => new Bridge(this, 'bridges', { ...pool, route, name, bridge: EVERY_BRIDGE, replicas }));
    this.workloads = workers.map(({ workload }) => workload);
    this.node.defaultChild = workers[0];
    scaling?._scale(this, { instance, selector, name, kind: way.layout === 'one stateful set' ? 'StatefulSet' : 'Deployment' });
    if (most > 1) {
      disruptionBudget(this, name, { instance, selector });
    }
    this.openPorts = openPorts(way, this.routes);
  }
}
