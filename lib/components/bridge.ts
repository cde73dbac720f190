import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { ConfigFiles } from '../kubernetes/config-map';
import { MANAGED_BY_ALL_JITSI, managedByScripts, OwnVariables } from '../kubernetes/environment';
import { heapVariable } from '../kubernetes/java-heap';
import { BRIDGE_LABEL, Labels } from '../kubernetes/labels';
import { API_ACCESS_PATH, apiAccess, folder, Mount } from '../kubernetes/mounts';
import { ContainerSpec, jitsiEnvironment, jitsiScratch, PodSpec } from '../kubernetes/pod';
import { httpProbe } from '../kubernetes/probes';
import { DefaultResources } from '../kubernetes/quantities';
import { singleDeployment, singleStatefulSet } from '../kubernetes/workloads';
import { ComponentOptions } from '../options/component-options';
import { Drain } from '../options/drain';
import { Prosody } from './prosody';

/** Variables that a bridge's construct sets itself. */
export const MANAGED = {
  ...MANAGED_BY_ALL_JITSI,
  COLIBRI_REST_ENABLED: 'set jvb.drain',
  JVB_ADVERTISE_IPS: 'set the address of jvb.exposure',
  JVB_AUTH_PASSWORD: 'set credentials',
  JVB_AUTH_USER: 'it must agree with Prosody and cannot be changed',
  JVB_BREWERY_MUC: 'it must agree with Jicofo and cannot be changed',
  JVB_DISABLE_STUN: 'the address of jvb.exposure is announced, no third party is asked',
  JVB_PORT: 'set the port of jvb.exposure',
  SHUTDOWN_REST_ENABLED: 'set jvb.drain',
  VIDEOBRIDGE_MAX_MEMORY: 'set jvb.maxHeap',
  XMPP_AUTH_DOMAIN: 'set xmppDomain',
  XMPP_INTERNAL_MUC_DOMAIN: 'set xmppDomain',
  XMPP_PORT: 'it follows from prosody',
  XMPP_SERVER: 'it follows from prosody',
} as const;

/** Variables that the scripts beside the image read. */
export const MANAGED_BY_SCRIPTS = managedByScripts('ADDRESS_FILE', 'INIT', 'INTERVAL', 'OUT', 'REST');

/** Properties of `Bridge`. */
interface BridgeProps {
  readonly prosody: Prosody;
  readonly name: string;
  /** Labels that select the pods of the pool. */
  readonly selector: Labels;
  readonly index: number;
  /** Port of the pod, by the name that the media Service targets. */
  readonly port: { readonly name: string; readonly port: number; readonly protocol: 'UDP' };
  readonly mediaService: string;
  readonly governingService: string;
  readonly drain: Drain;
  /** Addresses to announce, where they are known before. */
  readonly addresses: readonly string[] | undefined;
  /** Service account that may read the media Service, where they are not. */
  readonly discoverer: string | undefined;
  readonly files: ConfigFiles | undefined;
  readonly options: ComponentOptions;
  readonly resources: DefaultResources;
  readonly maxHeap: Size | undefined;
}

/** A shell, with one program at a time of which the largest, curl, takes 12 MiB. Nearly all of the time it sleeps. */
const DISCOVERY_RESOURCES: DefaultResources = {
  cpuRequest: 10,
  cpuLimit: 1000,
  memoryRequest: Size.mebibytes(32),
  memoryLimit: Size.mebibytes(64),
  ephemeralRequest: Size.mebibytes(16),
  ephemeralLimit: Size.mebibytes(64),
};

/** Where the init container leaves the address for the bridge. */
const ADDRESS_FOLDER = '/address';

/** One video bridge: a workload of one pod. Behind one UDP port there is never more than one of them, not even during a rollout. */
export class Bridge extends Construct {
  public readonly workload: ApiObject;

  constructor(scope: Construct, id: string, props: BridgeProps) {
    super(scope, id);
    const { prosody, name, drain, files } = props;
    const draining = drain._seconds !== undefined;
    const discovering = props.discoverer !== undefined;
    const pod: PodSpec = {
      instance: prosody.instance,
      selector: { ...props.selector, [BRIDGE_LABEL]: String(props.index) },
      options: props.options,
      annotations: { ...prosody._revision, ...files?.annotations },
      terminationGracePeriodSeconds: drain._graceSeconds,
      serviceAccountName: props.discoverer,
      spread: props.selector,
      initContainers: discovering ? [discovery(props)] : undefined,
      container: {
        name: 'jvb',
        image: prosody.instance._image(IMAGES.jvb, props.options.image),
        user: 1000,
        command: discovering ? ['/bin/sh', '/scripts/start-bridge.sh'] : undefined,
        ports: [
          { name: props.port.name, containerPort: props.port.port, protocol: props.port.protocol },
          { name: 'rest', containerPort: 8080, protocol: 'TCP' },
        ],
        env: { ...jitsiEnvironment(prosody.instance), ...variables(props) },
        resources: props.resources,
        mounts: [
          ...jitsiScratch(Size.gibibytes(2)),
          ...(discovering ? [readOnly(folder('address', ADDRESS_FOLDER, Size.mebibytes(1)))] : []),
          ...(files && (discovering || draining)
            ? [files.mount('scripts', '/scripts', ...(discovering ? ['advertised-address.sh', 'start-bridge.sh'] : []), ...(draining ? ['drain.sh'] : []))] : []),
          ...(files && draining ? [files.mount('config', '/config', 'custom-jvb.conf')] : []),
        ],
        lifecycle: draining ? { preStop: { exec: { command: ['/bin/sh', '/scripts/drain.sh'] } } } : undefined,
        // Patient, because a restart ends every meeting on the bridge; but with bad health that lasts, nobody gets a new one until it is restarted.
        startupProbe: httpProbe('rest', '/about/health', { periodSeconds: 3, failureThreshold: 60, timeoutSeconds: 5 }),
        readinessProbe: httpProbe('rest', '/about/health', { periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 }),
        livenessProbe: httpProbe('rest', '/about/health', { periodSeconds: 15, failureThreshold: 8, timeoutSeconds: 10 }),
      },
    };
    this.workload = draining ? singleStatefulSet(this, name, props.governingService, pod) : singleDeployment(this, name, pod);
  }
}

function variables({ prosody, port, addresses, drain, resources, maxHeap }: BridgeProps): OwnVariables<typeof MANAGED> {
  const { xmpp } = prosody.instance;
  const draining = drain._seconds !== undefined;
  return {
    ...prosody._loginVariables,
    JVB_AUTH_USER: xmpp.bridgeUser,
    JVB_AUTH_PASSWORD: prosody._password('jvb'),
    JVB_BREWERY_MUC: xmpp.bridgeRoom,
    JVB_PORT: String(port.port),
    JVB_ADVERTISE_IPS: addresses?.join(','),
    JVB_DISABLE_STUN: '1',
    VIDEOBRIDGE_MAX_MEMORY: heapVariable(maxHeap, resources),
    COLIBRI_REST_ENABLED: draining ? '1' : undefined,
    SHUTDOWN_REST_ENABLED: draining ? '1' : undefined,
  };
}

/** Waits until the media Service has an address. */
function discovery({ prosody: { instance }, options, files, mediaService }: BridgeProps): ContainerSpec {
  return {
    name: 'advertised-address',
    image: instance._image(IMAGES.jvb, options.image),
    user: 1000,
    command: ['/bin/sh', '/scripts/advertised-address.sh'],
    env: { NAMESPACE: instance.namespace, SERVICE: mediaService, ADDRESS_FILE: `${ADDRESS_FOLDER}/ips`, API_ACCESS: API_ACCESS_PATH },
    resources: DISCOVERY_RESOURCES,
    mounts: [
      apiAccess(),
      folder('address', ADDRESS_FOLDER, Size.mebibytes(1)),
      ...(files ? [files.mount('scripts', '/scripts', 'advertised-address.sh')] : []),
    ],
  };
}

function readOnly({ volume, mount }: Mount): Mount {
  return { volume, mount: { ...mount, readOnly: true } };
}
