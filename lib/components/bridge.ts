import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { OwnVariables } from '../kubernetes/environment';
import { heapVariable } from '../kubernetes/java-heap';
import { BRIDGE_LABEL, Labels } from '../kubernetes/labels';
import { folder, Mount } from '../kubernetes/mounts';
import { jitsiEnvironment, jitsiScratch, PodSpec } from '../kubernetes/pod';
import { httpProbe, loopbackProbe, ProbeTiming } from '../kubernetes/probes';
import { DefaultResources } from '../kubernetes/quantities';
import { Probe } from '../kubernetes/types';
import { replacingDeployment, singleDeployment, statefulSet } from '../kubernetes/workloads';
import { ADDRESS_FOLDER, Announcement, field } from '../media/announcement';
import { MediaWay } from '../media/media-way';
import { ComponentOptions } from '../options/component-options';
import { Drain } from '../options/drain';
import { MediaRoute } from '../options/media-route';
import { BRIDGE_FILES, bridgeScripts, deletionCostContainer, discoveryContainer } from './bridge-files';
import { MANAGED, MANAGED_BY_SCRIPTS } from './bridge-variables';
import { Prosody } from './prosody';

/** What all bridges of a pool have in common. */
export interface BridgePool {
  /** The stack, in the namespace of the pool. */
  readonly instance: JitsiInstance;
  /** The XMPP server that they log in to. */
  readonly prosody: Prosody;
  /** Labels that select the pods of the pool. */
  readonly selector: Labels;
  /** How media reach them. */
  readonly way: MediaWay;
  /** How they come to know what they announce. */
  readonly announcement: Announcement;
  /** Name of the headless Service of StatefulSets. */
  readonly governingService: string;
  /** Service account of what asks the API server in their pods. */
  readonly account: string | undefined;
  /** What they do with running meetings when they are told to stop. */
  readonly drain: Drain;
  /** Seconds for which a bridge waits until another one takes new meetings, before it drains; undefined where nothing stops several at once. */
  readonly patience: number | undefined;
  /** Whether a container beside each tells Kubernetes what it costs to give the bridge up. */
  readonly deletionCost: boolean;
  /** Region by which they are chosen. */
  readonly region: string | undefined;
  /** Files that they read. */
  readonly files: ConfigFiles | undefined;
  /** What the pool's user asked for. */
  readonly options: ComponentOptions;
  /** What a bridge asks for. */
  readonly resources: DefaultResources;
  /** Largest heap; undefined where it follows from the memory limit. */
  readonly maxHeap: Size | undefined;
}

/** Properties of `Bridge`. */
interface BridgeProps extends BridgePool {
  readonly name: string;
  /** The line of the pool's table that the workload is made from. */
  readonly route: MediaRoute;
  /** Value of the label that tells workloads of the pool apart. */
  readonly bridge: string;
  /** How many pods it has; undefined where an autoscaler says so. */
  readonly replicas: number | undefined;
}

/** Where the image looks for configuration. */
const CONFIG_FOLDER = '/config';
const CONFIG_SOURCE = '/config-source';

/** The workload of one bridge, or of all bridges of a pool. Behind one UDP port there is never more than one of them, not even during a rollout. */
export class Bridge extends Construct {
  public readonly workload: ApiObject;

  constructor(scope: Construct, id: string, props: BridgeProps) {
    super(scope, id);
    const { instance, prosody, drain, files, way, route, announcement, patience } = props;
    const draining = drain._seconds !== undefined;
    const network = way.hostNetwork;
    const portName = route.targetPort ?? 'media';
    const pod: PodSpec = {
      instance,
      selector: { ...props.selector, [BRIDGE_LABEL]: props.bridge },
      options: props.options,
      annotations: { ...prosody._revision, ...files?.annotations },
      terminationGracePeriodSeconds: drain._graceSeconds + (patience ?? 0),
      serviceAccountName: props.account,
      spread: props.selector,
      hostNetwork: network && true,
      initContainers: announcement.discovery && files ? [discoveryContainer(instance, props.options, files, announcement.discovery)] : undefined,
      sidecars: props.deletionCost && files ? [deletionCostContainer(instance, props.options, files, rest(way))] : undefined,
      container: {
        name: 'jvb',
        image: instance._image(IMAGES.jvb, props.options.image),
        user: 1000,
        command: announcement.start ? ['/bin/sh', '/scripts/start-bridge.sh'] : undefined,
        ports: [
          { name: portName, containerPort: route.containerPort, hostPort: route.hostPort, protocol: 'UDP' },
          // In the network of the node the API server would fill its port in, so that the scheduler keeps two of them apart.
          { name: 'rest', containerPort: network?.restPort ?? 8080, hostPort: network?.restPort, protocol: 'TCP' },
        ],
        env: { ...jitsiEnvironment(instance), ...variables(props), ...instance._features('jvb') },
        resources: props.resources,
        mounts: [...jitsiScratch(Size.gibibytes(2)), ...ownMounts(props)],
        lifecycle: draining ? { preStop: { exec: { command: ['/bin/sh', '/scripts/drain.sh'] } } } : undefined,
        // Patient, because a restart ends every meeting on the bridge; but with bad health that lasts, nobody gets a new one until it is restarted.
        startupProbe: health(way, { periodSeconds: 3, failureThreshold: 60, timeoutSeconds: 5 }),
        readinessProbe: health(way, { periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 }),
        livenessProbe: health(way, { periodSeconds: 15, failureThreshold: 8, timeoutSeconds: 10 }),
      },
    };
    this.workload = workloadOf(this, props, pod, draining);
  }
}

function workloadOf(scope: Construct, { way, name, replicas, governingService }: BridgeProps, pod: PodSpec, draining: boolean): ApiObject {
  switch (way.layout) {
    case 'workload each':
      return draining ? statefulSet(scope, name, 1, governingService, pod) : singleDeployment(scope, name, pod);
    case 'one stateful set':
      return statefulSet(scope, name, replicas, governingService, pod);
    case 'one deployment':
      return replacingDeployment(scope, name, replicas, pod);
  }
}

function health({ hostNetwork }: MediaWay, timing: ProbeTiming): Probe {
  return hostNetwork ? loopbackProbe(hostNetwork.restPort, '/about/health', timing) : httpProbe('rest', '/about/health', timing);
}

/** Where the bridge answers what is asked inside its pod. */
function rest({ hostNetwork }: MediaWay): string {
  return `http://127.0.0.1:${hostNetwork?.restPort ?? 8080}`;
}

function ownMounts({ announcement, drain, deletionCost, files }: BridgeProps): Mount[] {
  const { start, discovery } = announcement;
  const scripts = bridgeScripts(announcement, drain, deletionCost);
  const configured = files?.has(BRIDGE_FILES.config);
  return [
    ...(discovery ? [readOnly(folder('address', ADDRESS_FOLDER, Size.mebibytes(1)))] : []),
    ...(files && scripts.length > 0 ? [files.mount('scripts', '/scripts', ...scripts)] : []),
    ...(start ? [folder('config', CONFIG_FOLDER, Size.mebibytes(1))] : []),
    ...(files && configured ? [start ? files.mount('config-source', CONFIG_SOURCE, BRIDGE_FILES.config) : files.mount('config', CONFIG_FOLDER, BRIDGE_FILES.config)] : []),
  ];
}

function variables(props: BridgeProps): OwnVariables<typeof MANAGED & typeof MANAGED_BY_SCRIPTS> {
  const { instance, prosody, route, way, announcement: { image, start }, drain, files, patience } = props;
  const draining = drain._seconds !== undefined;
  const waits = patience !== undefined;
  return {
    ...prosody._loginVariables,
    JVB_AUTH_USER: instance.xmpp.bridgeUser,
    JVB_AUTH_PASSWORD: prosody._password('jvb'),
    JVB_BREWERY_MUC: instance.xmpp.bridgeRoom,
    // Else all bridges on a node would have the node's name.
    JVB_MUC_NICKNAME: way.hostNetwork && field('metadata.name'),
    JVB_PORT: String(route.bridgePort),
    ...image,
    ENABLE_OCTO: instance.relays && '1',
    JVB_OCTO_RELAY_ID: instance.relays && field('metadata.name'),
    JVB_OCTO_REGION: props.region,
    VIDEOBRIDGE_MAX_MEMORY: heapVariable(props.maxHeap, props.resources),
    COLIBRI_REST_ENABLED: draining || props.deletionCost ? '1' : undefined,
    SHUTDOWN_REST_ENABLED: draining ? '1' : undefined,
    ...start,
    CONFIG_SOURCE: start && files?.has(BRIDGE_FILES.config) ? CONFIG_SOURCE : undefined,
    POD_IPS: start ?? waits ? field('status.podIPs') : undefined,
    REST: way.hostNetwork && draining ? rest(way) : undefined,
    PEERS: waits ? instance.serviceHost(props.governingService) : undefined,
    PATIENCE: waits ? String(patience) : undefined,
  };
}

function readOnly({ volume, mount }: Mount): Mount {
  return { volume, mount: { ...mount, readOnly: true } };
}
