import { Manifest } from '../../support/charts';
import { examples, runExample } from '../../support/snippets';
import { into } from './support/into';
import { titlesOf } from './support/moves';
import { Kind, Namespace, RARE } from './support/namespace';
import { strictly } from './support/strict-apply';

/** Each stack of each example, in a namespace of its own. */
const STACKS = examples().flatMap((name) => {
  const { objects } = runExample(name);
  const namespaces = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))];
  return namespaces.map((own) => [namespaces.length > 1 ? `${name}, ${own}` : name, ofNamespace(objects, own)] as const);
});

/** Those of the cluster have its name in theirs. */
function ofNamespace(objects: readonly Manifest[], own: string): Manifest[] {
  return objects.filter(({ kind, metadata }) => (metadata.namespace ?? (kind === 'Namespace' ? metadata.name : metadata.name.split('.')[0])) === own);
}

// What people copy, at the level of Pod Security that it chooses.
describe.each(STACKS)('The example %s', (title, all) => {
  const namespace = new Namespace(`example-${title.replace(', ', '-')}`);
  const objects = into(namespace.name, all);

  test('is taken without an error or a warning, and kept as it is written', async () => {
    const rare = async (kind: Kind): Promise<string[]> => (await namespace.list(kind)).map(({ metadata }) => `${kind}/${metadata.name}`);

    expect(await strictly(namespace, objects)).toEqual([]);
    expect([...await namespace.titles(), ...(await Promise.all(RARE.map(rare))).flat()].sort()).toEqual(titlesOf(objects));
  });

  test('gets all its pods', async () => {
    await namespace.settled();
    expect(await namespace.failures()).toEqual([]);
  });
});

test('no object of an example is left out', () => {
  expect(STACKS.reduce((sum, [, objects]) => sum + objects.length, 0)).toBe(examples().reduce((sum, name) => sum + runExample(name).objects.length, 0));
});
