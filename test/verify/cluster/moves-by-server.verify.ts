import { Configuration, CONFIGURATIONS } from './support/configurations';
import { mediaConfigurations } from './support/media-configurations';
import { deviations, ideals, moves } from './support/moves';
import { Namespace } from './support/namespace';

jest.setTimeout(600_000);

test.each<[string, string, readonly Configuration[]]>([
  ['configuration', 'moves-by-server', CONFIGURATIONS],
  ['way for media', 'media-by-server', mediaConfigurations(22)],
])('server-side apply moves from each %s to each other in place', async (_what, name, configurations) => {
  const namespace = new Namespace(name);
  const problems: string[] = [];
  let before = new Map<string, string>();
  const way = moves(configurations, 1, () => namespace.name).flat();
  const ideal = await ideals(namespace, way);
  for (const { title, objects } of way) {
    const after = new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, JSON.stringify(object)]));
    // What stays as it is need not be applied: that this changes nothing is shown elsewhere.
    for (const object of objects.filter(({ kind, metadata }) => before.get(`${kind}/${metadata.name}`) !== after.get(`${kind}/${metadata.name}`))) {
      const { status, body } = await namespace.apply(object);
      if (status >= 300) {
        problems.push(`${title}: ${JSON.stringify(body)}`);
      }
    }
    // kubectl does not prune what was applied so; tools for GitOps do it as here.
    await Promise.all([...before.keys()].filter((each) => !after.has(each)).map((gone) => namespace.remove(gone)));
    problems.push(...(await deviations(namespace, ideal.get(objects) ?? new Map())).map((problem) => `${title}: ${problem}`));
    before = after;
  }
  expect(problems).toEqual([]);
});
