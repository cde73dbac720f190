import { NODE } from '../../../tools/cluster/addresses';
import { amount } from '../../support/posture/quantity';
import { until } from '../../verify/support/until';
import { StackCluster } from './stack-cluster';
import { table } from './table';
import { componentOf, isDone, Pod } from './workloads';

type Quantities = Readonly<Record<string, string>>;

interface PodWithResources extends Pod {
  readonly spec: Pod['spec'] & { readonly containers: ReadonlyArray<{ readonly resources: { readonly requests: Quantities; readonly limits: Quantities } }> };
}

/** What the kubelet says of a container; it looks every ten seconds or so, and has no figures before its first look. */
interface ContainerStats {
  readonly cpu?: { readonly time: string; readonly usageCoreNanoSeconds?: number };
  readonly memory?: { readonly time: string; readonly workingSetBytes?: number };
}

interface Stats {
  readonly pods: ReadonlyArray<{ readonly podRef: { readonly uid: string }; readonly containers?: readonly ContainerStats[] }>;
}

/** What a pod has used, by the identity of the pod. */
type Usage = ReadonlyMap<string, { readonly seconds: number; readonly cpuSeconds: number; readonly bytes: number }>;

/** What all pods use, by figures that are younger than some instant. */
async function usageAfter(cluster: StackCluster, namespace: string, instant: number): Promise<Usage> {
  const pods = (await cluster.pods(namespace)).filter((pod) => !isDone(pod));
  return until('figures of all pods', async () => {
    const stats = await cluster.api.get<Stats>(`/api/v1/nodes/${NODE}/proxy/stats/summary`);
    const found = pods.flatMap(({ metadata: { uid } }) => (stats.pods.find(({ podRef }) => podRef.uid === uid)?.containers ?? []).flatMap(({ cpu, memory }) => (
      cpu?.usageCoreNanoSeconds !== undefined && memory?.workingSetBytes !== undefined && Math.min(Date.parse(cpu.time), Date.parse(memory.time)) > instant
        ? [[uid, { seconds: Date.parse(cpu.time) / 1000, cpuSeconds: cpu.usageCoreNanoSeconds / 1e9, bytes: memory.workingSetBytes }] as const] : [])));
    return found.length === pods.length && new Map(found);
  }, { every: 500 });
}

/** What a component's pods use and may use: mebibytes of memory, thousandths of a CPU. */
export interface Use {
  readonly component: string;
  readonly idleMemory: number;
  readonly busyMemory: number;
  readonly requestedMemory: number;
  readonly memoryLimit: number;
  /** All since its start, in seconds. */
  readonly cpuSeconds: number;
  readonly busyCpu: number;
  readonly requestedCpu: number;
  /** Not a number where there is none. */
  readonly cpuLimit: number;
}

/** What pods use before they get work, and then. */
export async function usesBeforeAndAfter(cluster: StackCluster, namespace: string, work: () => Promise<void>): Promise<readonly Use[]> {
  const idle = await usageAfter(cluster, namespace, 0);
  await work();
  const busy = await usageAfter(cluster, namespace, Date.now());
  const pods = (await cluster.list<PodWithResources>('pods', namespace)).filter((pod) => !isDone(pod));
  return pods.flatMap((pod) => {
    const [before, after] = [idle.get(pod.metadata.uid), busy.get(pod.metadata.uid)];
    const [container] = pod.spec.containers;
    if (before === undefined || after === undefined || container === undefined) {
      return [];
    }
    const { requests, limits } = container.resources;
    const [mebibytes, thousandths] = [(text = ''): number => amount(text) / 2 ** 20, (text = ''): number => amount(text) * 1000];
    return [{
      component: componentOf(pod),
      idleMemory: before.bytes / 2 ** 20,
      busyMemory: after.bytes / 2 ** 20,
      requestedMemory: mebibytes(requests.memory),
      memoryLimit: mebibytes(limits.memory),
      cpuSeconds: after.cpuSeconds,
      busyCpu: (after.cpuSeconds - before.cpuSeconds) / (after.seconds - before.seconds) * 1000,
      requestedCpu: thousandths(requests.cpu),
      cpuLimit: thousandths(limits.cpu),
    }];
  });
}

export function tableOfUses(uses: readonly Use[]): string {
  return table(
    ['', 'MiB idle', 'busy', 'request', 'limit', 'CPU seconds in all', 'thousandths busy', 'request', 'limit'],
    ...uses.map((use) => [
      use.component, use.idleMemory.toFixed(1), use.busyMemory.toFixed(1), use.requestedMemory, use.memoryLimit, use.cpuSeconds.toFixed(2), use.busyCpu.toFixed(0), use.requestedCpu,
      Number.isNaN(use.cpuLimit) ? 'none' : use.cpuLimit,
    ]),
  );
}
