import { Script } from 'node:vm';
import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { MANAGED_BY_ALL_JITSI, OwnVariables } from '../kubernetes/environment';
import { servesOnFor } from '../kubernetes/lifecycle';
import { jitsiEnvironment, jitsiScratch } from '../kubernetes/pod';
import { httpProbe } from '../kubernetes/probes';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { service } from '../kubernetes/services';
import { disruptionBudget, rollingDeployment } from '../kubernetes/workloads';
import { ReplicatedComponentOptions } from '../options/component-options';
import { leastMemory, replicatedViolations } from '../options/component-violations';
import { refuseShape } from '../validation/shapes';
import { judge, refuse, Rule, Violation } from '../validation/violations';
import { Prosody } from './prosody';
import { PROPS } from './shapes';

/** What the site can be given. */
export interface WebOptions extends ReplicatedComponentOptions {
  /**
   * JavaScript that is appended to `config.js`, such as `config.startWithAudioMuted = true;`.
   *
   * @default - The site is configured by its environment alone.
   */
  readonly configJs?: string;

  /**
   * JavaScript that is appended to `interface_config.js`, such as `interfaceConfig.APP_NAME = 'Meetings';`.
   *
   * @default - The site is configured by its environment alone.
   */
  readonly interfaceConfigJs?: string;
}

/** Properties of `Web`. */
export interface WebProps extends WebOptions {
  /** The XMPP server that it tells browsers about. */
  readonly prosody: Prosody;
}

const MANAGED = {
  ...MANAGED_BY_ALL_JITSI,
  DISABLE_HTTPS: 'the edge ends TLS',
  ENABLE_AUTH: 'set authentication',
  ENABLE_HTTP_REDIRECT: 'the edge sends browsers from HTTP to HTTPS',
  ENABLE_LETSENCRYPT: 'the edge ends TLS; set tls',
  ENABLE_SUBDOMAINS: 'it must agree with Prosody and the edge, which serve tenants',
  ENABLE_XMPP_WEBSOCKET: 'it must agree with Prosody and the edge, which serve websockets',
  PUBLIC_URL: 'set publicUrl',
  XMPP_BOSH_URL_BASE: 'it follows from prosody',
  XMPP_DOMAIN: 'set xmppDomain',
  XMPP_GUEST_DOMAIN: 'set xmppDomain',
  XMPP_HIDDEN_DOMAIN: 'set xmppDomain',
  XMPP_MUC_DOMAIN: 'set xmppDomain',
} as const;

/**
 * NGINX with files, as the edge is, with four workers and no sockets that stay; from its limit comes also what is in /run, up to 64 MiB. A page is small work, so CPU is asked
 * for as little as the edge does. On disk are /tmp and logs.
 */
const RESOURCES: DefaultResources = {
  cpuRequest: 50,
  cpuLimit: 1000,
  memoryRequest: Size.mebibytes(64),
  memoryLimit: Size.mebibytes(256),
  ephemeralRequest: Size.mebibytes(64),
  ephemeralLimit: Size.mebibytes(512),
};

const HTTP = { name: 'http', port: 8000, protocol: 'TCP' } as const;

/** The site: the page that people open, and its configuration. */
export class Web extends Construct {
  /** The stack that it belongs to. */
  public readonly instance: JitsiInstance;
  /** The XMPP server that it tells browsers about. */
  public readonly prosody: Prosody;
  /** Host name of its Service, in full. */
  public readonly host: string;
  /** TCP port of its Service, plain HTTP. */
  public readonly port: number = HTTP.port;
  /** The Deployment. */
  public readonly workload: ApiObject;
  /** The Service. */
  public readonly service: ApiObject;
  private readonly connections: Connections;

  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id);
    refuseShape(`Web "${id}"`, props, PROPS.web);
    const { prosody, replicas = 2 } = props;
    const { instance } = prosody;
    refuse(`Web "${id}"`, webViolations('', instance, props));
    this.instance = instance;
    this.prosody = prosody;
    const name = instance.objectName('web');
    const selector = instance._selector('web');
    this.host = instance.serviceHost(name);
    const additions = siteFiles(props, prosody._siteConfig);
    const files = Object.keys(additions).length > 0 ? new ConfigFiles(this, instance, name, selector, additions) : undefined;
    this.connections = new Connections(this, instance, name, selector);
    prosody._allowHttpFrom(this.connections);
    this.service = service(this, 'Service', { instance, name, selector, ports: [HTTP] });
    this.workload = rollingDeployment(this, name, replicas, {
      instance,
      selector,
      options: props,
      annotations: files?.annotations,
      terminationGracePeriodSeconds: 30,
      spread: selector,
      container: {
        name: 'web',
        image: instance._image(IMAGES.web, props.image),
        user: 1000,
        ports: [{ name: HTTP.name, containerPort: HTTP.port, protocol: HTTP.protocol }],
        env: { ...jitsiEnvironment(instance), ...this.variables() },
        resources: resolveResources(RESOURCES, props.resources),
        mounts: [...jitsiScratch(Size.mebibytes(64)), ...(files ? [files.mount('config', '/config', ...Object.keys(additions))] : [])],
        startupProbe: httpProbe('http', '/', { periodSeconds: 2, failureThreshold: 60 }),
        readinessProbe: httpProbe('http', '/config.js', { periodSeconds: 5, failureThreshold: 3 }),
        livenessProbe: httpProbe('http', '/', { periodSeconds: 10, failureThreshold: 6 }),
        lifecycle: servesOnFor(10),
      },
    });
    if (replicas > 1) {
      disruptionBudget(this, name, { instance, selector });
    }
  }

  /** @internal Lets a component fetch the site. */
  public _allowHttpFrom(client: Connections): void {
    client.allowTo(this.connections, HTTP);
  }

  private variables(): OwnVariables<typeof MANAGED> {
    const { publicUrl, xmpp } = this.instance;
    return {
      PUBLIC_URL: publicUrl,
      XMPP_BOSH_URL_BASE: this.prosody.boshUrl,
      ...this.prosody.authentication._shared,
      ENABLE_SUBDOMAINS: '1',
      ENABLE_XMPP_WEBSOCKET: '1',
      XMPP_DOMAIN: xmpp.domain,
      XMPP_MUC_DOMAIN: xmpp.mucDomain,
      XMPP_GUEST_DOMAIN: xmpp.guestDomain,
      XMPP_HIDDEN_DOMAIN: xmpp.hiddenDomain,
      DISABLE_HTTPS: '1',
      ENABLE_HTTP_REDIRECT: '0',
      ENABLE_LETSENCRYPT: '0',
    };
  }
}

/** @param own what the stack itself appends to config.js, before what its user does. */
function siteFiles({ configJs, interfaceConfigJs }: WebOptions, own: string = ''): Readonly<Record<string, string>> {
  return {
    ...((configJs !== undefined || own !== '') && { 'custom-config.js': `${own}${configJs ?? ''}` }),
    ...(interfaceConfigJs !== undefined && { 'custom-interface_config.js': interfaceConfigJs }),
  };
}

/** The site's files are inlined into its page, so one mistake in them leaves everybody with a blank page. */
function scriptRule(field: 'configJs' | 'interfaceConfigJs'): Rule<WebOptions> {
  return {
    field,
    condition: ({ [field]: text }) => text !== undefined && scriptProblem(text) !== undefined,
    message: ({ [field]: text = '' }) => `it would leave every visitor with a blank page: ${scriptProblem(text) ?? ''}`,
  };
}

function scriptProblem(text: string): string | undefined {
  if (/<\/script|<!--/i.test(text)) {
    return 'it is inlined into the page and must hold neither "</script" nor "<!--"';
  }
  try {
    // Behind another line, because it stands behind the image's own script.
    new Script(`\n${text}`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `kubectl apply` keeps the whole ConfigMap in an annotation too, and annotations hold 262,144 bytes. */
const MOST_SCRIPT_BYTES = 200 * 1024;
const SCRIPTS_FIT: Rule<WebOptions> = {
  field: 'configJs',
  condition: (options) => scriptBytes(options) > MOST_SCRIPT_BYTES,
  message: (options) => `configJs and interfaceConfigJs have ${scriptBytes(options)} bytes in the manifest, and kubectl apply can store ${MOST_SCRIPT_BYTES} of them; load the rest from a file of its own`,
};

const scriptBytes = (options: WebOptions): number => Buffer.byteLength(JSON.stringify(siteFiles(options)));

/** What is wrong with the site's options. */
export function webViolations(path: string, instance: JitsiInstance, options: WebOptions): Violation[] {
  return [
    ...judge(path, options, [scriptRule('configJs'), scriptRule('interfaceConfigJs'), SCRIPTS_FIT]),
    ...replicatedViolations(path, IMAGES.web, MANAGED, instance, options),
    ...leastMemory(path, options, Size.mebibytes(128)),
  ];
}
