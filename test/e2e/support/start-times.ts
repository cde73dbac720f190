import { Pod, secondsToReady } from './workloads';

type ContainerStatus = NonNullable<Pod['status']['containerStatuses']>[number];

/** A pod, with what it says of the start of its containers. */
export interface StartedPod extends Pod {
  readonly status: Omit<Pod['status'], 'containerStatuses'> & {
    readonly containerStatuses?: ReadonlyArray<ContainerStatus & { readonly state: { readonly running?: { readonly startedAt: string } } }>;
  };
}

/** Whole seconds of a pod's start, as the API server counts them. */
export interface StartTimes {
  /** From its creation until its main container started: it was scheduled, and waited for what it needs. */
  readonly waited: number;
  /** From there until it was Ready, which is up to its program and its probes. */
  readonly started: number;
}

export function startTimes(pod: StartedPod): StartTimes {
  const starts = (pod.status.containerStatuses ?? []).map(({ state }) => Date.parse(state.running?.startedAt ?? ''));
  const waited = (Math.max(...starts) - Date.parse(pod.metadata.creationTimestamp)) / 1000;
  return { waited, started: secondsToReady(pod) - waited };
}
