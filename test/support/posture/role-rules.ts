import { Manifest } from '../charts';
import { clusterRoleBindings, roleBindings, roles, services } from '../objects';
import { everyObject, everyPod, PostureRule, when } from './rule';
import { made } from './secrets';

interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

function absent(objects: readonly Manifest[], { kind, name, namespace = '' }: Reference): string[] {
  return when(
    !objects.some((object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace), `names ${kind} ${name} of namespace ${namespace}, which is not there`,
  );
}

/** The API server admits no pod of a service account that is not there, and grants nothing by a binding whose ends are not. */
export const serviceAccountsExist: PostureRule = (objects) => {
  const missing = (kind: string, name: string | undefined): string[] => (
    when(name !== undefined && !objects.some((object) => object.kind === kind && object.metadata.name === name), `names ${kind} ${String(name)}, which is not there`)
  );
  return [
    // That of the namespace is there always. It is written, because the API server fills a missing one in again from its deprecated alias.
    ...everyPod(({ spec }) => (spec.serviceAccountName === 'default' ? [] : spec.serviceAccountName === undefined ? ['names no ServiceAccount'] : missing('ServiceAccount', spec.serviceAccountName)))(objects),
    ...everyObject(roleBindings, ({ metadata: { namespace }, roleRef, subjects }) => [
      ...absent(objects, { ...roleRef, namespace }),
      ...subjects.flatMap((subject) => absent(objects, subject)),
    ])(objects),
    ...everyObject(clusterRoleBindings, ({ roleRef, subjects }) => [
      ...missing(roleRef.kind, roleRef.name),
      ...subjects.flatMap((subject) => absent(objects, subject)),
    ])(objects),
  ];
};

/** Whoever may read an object of a name that does not exist is refused the one that he needs. */
export const rolesNameWhatIsThere: PostureRule = everyObject(roles, ({ rules }, objects) => rules.flatMap(({ resources, resourceNames = [] }) => {
  const names = [...resources.includes('services') ? services(objects).map(({ metadata }) => metadata.name) : [], ...resources.includes('secrets') ? made(objects).map(({ name }) => name) : []];
  return resourceNames.filter((name) => !names.includes(name)).map((name) => `allows something on ${name}, which is none of the ${resources.join(' and ')}`);
}));
