import { Manifest } from './charts';

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string }; readonly fieldRef?: { readonly fieldPath: string } };
}

export interface Probe {
  readonly httpGet?: { readonly host?: string; readonly path: string; readonly port: string | number };
  readonly tcpSocket?: { readonly port: string | number };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly command?: string[];
  readonly env?: Variable[];
  readonly ports?: ReadonlyArray<{ readonly name: string; readonly containerPort: number; readonly protocol: string; readonly hostPort?: number }>;
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean; readonly capabilities?: { readonly add?: string[]; readonly drop?: string[] }; readonly privileged?: boolean;
    readonly readOnlyRootFilesystem?: boolean; readonly runAsNonRoot?: boolean; readonly runAsUser?: number; readonly runAsGroup?: number;
    readonly seccompProfile?: { readonly type: string };
  };
  readonly volumeMounts?: ReadonlyArray<{ readonly name: string; readonly mountPath: string; readonly subPath?: string; readonly readOnly?: boolean }>;
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly exec?: { readonly command: string[] } } };
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly configMap?: { readonly name: string; readonly items?: ReadonlyArray<{ readonly key: string }> };
  readonly secret?: { readonly secretName: string; readonly items?: ReadonlyArray<{ readonly key: string }> };
  readonly projected?: { readonly sources: ReadonlyArray<{ readonly serviceAccountToken?: object }> };
  readonly hostPath?: object;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: {
    readonly containers: Container[];
    readonly initContainers?: Container[];
    readonly volumes?: Volume[];
    readonly automountServiceAccountToken?: boolean;
    readonly enableServiceLinks?: boolean;
    readonly serviceAccountName?: string;
    readonly terminationGracePeriodSeconds?: number;
    readonly priorityClassName?: string;
    readonly nodeSelector?: Record<string, string>;
    readonly tolerations?: object[];
    readonly topologySpreadConstraints?: ReadonlyArray<{ readonly topologyKey: string; readonly whenUnsatisfiable: string; readonly labelSelector: { readonly matchLabels: Record<string, string> } }>;
    readonly imagePullSecrets?: ReadonlyArray<{ readonly name: string }>;
    readonly restartPolicy?: string;
    readonly hostNetwork?: boolean;
    readonly dnsPolicy?: string;
    readonly hostPID?: boolean;
    readonly hostIPC?: boolean;
    readonly securityContext?: { readonly fsGroup?: number; readonly runAsNonRoot?: boolean; readonly runAsUser?: number; readonly seccompProfile?: { readonly type: string } };
  };
}

interface WorkloadSpec {
  readonly template: PodTemplate;
  readonly replicas?: number;
  readonly selector?: { readonly matchLabels: Record<string, string> };
  readonly strategy?: { readonly type: string; readonly rollingUpdate?: object };
  readonly podManagementPolicy?: string;
  readonly serviceName?: string;
}

export interface Workload extends Manifest {
  readonly spec: WorkloadSpec;
}

export function workloads(objects: readonly Manifest[]): Workload[] {
  return objects.filter((object): object is Workload => ['Deployment', 'StatefulSet', 'Job'].includes(object.kind));
}

/** A pod of a workload, as far as Services and policies tell pods apart. */
export interface Pod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Every Service and every policy is held against all pods. */
const PODS = new WeakMap<Workload, readonly Pod[]>();

/** The pods that controllers make of a workload. Those of a StatefulSet have names, and a label with them. */
export function podsOf(workload: Workload): readonly Pod[] {
  const pods = PODS.get(workload) ?? made(workload);
  PODS.set(workload, pods);
  return pods;
}

function made({ kind, metadata, spec }: Workload): Pod[] {
  return Array.from({ length: spec.replicas ?? 1 }, (_, index) => {
    const name = `${metadata.name}-${index}`;
    return { name, labels: { ...spec.template.metadata.labels, ...(kind === 'StatefulSet' && { 'statefulset.kubernetes.io/pod-name': name }) } };
  });
}

/** The workload of a component. */
export function workload(objects: readonly Manifest[], name: string): Workload {
  const found = workloads(objects).find(({ metadata }) => metadata.name === name);
  if (found === undefined) {
    throw new Error(`no workload is named ${name}`);
  }
  return found;
}

export function containers({ spec: { template: { spec } } }: Workload): Container[] {
  return [...spec.initContainers ?? [], ...spec.containers];
}

export function mainContainer(of: Workload): Container {
  const [first] = of.spec.template.spec.containers;
  if (first === undefined) {
    throw new Error(`${of.metadata.name} has no container`);
  }
  return first;
}

/** Environment of a workload's container as the container sees it; references to Secrets as `secret/key`, to the pod itself as `field …`. */
export function environmentOf(of: Workload): Record<string, string> {
  return Object.fromEntries((mainContainer(of).env ?? []).map(({ name, value, valueFrom }) => (
    [name, value ?? (valueFrom?.fieldRef ? `field ${valueFrom.fieldRef.fieldPath}` : `${valueFrom?.secretKeyRef?.name ?? ''}/${valueFrom?.secretKeyRef?.key ?? ''}`)]
  )));
}
