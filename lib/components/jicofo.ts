import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { unreadViolations } from '../features/features';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { MANAGED_BY_ALL_JITSI, NO_LOG_FILE, OwnVariables } from '../kubernetes/environment';
import { heapVariable, heapViolations } from '../kubernetes/java-heap';
import { jitsiEnvironment, jitsiScratch } from '../kubernetes/pod';
import { httpProbe } from '../kubernetes/probes';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { singleDeployment } from '../kubernetes/workloads';
import { JICOFO_AUTHENTICATION } from '../options/authentication/variables';
import { ComponentOptions } from '../options/component-options';
import { componentViolations, volumesAmongFiles } from '../options/component-violations';
import { configurationTextViolations } from '../options/configuration-text';
import { missingVariables } from '../options/hocon';
import { refuseShape } from '../validation/shapes';
import { at, refuse, Violation } from '../validation/violations';
import { Prosody } from './prosody';
import { PROPS } from './shapes';

/** What the conference focus can be given. */
export interface JicofoOptions extends ComponentOptions {
  /**
   * Largest heap of the Java machine (`JICOFO_MAX_MEMORY`). It must leave 256 MiB of the memory limit for the rest of the program.
   *
   * @default - 60 % of the memory limit.
   */
  readonly maxHeap?: Size;

  /**
   * HOCON that is appended to Jicofo's configuration (`custom-jicofo.conf`), so it wins, such as `jicofo.conference.enable-auto-owner = false`. Passwords do not belong here: name a variable of
   * `extraEnv`, as in `${SECRET}`.
   *
   * @default - Jicofo is configured by its environment alone.
   */
  readonly customConfig?: string;
}

/** Properties of `Jicofo`. */
export interface JicofoProps extends JicofoOptions {
  /** The XMPP server that it logs in to. */
  readonly prosody: Prosody;
}

const MANAGED = {
  ...MANAGED_BY_ALL_JITSI,
  ...JICOFO_AUTHENTICATION,
  ENABLE_OCTO: 'set relays',
  JICOFO_AUTH_PASSWORD: 'set credentials',
  JICOFO_ENABLE_HEALTH_CHECKS: 'readiness depends on it',
  JICOFO_ENABLE_REST: 'probes depend on it',
  JICOFO_LOG_FILE: NO_LOG_FILE,
  JICOFO_MAX_MEMORY: 'set jicofo.maxHeap',
  JICOFO_OCTO_REGION: 'set relays',
  JVB_BREWERY_MUC: 'it must agree with the bridges and cannot be changed',
  OCTO_BRIDGE_SELECTION_STRATEGY: 'set relays',
  XMPP_AUTH_DOMAIN: 'set xmppDomain',
  XMPP_DOMAIN: 'set xmppDomain',
  XMPP_HIDDEN_DOMAIN: 'set xmppDomain',
  XMPP_INTERNAL_MUC_DOMAIN: 'set xmppDomain',
  XMPP_MUC_DOMAIN: 'set xmppDomain',
  XMPP_PORT: 'it follows from prosody',
  XMPP_SERVER: 'it follows from prosody',
} as const;

/**
 * Only signalling passes through it: the request is what Java needs beside the heap and 256 MiB of heap, the limit what both can grow to. Its CPU has no limit, since it gives up
 * on a bridge whose answer takes 15 s, be it by its own fault. The limit on disk is above a dump of the heap, which Java writes to /tmp, and logs.
 */
const RESOURCES: DefaultResources = {
  cpuRequest: 150,
  memoryRequest: Size.mebibytes(512),
  memoryLimit: Size.gibibytes(1),
  ephemeralRequest: Size.mebibytes(128),
  ephemeralLimit: Size.gibibytes(2),
};

/** The image appends this file to its own configuration. */
const CUSTOM_CONFIG = 'custom-jicofo.conf';

/** The conference focus: it opens meetings and chooses a bridge for each. It runs once; nobody connects to it. */
export class Jicofo extends Construct {
  /** The stack that it belongs to. */
  public readonly instance: JitsiInstance;
  /** The XMPP server that it logs in to. */
  public readonly prosody: Prosody;
  /** The Deployment. */
  public readonly workload: ApiObject;

  /**
   * @param scope a chart with a namespace, or a construct in one.
   * @param id unique in its scope. Names of objects do not depend on it.
   * @param props the XMPP server, and what differs from the defaults.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: JicofoProps) {
    super(scope, id);
    refuseShape(`Jicofo "${id}"`, props, PROPS.jicofo);
    const { prosody } = props;
    const { instance } = prosody;
    refuse(`Jicofo "${id}"`, jicofoViolations('', instance, props));
    this.instance = instance;
    this.prosody = prosody;
    const name = instance.objectName('jicofo');
    const selector = instance._selector('jicofo');
    prosody._allowXmppFrom(new Connections(this, instance, name, selector));
    const resources = resolveResources(RESOURCES, props.resources);
    const files = props.customConfig === undefined ? undefined : new ConfigFiles(this, instance, name, selector, { [CUSTOM_CONFIG]: props.customConfig });
    this.workload = singleDeployment(this, name, {
      instance,
      selector,
      options: props,
      annotations: { ...prosody._revision, ...files?.annotations },
      terminationGracePeriodSeconds: 30,
      container: {
        name: 'jicofo',
        image: instance._image(IMAGES.jicofo, props.image),
        user: 1000,
        ports: [{ name: 'rest', containerPort: 8888, protocol: 'TCP' }],
        env: { ...jitsiEnvironment(instance), ...this.variables(heapVariable(props.maxHeap, resources)), ...instance._features('jicofo') },
        resources,
        mounts: [...jitsiScratch(Size.gibibytes(1)), ...(files ? [files.mount('config', '/config', CUSTOM_CONFIG)] : [])],
        startupProbe: httpProbe('rest', '/about/version', { periodSeconds: 3, failureThreshold: 60 }),
        // Ready means that a meeting can be held: health is bad while no bridge is there. For that reason it must never end the program.
        readinessProbe: httpProbe('rest', '/about/health', { periodSeconds: 10, failureThreshold: 3 }),
        livenessProbe: httpProbe('rest', '/about/version', { periodSeconds: 10, failureThreshold: 6 }),
      },
    });
  }

  private variables(heap: string): OwnVariables<typeof MANAGED> {
    const { xmpp, relays } = this.instance;
    return {
      ...this.prosody._loginVariables,
      XMPP_DOMAIN: xmpp.domain,
      XMPP_MUC_DOMAIN: xmpp.mucDomain,
      XMPP_HIDDEN_DOMAIN: xmpp.hiddenDomain,
      ...this.prosody.authentication._way.jicofo,
      JVB_BREWERY_MUC: xmpp.bridgeRoom,
      JICOFO_AUTH_PASSWORD: this.prosody._password('jicofo'),
      JICOFO_ENABLE_REST: '1',
      JICOFO_ENABLE_HEALTH_CHECKS: '1',
      JICOFO_MAX_MEMORY: heap,
      ENABLE_OCTO: relays && '1',
      OCTO_BRIDGE_SELECTION_STRATEGY: relays?._strategy,
      JICOFO_OCTO_REGION: relays?._localRegion,
    };
  }
}

/** What is wrong with the focus' options. */
export function jicofoViolations(path: string, instance: JitsiInstance, options: JicofoOptions): Violation[] {
  return [
    ...unreadViolations(path, 'jicofo', options.extraEnv),
    ...componentViolations(path, IMAGES.jicofo, { ...MANAGED, ...instance._managed('jicofo') }, instance, options),
    ...(options.customConfig === undefined ? [] : volumesAmongFiles(path, options.extraVolumes, '/config', 'write what it needs in customConfig')),
    ...configurationTextViolations(at(path, 'customConfig'), options.customConfig, 'HOCON'),
    ...missingVariables(path, options.customConfig, [...Object.keys(options.extraEnv ?? {}), ...Object.keys(MANAGED), ...Object.keys(instance._features('jicofo'))]),
    ...heapViolations(path, options.maxHeap, resolveResources(RESOURCES, options.resources)),
  ];
}
