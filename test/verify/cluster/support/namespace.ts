import { Manifest } from '../../../support/charts';
import { until } from '../../support/until';
import { Api } from './api';
import { contentOf } from './content';
import { ApiAnswer, KubernetesObject } from './rest-client';

/** What controllers work on, and how far they say they are. */
interface Workload extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly generation?: number };
  readonly spec: { readonly replicas?: number; readonly parallelism?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly active?: number;
    readonly expectedPods?: number;
    readonly conditions?: ReadonlyArray<{ readonly type: string; readonly status: string; readonly message?: string }>;
  };
}

interface Event extends KubernetesObject {
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
}

/** Kinds that the stacks are made of, and Secrets, by the path of their lists. */
const LISTS = {
  ConfigMap: '/api/v1/configmaps',
  Service: '/api/v1/services',
  ServiceAccount: '/api/v1/serviceaccounts',
  Secret: '/api/v1/secrets',
  PersistentVolumeClaim: '/api/v1/persistentvolumeclaims',
  Role: '/apis/rbac.authorization.k8s.io/v1/roles',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/rolebindings',
  NetworkPolicy: '/apis/networking.k8s.io/v1/networkpolicies',
  PodDisruptionBudget: '/apis/policy/v1/poddisruptionbudgets',
  Job: '/apis/batch/v1/jobs',
  Deployment: '/apis/apps/v1/deployments',
  StatefulSet: '/apis/apps/v1/statefulsets',
  Certificate: '/apis/cert-manager.io/v1/certificates',
  ExternalSecret: '/apis/external-secrets.io/v1/externalsecrets',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2/horizontalpodautoscalers',
  ScaledObject: '/apis/keda.sh/v1alpha1/scaledobjects',
} as const;

/** Kinds that few stacks have: tests of those ask for them. */
const RARE_LISTS = {
  Ingress: '/apis/networking.k8s.io/v1/ingresses',
  Gateway: '/apis/gateway.networking.k8s.io/v1/gateways',
  HTTPRoute: '/apis/gateway.networking.k8s.io/v1/httproutes',
  TLSRoute: '/apis/gateway.networking.k8s.io/v1/tlsroutes',
} as const;

const PATHS = { ...LISTS, ...RARE_LISTS };

export type Kind = keyof typeof PATHS;

export const RARE = Object.keys(RARE_LISTS) as Kind[];

/** Kinds in no namespace. What a stack makes of them has the name of its namespace before a dot, which no namespace has. */
const OF_CLUSTER: readonly Kind[] = ['ClusterRole', 'ClusterRoleBinding'];

/** What the API server has in a namespace of the tests. */
export class Namespace {
  public constructor(public readonly name: string, public readonly api: Api = Api.ofTests()) {}

  public async list<T extends KubernetesObject>(kind: Kind): Promise<T[]> {
    const objects = await this.api.list<T>(this.pathOf(kind));
    return OF_CLUSTER.includes(kind) ? objects.filter(({ metadata }) => metadata.name.startsWith(`${this.name}.`)) : objects;
  }

  public pods(): Promise<KubernetesObject[]> {
    return this.api.list(this.path('/api/v1/pods'));
  }

  /** Objects that were applied, as `Kind/name`, and what the function makes of each. What Kubernetes itself puts into every namespace is none. */
  public async objects<T>(value: (object: KubernetesObject) => T): Promise<Map<string, T>> {
    const lists = await Promise.all((Object.keys(LISTS) as Kind[]).map(async (kind) => (await this.list(kind)).map((object) => [`${kind}/${object.metadata.name}`, value(object)] as const)));
    return new Map(lists.flat().filter(([title]) => title !== 'ConfigMap/kube-root-ca.crt' && title !== 'ServiceAccount/default').sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What the objects are now, without what the API server and controllers write, and what of it depends on the moment. */
  public contents(): Promise<Map<string, string>> {
    return this.objects(contentOf);
  }

  /** What the objects would be, had they been applied to nothing. */
  public async wouldBe(objects: readonly Manifest[]): Promise<Map<string, string>> {
    const contents = await Promise.all(objects.filter(({ kind }) => kind !== 'Namespace').map(async (object) => {
      const { status, body } = await this.apply(object, true);
      if (status >= 300) {
        throw new Error(`${object.kind} ${object.metadata.name}: ${status} ${JSON.stringify(body)}`);
      }
      return [`${object.kind}/${object.metadata.name}`, contentOf(body as KubernetesObject)] as const;
    }));
    return new Map(contents);
  }

  public async titles(): Promise<string[]> {
    return [...(await this.objects(() => undefined)).keys()];
  }

  public async versions(): Promise<Map<string, string>> {
    return this.objects(({ metadata }) => metadata.resourceVersion);
  }

  /** How many pods the workloads ask for in all. */
  public async podsWanted(): Promise<number> {
    const [deployments, statefulSets, jobs] = await Promise.all([this.list<Workload>('Deployment'), this.list<Workload>('StatefulSet'), this.list<Workload>('Job')]);
    return podsOf([...deployments, ...statefulSets, ...jobs]);
  }

  /** What controllers could not make, in Kubernetes' words. */
  public async failures(): Promise<string[]> {
    const events = await this.api.list<Event>(this.path('/api/v1/events'));
    const workloads = [...await this.list<Workload>('Deployment'), ...await this.list<Workload>('StatefulSet')];
    return [
      ...events.filter(({ reason }) => reason?.startsWith('Failed') === true).map(({ involvedObject, message }) => `${involvedObject.kind} ${involvedObject.name}: ${message ?? ''}`),
      ...workloads.flatMap(({ metadata, status }) => (status?.conditions ?? []).filter(({ type, status: is }) => type === 'ReplicaFailure' && is === 'True').map(({ message }) => `${metadata.name}: ${message ?? ''}`)),
    ];
  }

  /** Applies an object as `kubectl apply --server-side` does: it is an error to take a field from somebody else, or to write one that does not exist. */
  public async apply(object: Manifest, dryRun = false): Promise<ApiAnswer<unknown>> {
    const path = object.kind === 'Namespace' ? '/api/v1/namespaces' : this.pathOf(object.kind as Kind);
    return this.api.request('PATCH', `${path}/${object.metadata.name}?fieldManager=kubectl&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`, object, 'application/apply-patch+yaml');
  }

  /** Removes an object, named `Kind/name`, and with it what was made for it. */
  public async remove(title: string): Promise<void> {
    const [kind = '', name = ''] = title.split('/');
    const path = this.pathOf(kind as Kind);
    const { status, body } = await this.api.request('DELETE', `${path}/${name}?propagationPolicy=Background`);
    if (status !== 200) {
      throw new Error(`DELETE ${path}/${name}: ${status} ${JSON.stringify(body)}`);
    }
  }

  /** Waits until controllers have made every pod that is wanted, and have written all that they write about it. */
  public async settled(): Promise<void> {
    let before = '';
    await until('all pods, and nothing that changes any more', async () => {
      const now = await this.reported() ? JSON.stringify([...(await this.versions()).entries()]) : '';
      const same = now !== '' && now === before;
      before = now;
      return same;
    }, { every: 300, context: async () => (await this.failures()).join('\n') });
  }

  /** Whether each controller has said last what it will say as long as no pod runs, and has made its pods. */
  private async reported(): Promise<boolean> {
    const [deployments = [], statefulSets = [], jobs = [], budgets = []] = await Promise.all((['Deployment', 'StatefulSet', 'Job', 'PodDisruptionBudget'] as const).map((kind) => this.list<Workload>(kind)));
    const seen = ({ metadata, status }: Workload): boolean => status?.observedGeneration === metadata.generation;
    const all = ({ spec, status }: Workload): boolean => status?.replicas === spec.replicas && status?.updatedReplicas === spec.replicas;
    const done = [
      ...deployments.map((each) => seen(each) && all(each) && each.status?.unavailableReplicas === each.spec.replicas),
      ...statefulSets.map((each) => seen(each) && all(each)),
      ...jobs.map(({ status }) => status?.active === 1),
      ...budgets.map((each) => seen(each) && (each.status?.expectedPods ?? 0) > 0),
    ];
    return done.every((each) => each) && (await this.pods()).length === podsOf([...deployments, ...statefulSets, ...jobs]);
  }

  private pathOf(kind: Kind): string {
    return OF_CLUSTER.includes(kind) ? PATHS[kind] : this.path(PATHS[kind]);
  }

  private path(list: string): string {
    const slash = list.lastIndexOf('/');
    return `${list.slice(0, slash)}/namespaces/${this.name}${list.slice(slash)}`;
  }
}

/** How many pods workloads ask for in all. */
function podsOf(workloads: readonly Workload[]): number {
  return workloads.reduce((sum, { spec }) => sum + (spec.replicas ?? spec.parallelism ?? 1), 0);
}
