import { join } from 'node:path';
import { OneNodeCluster } from '../../../tools/cluster/cluster';
import { output, program } from '../../../tools/cluster/programs';
import { Scope } from '../../verify/support/scope';
import { until } from '../../verify/support/until';
import { deadlocks } from './deadlocks';
import { componentOf, containersOf, isDone, isReady, List, Pod, Service, Workload } from './workloads';

const IMAGE_STORE = join(__dirname, '../../../tools/cluster/image-store.sh');

/** Kinds of objects, in the plural as everywhere in their API, and where that API is. */
const APIS = { pods: '/api/v1', services: '/api/v1', secrets: '/api/v1', deployments: '/apis/apps/v1', statefulsets: '/apis/apps/v1', poddisruptionbudgets: '/apis/policy/v1' } as const;

/** A cluster that has the images of the stack. With CLUSTER_KEEP=1 it stays up for a look. */
export class StackCluster extends OneNodeCluster {
  public static async launch(scope: Scope, name: string): Promise<StackCluster> {
    const cluster = new StackCluster(name, (await output([IMAGE_STORE])).trim());
    const kept = process.env.CLUSTER_KEEP === '1';
    if (!kept) {
      scope.onClose(() => cluster.stop());
    }
    await cluster.start({ detached: kept, images: cluster.images });
    if (kept) {
      console.log(`CLUSTER_KEEP=1, so the cluster stays: CLUSTER=${name} npm run cluster:kubectl -- get pods -A; it ends by CLUSTER=${name} npm run cluster:down`);
    }
    return cluster;
  }

  private constructor(name: string, public readonly images: string) {
    super(name);
  }

  /** Objects of a kind that are in a namespace. */
  public async list<T>(kind: keyof typeof APIS, namespace: string): Promise<readonly T[]> {
    return (await this.api.get<List<T>>(`${APIS[kind]}/namespaces/${namespace}/${kind}`)).items;
  }

  public pods(namespace: string): Promise<readonly Pod[]> {
    return this.list<Pod>('pods', namespace);
  }

  /** Pods of a component, those that stop too. */
  public async podsOf(namespace: string, component: string): Promise<readonly Pod[]> {
    return (await this.pods(namespace)).filter((pod) => componentOf(pod) === component);
  }

  /** What a container has written, all of it or since a time as `Date.now()` counts. A pod with one container need not say which. */
  public async podLog(namespace: string, pod: string, { container, since }: { readonly container?: string; readonly since?: number } = {}): Promise<string> {
    const query = new URLSearchParams({ ...(container !== undefined && { container }), ...(since !== undefined && { sinceTime: new Date(since).toISOString() }) });
    const { status, body } = await this.api.request<string>('GET', `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query.toString()}`);
    return status === 200 ? body : '';
  }

  /** Seconds until all workloads have all their pods, of their last change, Ready, none of others is left and all Jobs are done. */
  public async settles(namespace: string, seconds: number): Promise<number> {
    const begin = performance.now();
    await until(`all pods of ${namespace}`, async () => {
      const [deployments, statefulSets, pods] = await Promise.all([this.list<Workload>('deployments', namespace), this.list<Workload>('statefulsets', namespace), this.pods(namespace)]);
      const workloads = [...deployments, ...statefulSets];
      const running = pods.filter((pod) => !isDone(pod));
      return workloads.length > 0
        && running.length === workloads.reduce((sum, { spec }) => sum + spec.replicas, 0)
        && running.every(isReady)
        && workloads.every(({ metadata, spec, status }) => status.observedGeneration === metadata.generation && status.updatedReplicas === spec.replicas && status.readyReplicas === spec.replicas);
    }, { seconds });
    return (performance.now() - begin) / 1000;
  }

  public async addressOf(namespace: string, service: string): Promise<string> {
    return until(`an address of ${service}`, async () => {
      const found = (await this.list<Service>('services', namespace)).find(({ metadata }) => metadata.name === service);
      return found?.status.loadBalancer.ingress?.[0]?.ip;
    });
  }

  /** Ends a container as a crash would. */
  public async crash(containerID: string): Promise<void> {
    await output(this.inside([
      program('ctr'), '--address', join(this.folder, 'containerd.sock'), '--namespace', 'k8s.io', 'tasks', 'kill', '--signal', 'SIGKILL', containerID.replace('containerd://', ''),
    ]));
  }

  /** Events, states of pods, and logs of what is not ready, in one namespace or in all. */
  public async explanation(namespace?: string): Promise<string> {
    const where = namespace === undefined ? ['-A'] : ['-n', namespace];
    const said = async (...args: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await this.tryKubectl(args);
      return `--- kubectl ${args.join(' ')}\n${stdout}${stderr}`;
    };
    const found = (JSON.parse(await this.kubectl(['get', 'pods,services', ...where, '-o', 'json'])) as List<Pod | Service>).items;
    const pods = found.filter((each) => each.kind === 'Pod').filter((pod) => !isDone(pod) && !isReady(pod));
    const texts = await Promise.all([
      said('get', 'pods', ...where, '-o', 'wide'),
      said('get', 'events', ...where, '--sort-by=.lastTimestamp'),
      ...pods.flatMap((pod) => [
        said('describe', 'pod', '-n', pod.metadata.namespace, pod.metadata.name),
        ...containersOf(pod).map(({ name }) => said('logs', '-n', pod.metadata.namespace, pod.metadata.name, '-c', name, '--tail=40')),
      ]),
    ]);
    return [...deadlocks(pods, found.filter((each) => each.kind === 'Service')), ...texts].join('\n');
  }
}
