import { Manifest } from '../charts';
import { title } from '../objects';
import { workloads } from '../pods';
import { everyObject, PostureRule, repeated, when } from './rule';

const all = (objects: readonly Manifest[]): readonly Manifest[] => objects;

/** Objects of the cluster. All but the namespace itself have the namespace's name and a dot before their own. */
const OF_CLUSTER = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];

/** A Service's name is a DNS label that starts with a letter, the rest follow suit; a StatefulSet's goes into a label together with a hash. */
export const namesAreDnsLabels: PostureRule = (objects) => {
  const namespaces = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
  return everyObject(all, ({ kind, metadata }) => {
    const ofNamespace = kind.startsWith('ClusterRole') ? namespaces.find((namespace) => metadata.name.startsWith(`${namespace}.`)) : undefined;
    const name = ofNamespace === undefined ? metadata.name : metadata.name.slice(ofNamespace.length + 1);
    return [
      ...when(kind.startsWith('ClusterRole') && ofNamespace === undefined, 'does not name its namespace'),
      ...when(!(kind === 'Namespace' ? /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/ : /^[a-z]([-a-z0-9]*[a-z0-9])?$/).test(name), 'is no DNS label'),
      ...when(name.length > (kind === 'StatefulSet' ? 52 : 63), 'has too long a name'),
    ];
  })(objects);
};

/** Of two objects of one kind and name the second would overwrite the first. */
export const objectsAreUnique: PostureRule = (objects) => (
  repeated(objects.map((object) => `${object.apiVersion} ${title(object)} in ${object.metadata.namespace ?? 'no namespace'}`)).map((name) => `${name} is there twice`)
);

/** Without a namespace an object would land wherever the one who applies it happens to be. */
export const objectsHaveTheNamespace: PostureRule = (objects) => {
  const components = objects.filter(({ kind }) => !OF_CLUSTER.includes(kind));
  const own = components.find(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'prosody')?.metadata.namespace ?? components[0]?.metadata.namespace;
  return [
    // A pool of bridges may have one of its own, with the Job that brings its password there.
    ...everyObject(() => components, ({ metadata }) => when(
      metadata.namespace !== own && !['jvb', 'bootstrap'].includes(metadata.labels?.['app.kubernetes.io/name'] ?? ''), `lies in ${String(metadata.namespace)}, the stack in ${String(own)}`,
    ))(objects),
    ...everyObject(all, ({ kind, metadata }) => when(OF_CLUSTER.includes(kind) !== (metadata.namespace === undefined), 'has no namespace, or is of the cluster and in one'))(objects),
  ];
};

/** The stack is deleted by this label; the namespace has other owners, and people's accounts stay. */
export const objectsCarryTheInstance: PostureRule = everyObject(all, ({ kind, metadata }) => (
  when(['Namespace', 'PersistentVolumeClaim'].includes(kind) !== (metadata.labels?.['app.kubernetes.io/instance'] === undefined), 'lacks the label of the instance, or stays and has it')
));

const LABEL = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** The API server refuses labels of another form. */
export const labelsAreValid: PostureRule = (objects) => [
  ...objects.map((object) => [title(object), object.metadata.labels ?? {}] as const),
  ...workloads(objects).map((workload) => [`pods of ${title(workload)}`, workload.spec.template.metadata.labels] as const),
].flatMap(([where, labels]) => Object.entries(labels).flatMap(([key, value]) => {
  const name = key.replace(/^[^/]*\//, '');
  return when(value.length > 63 || !LABEL.test(value) || name.length > 63 || !LABEL.test(name), `${where} has the label ${key}=${value}`);
}));

/** Maps of a user's own keys, in which the API server keeps an empty text; it drops one in any other field. */
const MAPS = ['annotations', 'data', 'labels', 'matchLabels', 'nodeSelector'];

/** The API server drops what is empty, and each later apply would write it again. */
export const nothingIsEmpty: PostureRule = everyObject(all, (object) => emptyFields(object).map((path) => `has nothing in ${path}`));

function emptyFields(value: unknown, path: readonly string[] = []): string[] {
  if (value === null || value === undefined) {
    return [path.join('.')];
  }
  if (typeof value !== 'object') {
    // In a list, and as the group of a reference, an empty text stands for something: the API group of the core.
    return value === '' && !MAPS.includes(path.at(-2) ?? '') && !/^(?:\d+|group)$/.test(path.at(-1) ?? '') ? [path.join('.')] : [];
  }
  const fields = Object.entries(value);
  return fields.length === 0 ? [path.join('.')] : fields.flatMap(([key, field]) => emptyFields(field, [...path, key]));
}
