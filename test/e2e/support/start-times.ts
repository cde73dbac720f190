import { table } from './table';
import { componentOf, Pod, secondsToReady } from './workloads';

type ContainerStatus = NonNullable<Pod['status']['containerStatuses']>[number];

/** A pod, with what it says of the start of its containers. */
export interface StartedPod extends Pod {
  readonly status: Omit<Pod['status'], 'containerStatuses'> & {
    readonly containerStatuses?: ReadonlyArray<ContainerStatus & { readonly state: { readonly running?: { readonly startedAt: string } } }>;
  };
}

/** Whose the seconds from an apply until all pods were Ready are. */
export interface Shares {
  /** What is left without the slowest container's own start and the load balancer's delay. The two may go on at once, so it is the least that is ours. */
  readonly ours: number;
  /** The longest that a container waited for anything but the load balancer. */
  readonly longestWait: number;
  readonly text: string;
}

export function sharesOf(pods: readonly StartedPod[], seconds: number, delay: number): Shares {
  const times = pods.map((pod) => ({ component: componentOf(pod), ...timesOf(pod) }));
  const slowest = Math.max(...times.map(({ started }) => started));
  const longestWait = Math.max(...times.map(({ component, waited }) => (component === 'jvb' ? waited - delay : waited)));
  const ours = seconds - delay - slowest;
  return {
    ours,
    longestWait,
    text: `all pods Ready ${seconds.toFixed(1)} s after the apply; without the slowest container's own start, ${slowest} s, and the load balancer, ${delay} s, ${ours.toFixed(1)} s are ours; `
      + `no container waited longer than ${longestWait} s for what it needs, but for the load balancer\n${
        table(['whole seconds', 'until it started', 'then until Ready'], ...times.map(({ component, waited, started }) => [component, waited, started]))}`,
  };
}

/** Whole seconds, as the API server counts them: from a pod's creation until its main container started, and from there until it was Ready, which is up to its program and its probes. */
function timesOf(pod: StartedPod): { readonly waited: number; readonly started: number } {
  const starts = (pod.status.containerStatuses ?? []).map(({ state }) => Date.parse(state.running?.startedAt ?? ''));
  const waited = (Math.max(...starts) - Date.parse(pod.metadata.creationTimestamp)) / 1000;
  return { waited, started: secondsToReady(pod) - waited };
}
