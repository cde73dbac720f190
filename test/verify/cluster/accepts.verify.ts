import { kubectl, tryKubectl } from './support/kubectl';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { STACKS, yamlOf } from './support/stacks';

test('all stacks are looked at, those that documents show among them', () => {
  expect(STACKS.map(([title]) => title)).toEqual([
    'the default stack', 'the stack with every prop set', 'the stack with a certificate of cert-manager', 'the stack of README.md.0', 'the stack of customisation.md.0', 'the stack of customisation.md.1',
    'the stack of customisation.md.2', 'the stack of load-balancers.md.0', 'the stack of operations.md.0', 'the stack of operations.md.1', 'the stack of pictures.md.0', 'the stack of turn.md.0',
    'the stack of turn.md.1', 'the stack of two-stacks.md.1',
  ]);
});

const SERVER = ['server', ['--server-side', '--validate=strict']] as const;
const CLIENT = ['client', ['--validate=strict']] as const;

describe.each(STACKS.map(([title, stack], index) => [title, stack, `accepts-${index}`] as const))('%s', (title, stack, prefix) => {
  // How it is applied makes a difference by kinds and fields, of which the stacks of documents have none that others have not.
  describe.each(title.includes('.md.') ? [SERVER] : [SERVER, CLIENT])('applied by the %s', (side, options) => {
    const namespace = new Namespace(`${prefix}-${side}`);
    const objects = stack(namespace.name);
    const yaml = yamlOf(objects);

    test('is taken without an error or a warning', async () => {
      expect(await tryKubectl(['apply', ...options, '--filename', '-'], yaml)).toMatchObject({ code: 0, stderr: '' });
      expect(await namespace.titles()).toEqual(titlesOf(objects));
    });

    test('gets every pod, under Pod Security restricted', async () => {
      expect(JSON.parse(await kubectl(['get', 'namespace', namespace.name, '--output', 'json']))).toMatchObject({ metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
      await namespace.settled();
      expect(await namespace.podsWanted()).toBeGreaterThanOrEqual(7);
      expect(await namespace.failures()).toEqual([]);
    });

    test('applied again changes nothing', async () => {
      await namespace.settled();
      const before = await namespace.versions();
      await kubectl(['apply', ...options, '--filename', '-'], yaml);
      expect(await namespace.versions()).toEqual(before);
    });

    test('does not differ from what is there', async () => {
      expect(await tryKubectl(['diff', ...options.filter((option) => option === '--server-side'), '--filename', '-'], yaml)).toEqual({ code: 0, stdout: '', stderr: '' });
    });
  });
});
