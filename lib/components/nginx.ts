import { ApiObject, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { managedByScripts } from '../kubernetes/environment';
import { servesOnFor } from '../kubernetes/lifecycle';
import { folder, secretFiles } from '../kubernetes/mounts';
import { httpProbe } from '../kubernetes/probes';
import { DefaultResources, isSound, resolveResources, seconds } from '../kubernetes/quantities';
import { script } from '../kubernetes/script';
import { service, ServicePort } from '../kubernetes/services';
import { disruptionBudget, rollingDeployment } from '../kubernetes/workloads';
import { nginxConfig, PATHS } from '../nginx/nginx-config';
import { ReplicatedComponentOptions } from '../options/component-options';
import { leastMemory, replicatedViolations } from '../options/component-violations';
import { EDGE_HEALTH, EdgeExposure } from '../options/edge-exposure';
import { OpenPort, TransportProtocol } from '../options/open-port';
import { Tls } from '../options/tls';
import { refuseShape } from '../validation/shapes';
import { at, judge, refuse, Rule, Violation } from '../validation/violations';
import { PROPS } from './shapes';
import { Web } from './web';

/** What the edge can be given. */
export interface NginxOptions extends ReplicatedComponentOptions {
  /**
   * Whether TCP 80 is open too and sends browsers to the public address.
   *
   * @default true
   */
  readonly redirectHttp?: boolean;

  /**
   * For how long browsers that were here once use HTTPS alone (HTTP Strict Transport Security). Choose it when you are sure: it cannot be taken back.
   *
   * @default - Browsers are not told so.
   */
  readonly hsts?: Duration;
}

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

const MANAGED = managedByScripts('EDGE_CONFIG', 'EDGE_INTERVAL', 'EDGE_RUNTIME', 'EDGE_TLS', 'RESOLV_CONF');

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

const HTTPS = { name: 'https', port: 8443, protocol: 'TCP' } as const;
const HTTP = { name: 'http', port: 8080, protocol: 'TCP' } as const;
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

  constructor(scope: Construct, id: string, props: NginxProps) {
    super(scope, id);
    refuseShape(`Nginx "${id}"`, props, PROPS.nginx);
    const { web, replicas = 2, redirectHttp = true, tls = Tls.selfSigned(), exposure = EdgeExposure.loadBalancer() } = props;
    const { instance } = web;
    refuse(`Nginx "${id}"`, nginxViolations('', instance, props));
    this.instance = instance;
    this.tls = tls;
    const name = instance.objectName('nginx');
    const selector = instance._selector('nginx');
    const files = new ConfigFiles(this, instance, name, selector, { 'nginx.conf': configuration(props), 'start-edge.sh': script('start-edge.sh') });
    tls._provide(this, instance);

    const connections = new Connections(this, instance, name, selector);
    connections.allowFromAnywhere(HTTPS, ...(redirectHttp ? [HTTP] : []));
    exposure._healthPorts.forEach(({ sources, ...port }) => {
      connections.allowFromBlocks(sources, port);
    });
    web._allowHttpFrom(connections);
    web.prosody._allowHttpFrom(connections);
    const ports: ServicePort[] = [{ name: HTTPS.name, port: instance.publicPort }, ...(redirectHttp ? [{ name: HTTP.name, port: 80 }] : [])];
    this.service = service(this, 'Service', { instance, name, selector, ports, annotations: exposure._annotations, fields: exposure._serviceFields });
    const certificate = tls._secret(instance);
    this.workload = rollingDeployment(this, name, replicas, {
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
        ports: [HTTPS, ...(redirectHttp ? [HTTP] : []), HEALTH].map(({ name: port, port: containerPort, protocol }) => ({ name: port, containerPort, protocol })),
        env: {},
        resources: resolveResources(RESOURCES, props.resources),
        mounts: [
          folder('tmp', '/tmp', Size.mebibytes(128)),
          // Far above what NGINX keeps (max_size): it takes back what is too much only now and then.
          folder('cache', PATHS.cache, Size.gibibytes(1)),
          files.mount('scripts', '/scripts', 'start-edge.sh'),
          files.mountFile('config', PATHS.config, 'nginx.conf'),
          secretFiles('tls', PATHS.tls, certificate.name, { [certificate.certificateKey]: PATHS.certificate, [certificate.privateKeyKey]: PATHS.privateKey }),
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
    this.openPorts = exposure._public ? ports.map(({ name: port, port: number }) => ({
      port: number, protocol: TransportProtocol.TCP, service: name, purpose: port === HTTPS.name ? 'pages and signalling' : 'sends browsers to HTTPS',
      address: 'given by the load balancer', sources: exposure._sources && [...exposure._sources],
    })) : [];
  }
}

function configuration({ web, redirectHttp = true, hsts }: NginxProps): string {
  const { instance, prosody } = web;
  return nginxConfig({
    publicAuthority: instance.publicPort === 443 ? instance.publicHost : `${instance.publicHost}:${instance.publicPort}`,
    web: `${web.host}:${web.port}`,
    prosody: `${prosody.host}:${prosody.httpPort}`,
    xmppDomain: instance.xmpp.domain,
    redirectHttp,
    hstsSeconds: hsts && seconds(hsts),
    ports: { http: HTTP.port, https: HTTPS.port, health: HEALTH.port },
  });
}

const RULES: ReadonlyArray<Rule<NginxOptions>> = [{
  field: 'hsts',
  condition: ({ hsts }) => hsts !== undefined && !isSound(seconds(hsts)),
  message: ({ hsts }) => `${hsts ? seconds(hsts) : ''} seconds: must be whole seconds and more than none; leave it out to tell browsers nothing`,
}];

/** What is wrong with the edge's options. */
export function nginxOptionsViolations(path: string, instance: JitsiInstance, options: NginxOptions): Violation[] {
  return [
    ...judge(path, options, RULES),
    ...(instance.publicPort === 80 && options.redirectHttp !== false
      ? [{ field: at(path, 'redirectHttp'), problem: 'the public address has port 80 itself; set redirectHttp to false or choose another port' }] : []),
    ...replicatedViolations(path, IMAGES.nginx, MANAGED, instance, options),
    ...leastMemory(path, options, Size.mebibytes(64)),
  ];
}

function nginxViolations(path: string, instance: JitsiInstance, props: NginxProps): Violation[] {
  return [
    ...(props.tls?._violations(at(path, 'tls')) ?? []),
    ...(props.exposure?._violations(at(path, 'exposure')) ?? []),
    ...nginxOptionsViolations(path, instance, props),
  ];
}
