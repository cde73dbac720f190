import { Manifest, ofKind, rendered } from '../../support/charts';
import { examples, exampleSource, run } from '../../support/snippets';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { strictly } from './support/strict-apply';

/** The objects of an example in another namespace than its own, which those of the cluster have in their names. One that makes no namespace gets the strictest. */
function into(namespace: string, objects: readonly Manifest[]): Manifest[] {
  const own = objects.find(({ metadata }) => metadata.namespace !== undefined)?.metadata.namespace ?? '';
  const renamed = (key: string, value: unknown): unknown => (
    typeof value !== 'string' ? value : key === 'namespace' ? value.replace(own, namespace) : key === 'name' ? value.replace(`${own}.`, `${namespace}.`) : value
  );
  const [made, inside] = [ofKind(objects, 'Namespace'), objects.filter(({ kind }) => kind !== 'Namespace').map((object) => JSON.parse(JSON.stringify(object), renamed) as Manifest)];
  return [...(made.length > 0 ? made.map((object) => ({ ...object, metadata: { ...object.metadata, name: namespace } })) : ofKind(rendered({ namespace }), 'Namespace')), ...inside];
}

// What people copy, at the level of Pod Security that it chooses.
describe.each(examples())('The example %s', (name) => {
  const namespace = new Namespace(`example-${name}`);
  const objects = into(namespace.name, run(exampleSource(name)).objects);

  test('is taken without an error or a warning, and kept as it is written', async () => {
    expect(await strictly(namespace, objects)).toEqual([]);
    expect(await namespace.titles()).toEqual(titlesOf(objects));
  });

  test('gets all its pods', async () => {
    await namespace.settled();
    expect(await namespace.failures()).toEqual([]);
  });
});
