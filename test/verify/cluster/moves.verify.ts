import { QUICK_APPLY } from '../support/quick-apply';
import { ControlPlane } from './support/control-plane';
import { Configuration, CONFIGURATIONS } from './support/configurations';
import { kubectl, tryKubectl } from './support/kubectl';
import { mediaConfigurations } from './support/media-configurations';
import { deviations, ideals, Move, moves } from './support/moves';
import { Namespace } from './support/namespace';
import { preparedControlPlane } from './support/prepared-control-plane';
import { PRUNE, pruneCluster } from './support/prune';
import { yamlOf } from './support/stacks';

jest.setTimeout(600_000);

/** While it prunes, kubectl sends five requests a second and waits for the most part. */
const WAYS = 5;
const WAYS_OF_MEDIA = 2;

const ways = moves(CONFIGURATIONS, WAYS, (way) => `moves-by-client-${way}`);
// At the same time in one cluster, where ports of nodes are given out once.
const waysOfMedia = Array.from({ length: WAYS_OF_MEDIA }, (_, way) => moves(mediaConfigurations(20 + way), WAYS_OF_MEDIA, (each) => `media-by-client-${each}`)[way] ?? []);

let controlPlane: ControlPlane | undefined;

// Of its own, and without controllers, of which each move would make work, and nothing that is compared here.
beforeAll(async () => {
  controlPlane = await preparedControlPlane(false);
});

afterAll(() => controlPlane?.stop());

/** Makes the moves of one way, and says what went wrong. */
async function go(way: readonly Move[], namespace: Namespace): Promise<string[]> {
  const [problems, ideal]: [string[], Awaited<ReturnType<typeof ideals>>] = [[], await ideals(namespace, way)];
  const [first, ...rest] = way;
  await kubectl([...QUICK_APPLY, '--filename', '-'], yamlOf(first?.objects ?? []));
  let before = first;
  for (const move of rest) {
    const { title, objects } = move;
    const { code, stderr } = await tryKubectl([...QUICK_APPLY, '--namespace', namespace.name, ...PRUNE, '--filename', '-'], yamlOf(objects));
    const problem = [...(code === 0 && stderr === '' ? [] : [stderr])];
    if (asksForNodes(before) && !asksForNodes(move)) {
      const pruned = await tryKubectl(pruneCluster(namespace.name));
      problem.push(...(pruned.code === 0 ? [] : [pruned.stderr]));
    }
    problems.push(...[...problem, ...await deviations(namespace, ideal.get(objects) ?? new Map())].map((each) => `${title}: ${each}`));
    before = move;
  }
  return problems;
}

function asksForNodes(move: Move | undefined): boolean {
  return move?.objects.some(({ kind }) => kind === 'ClusterRole') === true;
}

/** From each of so many to each other, once. */
function expectEveryMove(of: readonly Move[][], configurations: number): void {
  const titles = of.flatMap((way) => way.slice(1).map(({ title }) => title));
  expect(titles).toHaveLength(configurations * (configurations - 1));
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.filter((title) => title.split(' -> ')[0] === title.split(' -> ')[1])).toEqual([]);
}

test('the ways have every move from each of twelve configurations to each other', () => {
  expectEveryMove(ways, 12);
});

test('and from each of seven ways for media, all that there are, to each other', () => {
  expectEveryMove(waysOfMedia, 7);
});

test('kubectl moves from each configuration to each other in place, and prunes what is no longer wanted', async () => {
  const all = [...ways.map((way, index) => ({ way, name: `moves-by-client-${index}` })), ...waysOfMedia.map((way, index) => ({ way, name: `media-by-client-${index}` }))];
  const problems = await Promise.all(all.map(({ way, name }) => go(way, new Namespace(name))));
  expect(problems.flat()).toEqual([]);
});

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
