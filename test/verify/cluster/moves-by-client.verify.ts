import { CONFIGURATIONS } from './support/configurations';
import { kubectl, tryKubectl } from './support/kubectl';
import { mediaConfigurations } from './support/media-configurations';
import { deviations, ideals, Move, moves } from './support/moves';
import { Namespace } from './support/namespace';
import { PRUNE, pruneCluster } from './support/prune';
import { yamlOf } from './support/stacks';

jest.setTimeout(600_000);

/** While it prunes, kubectl sends five requests a second and waits for the most part. */
const WAYS = 5;
const WAYS_OF_MEDIA = 2;

const ways = moves(CONFIGURATIONS, WAYS, (way) => `moves-by-client-${way}`);
// At the same time in one cluster, where ports of nodes are given out once.
const waysOfMedia = Array.from({ length: WAYS_OF_MEDIA }, (_, way) => moves(mediaConfigurations(20 + way), WAYS_OF_MEDIA, (each) => `media-by-client-${each}`)[way] ?? []);

/** Makes the moves of one way, and says what went wrong. */
async function go(way: readonly Move[], namespace: Namespace): Promise<string[]> {
  const [problems, ideal]: [string[], Awaited<ReturnType<typeof ideals>>] = [[], await ideals(namespace, way)];
  const [first, ...rest] = way;
  await kubectl(['apply', '--filename', '-'], yamlOf(first?.objects ?? []));
  let before = first;
  for (const move of rest) {
    const { title, objects } = move;
    // How lists are merged is known to kubectl; to ask the server for it anew would take a second each time.
    const { code, stderr } = await tryKubectl(['apply', '--openapi-patch=false', '--namespace', namespace.name, ...PRUNE, '--filename', '-'], yamlOf(objects));
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
