import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { EDGE_HEALTH, EDGE_PORTS, EdgePlace, EdgeWay } from '../edge/edge-way';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { servesOnFor } from '../kubernetes/lifecycle';
import { folder, Mount, secretFiles } from '../kubernetes/mounts';
import { httpProbe } from '../kubernetes/probes';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { script } from '../script';
import { service } from '../kubernetes/services';
import { disruptionBudget, replacingDeployment, rollingDeployment } from '../kubernetes/workloads';
import { PATHS } from '../nginx/paths';
import { EdgeExposure } from '../options/edge-exposure';
import { OpenPort, TransportProtocol } from '../options/open-port';
import { Tls } from '../options/tls';
import { TlsSecret } from '../tls/certificate-source';
import { refuseShape } from '../validation/shapes';
import { refuse } from '../validation/violations';
import { configuration, isRedirect } from './nginx-configuration';
import { NginxOptions } from './nginx-options';
import { edgePlace, edgeViolations, nginxOptionsViolations } from './nginx-violations';
import { PROPS } from './shapes';
import { Web } from './web';

/** Properties of `Nginx`. */
export interface NginxProps extends NginxOptions {
  /** The site that it stands before; requests of the XMPP protocol go to the site's Prosody. */
  readonly web: Web;

  /**
   * Where its certificate comes from.
   *
   * @default Tls.selfSigned()
   */
  readonly tls?: Tls;

  /**
   * How browsers reach it.
   *
   * @default EdgeExposure.loadBalancer()
   */
  readonly exposure?: EdgeExposure;
}

/**
 * Measured: 12 MiB alone and 65 KiB for each open websocket, so the request holds 800 people a pod, and the limit 3700; old processes, which live on after a new certificate
 * until their last socket is closed, take theirs out of it. A login costs 1 ms of CPU, so the request carries 50 of them a second, and the limit a large meeting's start.
 * On disk are the cache and logs.
 */
const RESOURCES: DefaultResources = {
  cpuRequest: 50,
  cpuLimit: 1000,
  memoryRequest: Size.mebibytes(64),
  memoryLimit: Size.mebibytes(256),
  ephemeralRequest: Size.mebibytes(256),
  ephemeralLimit: Size.gibibytes(2),
};

/** Load balancers outside the cluster send to a node until their own health checks have failed there, three times ten seconds for most. */
const LOAD_BALANCERS_NOTICE_SECONDS = 30;

const HEALTH = { name: 'health', port: EDGE_HEALTH.port, protocol: 'TCP' } as const;

/** The edge: it ends TLS and passes requests on to web and Prosody. */
export class Nginx extends Construct {
  /** The stack that it belongs to. */
  public readonly instance: JitsiInstance;
  /** The Deployment. */
  public readonly workload: ApiObject;
  /** The Service that browsers reach. */
  public readonly service: ApiObject;
  /** What must be open in firewalls; nothing where it is reached from inside the cluster only. */
  public readonly openPorts: OpenPort[];
  /** Where its certificate comes from. */
  public readonly tls: Tls;
  private readonly place: EdgePlace;
  private readonly way: EdgeWay;

  constructor(scope: Construct, id: string, props: NginxProps) {
    super(scope, id);
    refuseShape(`Nginx "${id}"`, props, PROPS.nginx);
    const { web, replicas = 2, tls = Tls.selfSigned(), exposure = EdgeExposure.loadBalancer() } = props;
    const { instance } = web;
    refuse(`Nginx "${id}"`, [...edgeViolations(this, instance, { edge: exposure, tls, nginx: props }, 'exposure'), ...nginxOptionsViolations('', instance, props)]);
    this.instance = instance;
    this.tls = tls;
    this.place = edgePlace(instance, tls, props);
    this.way = exposure._way;
    const { name } = this.place;
    const selector = instance._selector('nginx');
    const ports = this.way.servicePorts(this.place);
    const listening = [tls._upstream ? EDGE_PORTS.plain : EDGE_PORTS.https, ...(ports.some(isRedirect) ? [EDGE_PORTS.http] : [])];
    const files = new ConfigFiles(this, instance, name, selector, { 'nginx.conf': configuration(props, tls, this.way, ports), 'start-edge.sh': script('start-edge.sh') });
    tls._provide(this, instance);

    const connections = new Connections(this, instance, name, selector);
    if (this.way.comesFrom === undefined) {
      connections.allowFromAnywhere(...listening);
    } else {
      connections.allowFromNamespace(this.way.comesFrom, ...listening);
    }
    this.way.healthPorts?.forEach(({ sources, ...port }) => {
      connections.allowFromBlocks(sources, port);
    });
    web._allowHttpFrom(connections);
    web.prosody._allowHttpFrom(connections);
    this.service = service(this, 'Service', { instance, name, selector, ports, annotations: this.way.annotations, fields: this.way.serviceFields });
    this.way.provide?.(this, this.place);
    const hostPorts = this.way.hostPortsOf?.(this.place);
    const deployment = hostPorts ? replacingDeployment : rollingDeployment;
    this.workload = deployment(this, name, replicas, {
      instance,
      selector,
      options: props,
      annotations: files.annotations,
      // Then a minute for what still runs; sockets that outlive it are opened again by the browser.
      terminationGracePeriodSeconds: LOAD_BALANCERS_NOTICE_SECONDS + 60,
      minReadySeconds: 20,
      spread: selector,
      container: {
        name: 'nginx',
        image: instance._image(IMAGES.nginx, props.image),
        user: 101,
        command: ['/bin/sh', '/scripts/start-edge.sh'],
        ports: [...listening, HEALTH].map(({ name: port, port: containerPort, protocol }) => ({
          name: port, containerPort, protocol, hostPort: port === EDGE_PORTS.https.name ? hostPorts?.https : port === EDGE_PORTS.http.name ? hostPorts?.http : undefined,
        })),
        env: {},
        resources: resolveResources(RESOURCES, props.resources),
        mounts: [
          folder('tmp', '/tmp', Size.mebibytes(128)),
          // Far above what NGINX keeps (max_size): it takes back what is too much only now and then.
          ...(props.assetCache === false ? [] : [folder('cache', PATHS.cache, Size.gibibytes(1))]),
          files.mount('scripts', '/scripts', 'start-edge.sh'),
          files.mountFile('config', PATHS.config, 'nginx.conf'),
          ...(tls._upstream ? [] : certificateFiles(tls._secret(instance))),
        ],
        startupProbe: httpProbe(HEALTH.name, '/livez', { periodSeconds: 1, failureThreshold: 60 }),
        readinessProbe: httpProbe(HEALTH.name, '/readyz', { periodSeconds: 5, failureThreshold: 2 }),
        livenessProbe: httpProbe(HEALTH.name, '/livez', { periodSeconds: 10, failureThreshold: 6 }),
        lifecycle: servesOnFor(LOAD_BALANCERS_NOTICE_SECONDS),
      },
    });
    if (replicas > 1) {
      disruptionBudget(this, name, { instance, selector });
    }
    this.openPorts = this.way.entrances(this.place).map(({ port, at, address, redirects }) => ({
      port, protocol: TransportProtocol.TCP, service: at, purpose: redirects ? 'sends browsers to HTTPS' : 'pages and signalling', address, sources: this.way.sources && [...this.way.sources],
    }));
  }

  /** @internal The command that shows the address to point DNS at. */
  public get _lookUp(): string {
    return this.way.lookUp(this.place);
  }
}

function certificateFiles(secret: TlsSecret | undefined): Mount[] {
  return secret === undefined ? [] : [secretFiles('tls', PATHS.tls, secret.name, { [secret.certificateKey]: PATHS.certificate, [secret.privateKeyKey]: PATHS.privateKey })];
}
