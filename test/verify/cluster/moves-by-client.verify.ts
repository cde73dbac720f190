import { kubectl, tryKubectl } from './support/kubectl';
import { deviations, ideals, Move, moves } from './support/moves';
import { Namespace } from './support/namespace';
import { PRUNE } from './support/prune';
import { yamlOf } from './support/stacks';

jest.setTimeout(600_000);

/** While it prunes, kubectl sends five requests a second and waits for the most part. */
const WAYS = 5;
const ways = moves(WAYS, (way) => `moves-by-client-${way}`);

/** Makes the moves of one way, and says what went wrong. */
async function go(way: readonly Move[], namespace: Namespace): Promise<string[]> {
  const [problems, ideal]: [string[], Awaited<ReturnType<typeof ideals>>] = [[], await ideals(namespace, way)];
  const [first, ...rest] = way;
  await kubectl(['apply', '--filename', '-'], yamlOf(first?.objects ?? []));
  for (const { title, objects } of rest) {
    // How lists are merged is known to kubectl; to ask the server for it anew would take a second each time.
    const { code, stderr } = await tryKubectl(['apply', '--openapi-patch=false', '--namespace', namespace.name, ...PRUNE, '--filename', '-'], yamlOf(objects));
    const problem = [...(code === 0 && stderr === '' ? [] : [stderr]), ...await deviations(namespace, ideal.get(objects) ?? new Map())];
    problems.push(...problem.map((each) => `${title}: ${each}`));
  }
  return problems;
}

test('the ways have every move from each of twelve configurations to each other', () => {
  const titles = ways.flatMap((way) => way.slice(1).map(({ title }) => title));
  expect(titles).toHaveLength(12 * 11);
  expect(new Set(titles).size).toBe(12 * 11);
  expect(titles.filter((title) => title.split(' -> ')[0] === title.split(' -> ')[1])).toEqual([]);
});

test('kubectl moves from each configuration to each other in place, and prunes what is no longer wanted', async () => {
  const problems = await Promise.all(ways.map((way, index) => go(way, new Namespace(`moves-by-client-${index}`))));
  expect(problems.flat()).toEqual([]);
});
