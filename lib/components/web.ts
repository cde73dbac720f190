import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { unreadViolations } from '../features/features';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { MANAGED_BY_ALL_JITSI, managedByProps, OwnVariables } from '../kubernetes/environment';
import { servesOnFor } from '../kubernetes/lifecycle';
import { jitsiEnvironment, jitsiScratch } from '../kubernetes/pod';
import { httpProbe } from '../kubernetes/probes';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { service } from '../kubernetes/services';
import { disruptionBudget, rollingDeployment } from '../kubernetes/workloads';
import { WEB_AUTHENTICATION } from '../options/authentication/variables';
import { Branding, brandingViolations } from '../options/branding';
import { ReplicatedComponentOptions } from '../options/component-options';
import { leastMemory, replicatedViolations, volumesAmongFiles } from '../options/component-violations';
import { SiteFile } from '../options/site-file';
import { refuseShape } from '../validation/shapes';
import { at, refuse, Violation } from '../validation/violations';
import { Prosody } from './prosody';
import { PROPS } from './shapes';
import { siteConfiguration, siteMounts } from './site-files';
import { scriptViolations, siteScripts } from './site-scripts';
import { siteVariables, siteViolations } from './site-violations';

/** What the site can be given. */
export interface WebOptions extends ReplicatedComponentOptions {
  /**
   * JavaScript that is appended to `config.js`, such as `config.startWithAudioMuted = true;`. It changes `config` and does not replace it, because the image says there where the servers are.
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

  /**
   * What the site is called and looks like.
   *
   * @default - Jitsi's own.
   */
  readonly branding?: Branding;

  /**
   * Files by the path at which browsers find them, such as `/images/welcome-background.png`: in place of the image's own, or beside them.
   *
   * @default - None beside those of the branding.
   */
  readonly staticFiles?: { readonly [path: string]: SiteFile };

  /**
   * What browsers may load and from where: value of the header `Content-Security-Policy` on all that the site serves (`CSP_HEADER`). The page needs
   * `'unsafe-inline'` where scripts may come from.
   *
   * @default - The header is not sent.
   */
  readonly contentSecurityPolicy?: string;
}

/** Properties of `Web`. */
export interface WebProps extends WebOptions {
  /** The XMPP server that it tells browsers about. */
  readonly prosody: Prosody;
}

const MANAGED = {
  ...MANAGED_BY_ALL_JITSI,
  ...WEB_AUTHENTICATION,
  DISABLE_HTTPS: 'the edge ends TLS',
  ENABLE_HTTP_REDIRECT: 'the edge sends browsers from HTTP to HTTPS',
  ENABLE_LETSENCRYPT: 'the edge ends TLS; set tls',
  ENABLE_SUBDOMAINS: 'set features.meeting.enableSubdomains',
  ENABLE_XMPP_WEBSOCKET: 'it must agree with Prosody and the edge, which serve websockets',
  NGINX_RESOLVER: 'the image asks the nameservers of the pod, which alone know the other components',
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

  /**
   * @param scope a chart with a namespace, or a construct in one.
   * @param id unique in its scope. Names of objects do not depend on it.
   * @param props the XMPP server, and what differs from the defaults.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id);
    refuseShape(`Web "${id}"`, props, PROPS.web);
    const { prosody, replicas = 2 } = props;
    const { instance } = prosody;
    refuse(`Web "${id}"`, webViolations('', instance, props, prosody._configLines));
    this.instance = instance;
    this.prosody = prosody;
    const name = instance.objectName('web');
    const selector = instance._selector('web');
    this.host = instance.serviceHost(name);
    const additions = additionsOf(props, [...instance._configLines, ...prosody._configLines]);
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
        env: { ...jitsiEnvironment(instance), ...this.variables(), ...instance._features('web'), ...siteVariables(props) },
        resources: resolveResources(RESOURCES, props.resources),
        mounts: [...jitsiScratch(Size.mebibytes(64)), ...(files ? [files.mount('config', '/config', ...Object.keys(additions))] : []), ...siteMounts(props)],
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
      ...this.prosody.authentication._way.web,
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

/** Files that it adds to the image's folder of configuration. */
function additionsOf(options: WebOptions, lines: readonly string[]): Readonly<Record<string, string>> {
  return { ...siteScripts(lines, options), ...siteConfiguration(options) };
}

/**
 * What is wrong with the site's options.
 *
 * @param lines lines of `config.js` that others than features and the options add.
 */
export function webViolations(path: string, instance: JitsiInstance, options: WebOptions, lines: readonly string[]): Violation[] {
  const files = Object.keys(additionsOf(options, [...instance._configLines, ...lines]));
  return [
    ...(files.length === 0 ? [] : volumesAmongFiles(path, options.extraVolumes, '/config', `write directives of NGINX in nginx.serverSnippet instead, or leave out what makes ${files.join(', ')}`)),
    ...scriptViolations(path, options),
    ...unreadViolations(path, 'web', options.extraEnv),
    ...brandingViolations(at(path, 'branding'), options.branding ?? {}),
    ...siteViolations(path, options),
    ...replicatedViolations(path, IMAGES.web, { ...MANAGED, ...instance._managed('web'), ...managedByProps(siteVariables(options), path) }, instance, options),
    ...leastMemory(path, options, Size.mebibytes(128)),
  ];
}
