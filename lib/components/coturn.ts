import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { managedByScripts } from '../kubernetes/environment';
import { REVISION_ANNOTATION } from '../kubernetes/labels';
import { servesOnFor } from '../kubernetes/lifecycle';
import { memoryFolder, secretFiles } from '../kubernetes/mounts';
import { tcpProbe } from '../kubernetes/probes';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { script } from '../script';
import { service } from '../kubernetes/services';
import { disruptionBudget, rollingDeployment } from '../kubernetes/workloads';
import { field } from '../media/announcement';
import { AddressClaim } from '../options/address-claims';
import { leastMemory, replicatedViolations } from '../options/component-violations';
import { Credentials } from '../options/credentials';
import { loadBalancerAnnotations, loadBalancerClaims, loadBalancerFields } from '../options/load-balancer-options';
import { OpenPort, TransportProtocol } from '../options/open-port';
import { Tls } from '../options/tls';
import { Turn } from '../options/turn';
import { CoturnOptions, TurnTransport } from '../options/turn-options';
import { coturnChoiceViolations, coturnContext } from '../options/turn-violations';
import { PATHS, PORTS, turnserverConfig } from '../turn/turnserver-config';
import { refuseShape } from '../validation/shapes';
import { at, refuse, Violation } from '../validation/violations';
import { PROPS } from './shapes';

/** Properties of `Coturn`. */
export interface CoturnProps extends CoturnOptions {
  /** The stack that it belongs to. */
  readonly instance: JitsiInstance;

  /**
   * The secret that it shares with Prosody, among the stack's passwords.
   *
   * @default Credentials.generatedInCluster()
   */
  readonly credentials?: Credentials;
}

const MANAGED = { ...managedByScripts('COTURN_CONFIG', 'COTURN_RUNTIME', 'COTURN_TLS', 'COTURN_INTERVAL', 'POD_IPS'), TURN_CREDENTIALS: 'set credentials' };

/**
 * Measured: 14 MiB alone, with its program in memory. It copies packets and does little else, but TLS; throttled it would delay media, so its CPU has no limit.
 */
const RESOURCES: DefaultResources = {
  cpuRequest: 100,
  memoryRequest: Size.mebibytes(64),
  memoryLimit: Size.mebibytes(512),
  ephemeralRequest: Size.mebibytes(16),
  ephemeralLimit: Size.mebibytes(256),
};

/** Load balancers outside the cluster send to a node until their own health checks have failed there. */
const LOAD_BALANCERS_NOTICE_SECONDS = 30;
/** Then those who are there already may stay for a while; who stays longer is connected again by the browser, at another pod. */
const LEAVE_SECONDS = 300;

const TURN = { name: 'turn', port: PORTS.turn, protocol: 'TCP' } as const;
const TURN_UDP = { name: 'turn-udp', port: PORTS.turn, protocol: 'UDP' } as const;
const TURNS = { name: 'turns', port: PORTS.turns, protocol: 'TCP' } as const;

/**
 * A TURN server of the stack. Browsers reach it by its Service. The addresses that it relays from are those of its pods, at ports from 49152 on: bridges answer there,
 * and nobody else has to reach them, so they are in no Service and need no network of a node.
 */
export class Coturn extends Construct {
  /** The stack that it belongs to. */
  public readonly instance: JitsiInstance;
  /** Host name at which browsers reach it. */
  public readonly host: string;
  /** The Deployment. */
  public readonly workload: ApiObject;
  /** The Service that browsers reach. */
  public readonly service: ApiObject;
  /** What must be open in firewalls. */
  public readonly openPorts: OpenPort[];
  /** @internal Whether it sends to private addresses, such as those of pods. */
  public readonly _reachesPrivate: boolean;
  private readonly connections: Connections;

  /**
   * @param scope a chart with a namespace, or a construct in one.
   * @param id unique in its scope. Names of objects do not depend on it.
   * @param props the stack, and what differs from the defaults.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: CoturnProps) {
    super(scope, id);
    refuseShape(`Coturn "${id}"`, props, PROPS.coturn);
    const { instance, credentials = Credentials.generatedInCluster(), replicas = 1, host, overTls = true, loadBalancer = {} } = props;
    refuse(`Coturn "${id}"`, [
      ...instance._violations('instance'), ...credentials._violations('credentials', true), ...coturnViolations('', instance, props.tls ?? Tls.selfSigned(), props),
    ]);
    this.instance = instance;
    this.host = host;
    this._reachesPrivate = props.bridgePeerCidrs !== undefined;
    const name = instance.objectName('coturn');
    const selector = instance._selector('coturn');
    const listening = listeners(props);
    const files = new ConfigFiles(this, instance, name, selector, { 'turnserver.conf': configuration(props), 'start-coturn.sh': script('start-coturn.sh') });
    const tls = overTls ? props.tls?._for('coturn', host) ?? props.tls : undefined;
    tls?._provide(this, instance);
    const certificate = tls?._secret(instance);
    this.connections = new Connections(this, instance, name, selector);
    this.connections.allowFromAnywhere(...listening);
    const context = coturnContext(props);
    this.service = service(this, 'Service', {
      instance, name, selector,
      ports: listening.map(({ name: port, public: number, protocol }) => ({ name: port, port: number, protocol })),
      annotations: loadBalancerAnnotations(loadBalancer, context),
      fields: { ...loadBalancerFields(loadBalancer), externalTrafficPolicy: context.trafficPolicy },
    });
    const probed = listening.find(({ protocol }) => protocol === 'TCP')?.name ?? TURNS.name;
    this.workload = rollingDeployment(this, name, replicas, {
      instance,
      selector,
      options: props,
      annotations: { ...files.annotations, [REVISION_ANNOTATION]: String(credentials.revision) },
      terminationGracePeriodSeconds: LOAD_BALANCERS_NOTICE_SECONDS + LEAVE_SECONDS,
      minReadySeconds: 20,
      spread: selector,
      container: {
        name: 'coturn',
        image: instance._image(IMAGES.coturn, props.image),
        user: 65534,
        command: ['/bin/sh', '/scripts/start-coturn.sh'],
        ports: listening.map(({ name: port, port: containerPort, protocol }) => ({ name: port, containerPort, protocol })),
        env: { POD_IPS: field('status.podIPs'), TURN_CREDENTIALS: credentials._turnSecret(instance) },
        resources: resolveResources(RESOURCES, props.resources),
        mounts: [
          // In memory, because the shared secret is in it.
          memoryFolder('run', '/run', Size.mebibytes(16)),
          files.mount('scripts', '/scripts', 'start-coturn.sh'),
          files.mount('config', PATHS.config, 'turnserver.conf'),
          ...(certificate ? [secretFiles('tls', PATHS.tls, certificate.name, { [certificate.certificateKey]: PATHS.certificate, [certificate.privateKeyKey]: PATHS.privateKey })] : []),
        ],
        startupProbe: tcpProbe(probed, { periodSeconds: 1, failureThreshold: 60 }),
        readinessProbe: tcpProbe(probed, { periodSeconds: 5, failureThreshold: 2 }),
        livenessProbe: tcpProbe(probed, { periodSeconds: 10, failureThreshold: 6 }),
        lifecycle: servesOnFor(LOAD_BALANCERS_NOTICE_SECONDS),
      },
    });
    if (replicas > 1) {
      disruptionBudget(this, name, { instance, selector });
    }
    this.openPorts = listening.map(({ public: port, protocol, purpose }) => ({
      port, protocol: TransportProtocol[protocol], service: name, purpose, address: `given by the load balancer, under ${host}`, sources: loadBalancer.sourceRanges && [...loadBalancer.sourceRanges],
    }));
  }

  /** @internal Lets it send to bridges at every port that one of their addresses has: policies see a Service's port or the pod's, as the network has it. */
  public _relayTo(ports: readonly number[]): void {
    this.connections.allowUdpToAnywhere(...ports);
  }

  /** @internal Lets it send to bridges that nobody else may send to. */
  public _relayToAlone(bridges: Connections, port: number): void {
    this.connections.allowTo(bridges, { port, protocol: 'UDP' });
  }
}

/** Ports that it listens on, with those of its Service. */
function listeners(
  { transports = [TurnTransport.TCP], port = 3478, overTls = true, tlsPort = 443 }: CoturnOptions,
): ReadonlyArray<{ readonly name: string; readonly port: number; readonly protocol: 'TCP' | 'UDP'; readonly public: number; readonly purpose: string }> {
  return [
    ...(transports.includes(TurnTransport.TCP) ? [{ ...TURN, public: port, purpose: 'TURN: media of people whose network lets no UDP out' }] : []),
    ...(transports.includes(TurnTransport.UDP) ? [{ ...TURN_UDP, public: port, purpose: 'TURN by UDP' }] : []),
    ...(overTls ? [{ ...TURNS, public: tlsPort, purpose: 'TURN over TLS: the same where only HTTPS is let out' }] : []),
  ];
}

function configuration(props: CoturnProps): string {
  const { host, transports = [TurnTransport.TCP], overTls = true, bridgePeerCidrs = [], maxAllocations = 1000, maxAllocationsPerCredential = 200 } = props;
  return turnserverConfig({
    host, tcp: transports.includes(TurnTransport.TCP), udp: transports.includes(TurnTransport.UDP), tls: overTls, bridgePeerCidrs, maxAllocations, maxAllocationsPerCredential,
  });
}

/**
 * What is wrong with a stack's TURN server, and where it is beside the stack, with the choices for it there.
 *
 * @param edge where the edge's certificate comes from.
 */
export function turnViolations(path: string, instance: JitsiInstance, turn: Turn | undefined, edge: Tls = Tls.selfSigned()): Violation[] {
  const wrong = turn?._violations(path) ?? [];
  const options = turn?._deployed;
  return wrong.length > 0 || options === undefined ? wrong : coturnViolations(path, instance, options.tls ?? edge, options);
}

/** What its load balancer is asked for, where it is beside the stack. */
export function turnClaims(path: string, turn: Turn | undefined): AddressClaim[] {
  const options = turn?._deployed;
  const context = options && coturnContext(options);
  return options === undefined || context === undefined ? []
    : loadBalancerClaims(at(path, 'loadBalancer'), options.loadBalancer ?? {}, context, { whose: 'the TURN server', ports: listeners(options).map(({ protocol, public: port }) => `${protocol} ${port}`) });
}

function coturnViolations(path: string, instance: JitsiInstance, tls: Tls, options: CoturnOptions): Violation[] {
  return [
    ...(options.tls?._violations(at(path, 'tls')) ?? []),
    ...coturnChoiceViolations(path, options, { instance, tls }),
    ...replicatedViolations(path, IMAGES.coturn, MANAGED, instance, options),
    ...leastMemory(path, options, Size.mebibytes(64)),
  ];
}
