import { BRIDGE_LABEL, Labels, NAME_LABEL, POD_NAME_LABEL, POOL_LABEL } from '../kubernetes/labels';
import { FIRST_POOL } from '../components/pool-choices';
import { Port, portText } from './ports';
import { policies, PolicyRule, Rendered, ScalerObject, scalers, selects, ServiceObject, services, WorkloadObject, workloads } from './rendered';

/** A box in a picture: pods of one kind, or what stands before them. */
export interface Part {
  readonly id: string;
  /** The namespace of its pods; empty where it is not known. */
  readonly namespace: string;
  /** Whether it is no part of the stack. */
  readonly outside: boolean;
  readonly title: string;
  /** What more there is to say of it, in lines. */
  readonly lines: readonly string[];
}

/** A port at which a container listens. */
export interface Listening extends Port {
  readonly port: number;
  readonly name: string | undefined;
  readonly hostPort: number | undefined;
  /** Name of the workload. */
  readonly workload: string;
}

/** Pods that all policies treat alike: those of a component, or of a pool of bridges. */
export interface Pods extends Part {
  readonly labels: Labels;
  readonly listening: readonly Listening[];
  readonly services: readonly ServiceObject[];
  /** What may connect to them; undefined is everybody. */
  readonly ingress: readonly PolicyRule[] | undefined;
  /** What they may connect to; undefined is everything. */
  readonly egress: readonly PolicyRule[] | undefined;
  /** Whether they have an account at the API server. */
  readonly account: boolean;
}

const TITLES: Readonly<Record<string, string>> = { nginx: 'NGINX', prosody: 'Prosody', jicofo: 'Jicofo', jvb: 'JVB' };

/** The pods of a stack, in the order in which it made them. */
export function partsOf(objects: readonly Rendered[]): Pods[] {
  const groups = new Map<string, WorkloadObject[]>();
  workloads(objects).forEach((workload) => {
    const id = idOf(workload);
    groups.set(id, [...groups.get(id) ?? [], workload]);
  });
  return [...groups].map(([id, group]) => pods(objects, id, group));
}

function idOf({ metadata, spec }: WorkloadObject): string {
  const { [NAME_LABEL]: component = metadata.name, [POOL_LABEL]: pool = FIRST_POOL } = spec.template.metadata.labels;
  return (pool === FIRST_POOL ? component : `${component}-${pool}`).replaceAll(/[^a-z0-9]/g, '_');
}

function pods(objects: readonly Rendered[], id: string, group: readonly WorkloadObject[]): Pods {
  const [first] = group;
  const { [BRIDGE_LABEL]: _one, ...labels } = first?.spec.template.metadata.labels ?? {};
  const namespace = first?.metadata.namespace ?? '';
  const inNamespace = objects.filter(({ metadata }) => metadata.namespace === namespace);
  const own = services(inNamespace).filter(({ spec: { selector: { [POD_NAME_LABEL]: _pod, ...selector } = {} } }) => selects(selector, labels));
  return {
    id, namespace, outside: false, labels, services: own,
    title: titleOf(labels, group, scalers(inNamespace)),
    lines: [...objectLines(group.filter(({ kind }) => kind !== 'Job')), ...serviceLines(own)],
    listening: group.flatMap(({ metadata, spec: { template } }) => template.spec.containers.flatMap(({ ports = [] }) => ports.map(({ name, containerPort, protocol, hostPort }) => ({
      name, port: containerPort, protocol: protocol === 'UDP' ? 'UDP' : 'TCP', hostPort: template.spec.hostNetwork ? hostPort ?? containerPort : hostPort, workload: metadata.name,
    })))),
    ingress: rules(inNamespace, labels, 'Ingress'),
    egress: rules(inNamespace, labels, 'Egress'),
    account: group.some(({ spec }) => (spec.template.spec.serviceAccountName ?? 'default') !== 'default'),
  };
}

function rules(objects: readonly Rendered[], labels: Labels, direction: 'Ingress' | 'Egress'): readonly PolicyRule[] | undefined {
  const closing = policies(objects).filter(({ spec }) => selects(spec.podSelector.matchLabels, labels) && spec.policyTypes?.includes(direction));
  return closing.length === 0 ? undefined : closing.flatMap(({ spec }): readonly PolicyRule[] => (direction === 'Ingress' ? spec.ingress : spec.egress) ?? []);
}

function titleOf({ [NAME_LABEL]: component = '', [POOL_LABEL]: pool = FIRST_POOL }: Labels, group: readonly WorkloadObject[], all: readonly ScalerObject[]): string {
  const name = `${TITLES[component] ?? component}${pool === FIRST_POOL ? '' : ` ${pool}`}${group[0]?.kind === 'Job' ? ' Job' : ''}`;
  const scaler = all.find(({ spec }) => group.some(({ metadata }) => metadata.name === spec.scaleTargetRef.name))?.spec;
  const count = group.reduce((sum, { spec }) => sum + (spec.replicas ?? 1), 0);
  const pods = scaler ? `${scaler.minReplicas ?? scaler.minReplicaCount ?? 1} to ${scaler.maxReplicas ?? scaler.maxReplicaCount ?? ''}` : String(count);
  return pods === '1' ? name : `${name} ×${pods}`;
}

function objectLines(group: readonly WorkloadObject[]): string[] {
  return [...new Set(group.map(({ kind }) => kind))].flatMap((kind) => named(kind, group.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name)));
}

/** Lines for each kind of Service: their names, and the ports of all of them. */
function serviceLines(own: readonly ServiceObject[]): string[] {
  const byKind = new Map<string, ServiceObject[]>();
  own.forEach((service) => {
    const kind = service.spec.type === 'LoadBalancer' || service.spec.type === 'NodePort' ? service.spec.type : service.spec.clusterIP === 'None' ? 'headless Service' : 'Service';
    byKind.set(kind, [...byKind.get(kind) ?? [], service]);
  });
  return [...byKind].flatMap(([kind, some]) => [
    ...named(kind, some.map(({ metadata }) => metadata.name)),
    portText(some.flatMap(({ spec }) => (spec.ports ?? []).map(({ port, protocol }) => ({ port, protocol: protocol === 'UDP' ? 'UDP' : 'TCP' })))),
  ]);
}

function named(kind: string, names: readonly string[]): string[] {
  return names.length === 1 ? [`${kind} ${names[0] ?? ''}`] : [`${names.length} ${kind}s`, `${names[0] ?? ''} to ${names.at(-1) ?? ''}`];
}
