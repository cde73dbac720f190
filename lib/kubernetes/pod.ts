import { Size } from 'cdk8s';
import { JitsiInstance } from '../jitsi-instance';
import { ComponentOptions } from '../options/component-options';
import { environment, OwnValue } from './environment';
import { descriptiveLabels, Labels } from './labels';
import { folder, memoryFolder, Mount } from './mounts';
import { unlessEmpty } from './present';
import { Probes } from './probes';
import { DefaultResources, resourceRequirements } from './quantities';
import { Container, ContainerPort, Lifecycle, PodFields, PodTemplateSpec, Volume } from './types';

/** A container, without what all containers have in common. */
export interface ContainerSpec extends Probes {
  readonly name: string;
  readonly image: string;
  /** User and group that the image is made for. */
  readonly user: number;
  readonly resources: DefaultResources;
  readonly env: Readonly<Record<string, OwnValue | undefined>>;
  readonly mounts: readonly Mount[];
  readonly command?: string[];
  readonly ports?: readonly ContainerPort[];
  readonly lifecycle?: Lifecycle;
}

/** A pod, without what all pods have in common. */
export interface PodSpec {
  readonly instance: JitsiInstance;
  /** Labels that select the pods. */
  readonly selector: Labels;
  readonly container: ContainerSpec;
  readonly initContainers?: readonly ContainerSpec[];
  /** Containers beside the main one. */
  readonly sidecars?: readonly ContainerSpec[];
  /** What the component's user asked for; of it the other containers get nothing. */
  readonly options: ComponentOptions;
  /** Annotations of the pods that the component sets itself. */
  readonly annotations?: Labels;
  readonly terminationGracePeriodSeconds: number;
  /** How long a new pod must have been ready before an old one is stopped for it. */
  readonly minReadySeconds?: number;
  readonly serviceAccountName?: string;
  /** Labels of the siblings; pods prefer nodes and zones without one. */
  readonly spread?: Labels;
  /** Whether it is in the network of its node. */
  readonly hostNetwork?: boolean;
  /** @default Always */
  readonly restartPolicy?: 'OnFailure';
}

/** Folders that every Jitsi image writes to: s6 starts programs from `/run` and keeps passwords there, so it is in memory and executable. */
export function jitsiScratch(tmp: Size): Mount[] {
  return [memoryFolder('run', '/run', Size.mebibytes(64)), folder('tmp', '/tmp', tmp)];
}

/** Variables of every Jitsi image: s6 refuses a /run that others may write to, which is what Kubernetes mounts, unless it is told. */
export function jitsiEnvironment(instance: JitsiInstance): Readonly<Record<string, OwnValue>> {
  return { TZ: instance.timeZone, S6_YES_I_WANT_A_WORLD_WRITABLE_RUN_BECAUSE_KUBERNETES: '1' };
}

/** A pod template that passes Pod Security `restricted`. */
export function podTemplate(spec: PodSpec): PodTemplateSpec {
  const { instance, options, selector } = spec;
  const extra = (options.extraVolumes ?? []).map((volume) => volume._mount);
  const main = { ...spec.container, mounts: [...spec.container.mounts, ...extra] };
  const initContainers = spec.initContainers ?? [];
  const sidecars = spec.sidecars ?? [];
  return {
    metadata: {
      labels: { ...options.labels, ...descriptiveLabels(selector) },
      annotations: unlessEmpty({ ...options.annotations, ...spec.annotations }),
    },
    spec: {
      automountServiceAccountToken: false,
      // Always written: the API server would fill a missing one in again from its deprecated alias, and a pod would keep an account that is pruned.
      serviceAccountName: spec.serviceAccountName ?? 'default',
      enableServiceLinks: false,
      hostNetwork: spec.hostNetwork,
      // Else names of the cluster would be looked up where the node looks its own up.
      dnsPolicy: spec.hostNetwork ? 'ClusterFirstWithHostNet' : undefined,
      terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
      restartPolicy: spec.restartPolicy,
      priorityClassName: options.priorityClassName,
      ...placement(options),
      topologySpreadConstraints: spec.spread && ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        topologyKey, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: spec.spread },
      })),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: main.user,
        runAsGroup: main.user,
        fsGroup: main.user,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      imagePullSecrets: unlessEmpty(instance.images.pullSecrets?.map((name) => ({ name }))),
      initContainers: unlessEmpty(initContainers.map((container) => hardened(container))),
      containers: [hardened(main, options), ...sidecars.map((container) => hardened(container))],
      volumes: volumesOf([...initContainers, ...sidecars, main]),
    },
  };
}

/** On which nodes pods may run. */
export function placement({ nodeSelector, tolerations }: Pick<ComponentOptions, 'nodeSelector' | 'tolerations'>): Pick<PodFields, 'nodeSelector' | 'tolerations'> {
  return {
    nodeSelector: unlessEmpty(nodeSelector),
    tolerations: unlessEmpty(tolerations?.map(({ key, value, effect, seconds }) => ({
      // The API server drops an empty value, which means the same as none.
      key, value: value === '' ? undefined : value, effect, tolerationSeconds: seconds, operator: value === undefined ? 'Exists' : 'Equal',
    }))),
  };
}

/** A container without any right that it does not need. */
export function hardened({ mounts, user, env, resources, ports, ...rest }: ContainerSpec, options: ComponentOptions = {}): Container {
  return {
    ...rest,
    imagePullPolicy: 'IfNotPresent',
    ports: ports && [...ports],
    env: unlessEmpty(environment(env, options.extraEnv)),
    resources: resourceRequirements(resources),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumeMounts: unlessEmpty(mounts.map(({ mount }) => mount)),
  };
}

function volumesOf(containers: readonly ContainerSpec[]): Volume[] {
  const byName = new Map(containers.flatMap(({ mounts }) => mounts.map(({ volume }) => [volume.name, volume] as const)));
  return [...byName.values()];
}
