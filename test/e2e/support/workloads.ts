interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly generation: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
}

export interface List<T> {
  readonly items: readonly T[];
}

export interface Pod {
  readonly kind: 'Pod';
  readonly metadata: Metadata;
  readonly spec: {
    readonly nodeName?: string;
    readonly terminationGracePeriodSeconds: number;
    readonly initContainers?: ReadonlyArray<{ readonly name: string }>;
    readonly containers: ReadonlyArray<{ readonly name: string }>;
  };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: ReadonlyArray<{ readonly type: string; readonly status: string; readonly lastTransitionTime: string }>;
    readonly initContainerStatuses?: ReadonlyArray<{ readonly name: string; readonly restartCount: number; readonly state: { readonly running?: object } }>;
    readonly containerStatuses?: ReadonlyArray<{ readonly name: string; readonly restartCount: number; readonly containerID?: string }>;
  };
}

export interface Workload {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly metadata: Metadata;
  readonly spec: { readonly replicas: number };
  readonly status: { readonly observedGeneration?: number; readonly updatedReplicas?: number; readonly readyReplicas?: number };
}

export interface Service {
  readonly kind: 'Service';
  readonly metadata: Metadata;
  readonly spec: { readonly selector?: Readonly<Record<string, string>>; readonly publishNotReadyAddresses?: boolean };
  readonly status: { readonly loadBalancer: { readonly ingress?: ReadonlyArray<{ readonly ip: string }> } };
}

export interface Secret {
  readonly metadata: Metadata;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/** That of a Job whose work is done. One that is deleted ends as well, and does not stay. */
export const isDone = ({ metadata, status }: Pod): boolean => status.phase === 'Succeeded' && metadata.deletionTimestamp === undefined;

/** Whether it gets traffic, and is there to stay. */
export const isReady = ({ metadata, status }: Pod): boolean => metadata.deletionTimestamp === undefined
  && (status.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');

export const containersOf = ({ spec }: Pod): ReadonlyArray<{ readonly name: string }> => [...spec.initContainers ?? [], ...spec.containers];

export const restartsOf = ({ status }: Pod): number => [...status.initContainerStatuses ?? [], ...status.containerStatuses ?? []].reduce((sum, { restartCount }) => sum + restartCount, 0);

/** Seconds from its creation until it was Ready; the API server counts whole ones. */
export function secondsToReady({ metadata, status }: Pod): number {
  const ready = status.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
  return (Date.parse(ready) - Date.parse(metadata.creationTimestamp)) / 1000;
}

export const componentOf = ({ metadata }: Pod): string => metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name;

/** Which template of its workload it was made of. */
export const templateOf = ({ metadata: { labels } }: Pod): string => labels?.['pod-template-hash'] ?? labels?.['controller-revision-hash'] ?? '';
