import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { REVISION_ANNOTATION } from '../kubernetes/labels';
import { jitsiScratch } from '../kubernetes/pod';
import { httpProbe, tcpProbe } from '../kubernetes/probes';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { service } from '../kubernetes/services';
import { singleDeployment } from '../kubernetes/workloads';
import { Authentication } from '../options/authentication/authentication';
import { Credentials, ServiceAccount } from '../options/credentials';
import { Turn } from '../options/turn';
import { refuseShape } from '../validation/shapes';
import { refuse } from '../validation/violations';
import { accountFiles, fleetingData, persistentData } from './prosody-accounts';
import { extensionFiles, extensionMounts } from './prosody-extensions';
import { ProsodyOptions } from './prosody-options';
import { prosodyEnvironment } from './prosody-variables';
import { prosodyViolations } from './prosody-violations';
import { PROPS } from './shapes';

/** Properties of `Prosody`. */
export interface ProsodyProps extends ProsodyOptions {
  /** The stack that it belongs to. */
  readonly instance: JitsiInstance;

  /**
   * Who may open a meeting.
   *
   * @default Authentication.none()
   */
  readonly authentication?: Authentication;

  /**
   * The passwords of Jicofo and the bridges.
   *
   * @default Credentials.generatedInCluster()
   */
  readonly credentials?: Credentials;

  /**
   * The TURN server that it names to browsers.
   *
   * @default - None.
   */
  readonly turn?: Turn;
}

/**
 * Measured without Jitsi's modules: 7 MiB alone, 40 KiB for each person and 3 ms of CPU for a login. With modules that take several times as much, the request holds a thousand
 * people. It has one thread that all signalling goes through, so its CPU has no limit. The limit on disk is above all folders together, and logs.
 */
const RESOURCES: DefaultResources = {
  cpuRequest: 150,
  memoryRequest: Size.mebibytes(256),
  memoryLimit: Size.mebibytes(512),
  ephemeralRequest: Size.mebibytes(128),
  ephemeralLimit: Size.gibibytes(1),
};

const XMPP = { name: 'xmpp', port: 5222, protocol: 'TCP' } as const;
const HTTP = { name: 'http', port: 5280, protocol: 'TCP' } as const;

/** The XMPP server: rooms, signalling, and the accounts of Jicofo and the bridges. It keeps rooms in memory and runs once. */
export class Prosody extends Construct {
  /** The stack that it belongs to. */
  public readonly instance: JitsiInstance;
  /** Who may open a meeting. */
  public readonly authentication: Authentication;
  /** The passwords of Jicofo and the bridges. */
  public readonly credentials: Credentials;
  /** Host name of its Service, in full. */
  public readonly host: string;
  /** TCP port at which Jicofo and the bridges log in. */
  public readonly xmppPort: number = XMPP.port;
  /** TCP port at which browsers' BOSH and websocket requests arrive. */
  public readonly httpPort: number = HTTP.port;
  /** The Deployment. */
  public readonly workload: ApiObject;
  /** The Service. */
  public readonly service: ApiObject;
  private readonly turn: Turn | undefined;
  private readonly connections: Connections;

  /**
   * @param scope a chart with a namespace, or a construct in one.
   * @param id unique in its scope. Names of objects do not depend on it.
   * @param props the stack, and what differs from the defaults.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: ProsodyProps) {
    super(scope, id);
    refuseShape(`Prosody "${id}"`, props, PROPS.prosody);
    refuse(`Prosody "${id}"`, prosodyViolations('', props));
    const { instance } = props;
    this.instance = instance;
    this.turn = props.turn;
    this.authentication = props.authentication ?? Authentication.none();
    this.credentials = props.credentials ?? Credentials.generatedInCluster();
    const name = instance.objectName('prosody');
    const selector = instance._selector('prosody');
    this.host = instance.serviceHost(name);
    const way = this.authentication._way;
    const additions = { ...extensionFiles(props), ...accountFiles(way.accounts) };
    const files = Object.keys(additions).length > 0 ? new ConfigFiles(this, instance, name, selector, additions) : undefined;
    this.connections = new Connections(this, instance, name, selector);
    if (way.serverPorts.length > 0) {
      this.connections.allowToAnywhere(way.serverPorts);
    }
    const image = instance._image(IMAGES.prosody, props.image);
    const data = way.accounts === undefined || files === undefined ? fleetingData() : persistentData(this, instance, selector, image, files, way.accounts);
    const { env, extraEnv } = prosodyEnvironment(this, props);
    this.service = service(this, 'Service', { instance, name, selector, ports: [XMPP, HTTP] });
    this.workload = singleDeployment(this, name, {
      instance,
      selector,
      options: { ...props, extraEnv },
      annotations: { ...this._revision, ...props.turn?._annotations, ...files?.annotations },
      terminationGracePeriodSeconds: 30,
      initContainers: data.initContainers,
      container: {
        name: 'prosody',
        image,
        user: 1000,
        ports: [XMPP, HTTP].map(({ name: port, port: containerPort, protocol }) => ({ name: port, containerPort, protocol })),
        env,
        resources: resolveResources(RESOURCES, props.resources),
        mounts: [...jitsiScratch(Size.mebibytes(64)), data.mount, ...way.mounts, ...extensionMounts(props, files)],
        startupProbe: httpProbe('http', '/http-bind', { periodSeconds: 2, failureThreshold: 90 }),
        readinessProbe: httpProbe('http', '/http-bind', { periodSeconds: 5, failureThreshold: 3 }),
        livenessProbe: tcpProbe('xmpp', { periodSeconds: 10, failureThreshold: 6 }),
      },
    });
  }

  /** Where web sends BOSH and websocket requests (`XMPP_BOSH_URL_BASE`). */
  public get boshUrl(): string {
    return `http://${this.host}:${this.httpPort}`;
  }

  /** @internal Names of the XMPP server's parts that components which log in must know. */
  public get _loginVariables(): {
    readonly XMPP_AUTH_DOMAIN: string; readonly XMPP_INTERNAL_MUC_DOMAIN: string; readonly XMPP_PORT: string; readonly XMPP_SERVER: string;
  } {
    const { authDomain, internalMucDomain } = this.instance.xmpp;
    return { XMPP_AUTH_DOMAIN: authDomain, XMPP_INTERNAL_MUC_DOMAIN: internalMucDomain, XMPP_PORT: String(this.xmppPort), XMPP_SERVER: this.host };
  }

  /** @internal Where a component that logs in reads its password. */
  public _password(account: ServiceAccount): ReturnType<Credentials['_password']> {
    return this.credentials._password(this.instance, account);
  }

  /** @internal Annotation of every pod that knows a password. */
  public get _revision(): Readonly<Record<string, string>> {
    return { [REVISION_ANNOTATION]: String(this.credentials.revision) };
  }

  /** @internal Lines of the site's `config.js` for what no variable says. */
  public get _configLines(): string[] {
    return configLines({ authentication: this.authentication, turn: this.turn });
  }

  /** @internal Whether it names TURN servers to browsers. */
  public get _namesRelays(): boolean {
    return this.turn !== undefined;
  }

  /** @internal Lets a component log in. */
  public _allowXmppFrom(client: Connections): void {
    client.allowTo(this.connections, XMPP);
  }

  /** @internal Lets bridges in the network of their nodes log in. */
  public _allowXmppFromBlocks(cidrs: readonly string[]): void {
    this.connections.allowFromBlocks(cidrs, XMPP);
  }

  /** @internal Lets a component send browsers' BOSH and websocket requests. */
  public _allowHttpFrom(client: Connections): void {
    client.allowTo(this.connections, HTTP);
  }
}

/** Lines of the site's `config.js` for what no variable says of these two, where nothing is wrong with them. */
export function configLines({ authentication, turn }: { readonly authentication?: Authentication; readonly turn?: Turn }): string[] {
  return [...(authentication?._violations('').length === 0 ? authentication._way.configLines ?? [] : []), ...(turn?._violations('').length === 0 ? turn._configLines : [])];
}
