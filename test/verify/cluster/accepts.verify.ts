import { Manifest } from '../../support/charts';
import { STACKS } from './support/checked-stacks';
import { tryKubectl } from './support/kubectl';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { StackIn, yamlOf } from './support/stacks';
import { strictly } from './support/strict-apply';

test('all stacks are looked at, those that documents show among them', () => {
  expect(STACKS.map(([title]) => title)).toEqual([
    'the default stack', 'the stack with every prop set', 'the stack with a certificate of cert-manager', 'the stack of README.md.0', 'the stack of customisation.md.0', 'the stack of customisation.md.1',
    'the stack of customisation.md.2', 'the stack of load-balancers.md.0', 'the stack of operations.md.0', 'the stack of operations.md.1', 'the stack of pictures.md.0', 'the stack of turn.md.0',
    'the stack of turn.md.1', 'the stack of two-stacks.md.1',
  ]);
});

/** Applies objects, and says what was said. */
type Apply = (namespace: Namespace, objects: readonly Manifest[]) => Promise<string[]>;

const byKubectl = (...options: readonly string[]): Apply => async (_namespace, objects) => {
  const { code, stderr } = await tryKubectl(['apply', '--validate=strict', ...options, '--filename', '-'], yamlOf(objects));
  return code === 0 && stderr === '' ? [] : [stderr];
};

const [documented, own] = [STACKS.filter(([title]) => title.includes('.md.')), STACKS.filter(([title]) => !title.includes('.md.'))];

/** How it is applied makes a difference by kinds and fields, of which the stacks of documents have none that others have not: these are sent to the server as kubectl would. */
const CASES: ReadonlyArray<readonly [title: string, stack: StackIn, apply: Apply, diff?: readonly string[]]> = [
  ...own.map(([title, stack]) => [`${title}, applied by the server`, stack, byKubectl('--server-side'), ['--server-side']] as const),
  ...own.map(([title, stack]) => [`${title}, applied by the client`, stack, byKubectl(), []] as const),
  ...documented.map(([title, stack]) => [title, stack, strictly] as const),
];

describe.each(CASES.map(([title, stack, apply, diff], index) => ({ title, stack, apply, diff, name: `accepts-${index}` })))('$title', ({ stack, apply, diff, name }) => {
  const namespace = new Namespace(name);
  const objects = stack(name);

  test('is taken without an error or a warning', async () => {
    expect(await apply(namespace, objects)).toEqual([]);
    expect(await namespace.titles()).toEqual(titlesOf(objects));
  });

  test('gets every pod, under Pod Security restricted', async () => {
    expect(await namespace.api.get(`/api/v1/namespaces/${name}`)).toMatchObject({ metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
    await namespace.settled();
    expect(await namespace.podsWanted()).toBeGreaterThanOrEqual(7);
    expect(await namespace.failures()).toEqual([]);
  });

  test('applied again changes nothing', async () => {
    await namespace.settled();
    const before = await namespace.versions();
    expect(await apply(namespace, objects)).toEqual([]);
    expect(await namespace.versions()).toEqual(before);
  });

  // Those that are sent are compared with each answer.
  if (diff) {
    test('does not differ from what is there', async () => {
      expect(await tryKubectl(['diff', ...diff, '--filename', '-'], yamlOf(objects))).toEqual({ code: 0, stdout: '', stderr: '' });
    });
  }
});
