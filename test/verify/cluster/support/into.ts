import { Manifest, ofKind, rendered } from '../../../support/charts';

/** Objects of a stack in another namespace than their own, which those of the cluster have in their names. Where they bring no namespace, there is one of the strictest. */
export function into(namespace: string, objects: readonly Manifest[]): Manifest[] {
  const own = objects.find(({ metadata }) => metadata.namespace !== undefined)?.metadata.namespace ?? '';
  const renamed = (key: string, value: unknown): unknown => (
    typeof value !== 'string' ? value : key === 'namespace' ? value.replace(own, namespace) : key === 'name' ? value.replace(`${own}.`, `${namespace}.`) : value
  );
  const [made, inside] = [ofKind(objects, 'Namespace'), objects.filter(({ kind }) => kind !== 'Namespace').map((object) => JSON.parse(JSON.stringify(object), renamed) as Manifest)];
  return [...(made.length > 0 ? made.map((object) => ({ ...object, metadata: { ...object.metadata, name: namespace } })) : ofKind(rendered({ namespace }), 'Namespace')), ...inside];
}
