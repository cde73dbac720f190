import { kubectl, tryKubectl } from './support/kubectl';
import { deviations, movesIn } from './support/moves';
import { Namespace } from './support/namespace';
import { PRUNE } from './support/prune';
import { yamlOf } from './support/stacks';

jest.setTimeout(600_000);

test('kubectl moves from each configuration to each other in place, and prunes what is no longer wanted', async () => {
  const namespace = new Namespace('moves-by-client');
  const [first, ...moves] = movesIn(namespace.name);
  // The Namespace has not the label by which objects are pruned, so it is there before.
  await kubectl(['apply', '--filename', '-'], yamlOf(first?.objects ?? []));
  expect(moves).toHaveLength(132);
  const problems: string[] = [];
  for (const { title, objects } of moves) {
    // How lists are merged is known to kubectl; to ask the server for it anew would take a second each time.
    const { code, stderr } = await tryKubectl(['apply', '--openapi-patch=false', '--namespace', namespace.name, ...PRUNE, '--filename', '-'], yamlOf(objects));
    const problem = [...(code === 0 && stderr === '' ? [] : [stderr]), ...await deviations(namespace, objects)];
    problems.push(...problem.map((each) => `${title}: ${each}`));
  }
  expect(problems).toEqual([]);
});
