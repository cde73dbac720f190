import { releases } from '../../../tools/releases/last';
import { ANOTHER_EACH_TIME, LAST, lasting, NEXT, secretKeys } from '../../support/releases';
import { into } from './support/into';
import { kubectl, tryKubectl } from './support/kubectl';
import { deviations, titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { PRUNE } from './support/prune';
import { yamlOf } from './support/stacks';

/** What the bootstrap Job has made: no manifest has it, and it must outlive them. */
const MADE_INSIDE = [...new Set(secretKeys(LAST).map((key) => key.split('/')[0] ?? ''))].map((name) => ({
  apiVersion: 'v1', kind: 'Secret', metadata: { name, labels: { 'app.kubernetes.io/part-of': 'jitsi-meet', 'cdk8s-jitsi/instance': 'jitsi' } },
}));

/** Of the last release, and of this one no longer: whoever prunes as docs/operations.md says does not have it. */
const SUPERSEDED = titlesOf(LAST.filter(({ kind }) => ANOTHER_EACH_TIME.includes(kind))).filter((title) => !titlesOf(NEXT).includes(title));

describe.each([
  ['client', PRUNE, []],
  ['server', ['--server-side'], SUPERSEDED],
])(`The default stack of ${releases().at(-1) ?? ''} becomes that of the next release by %s-side apply`, (side, options, left) => {
  const namespace = new Namespace(`upgrade-by-${side}`);
  const [last, next] = [into(namespace.name, LAST), into(namespace.name, NEXT)];
  const apply = (objects: typeof next): ReturnType<typeof tryKubectl> => tryKubectl(['apply', '--namespace', namespace.name, ...options, '--filename', '-'], yamlOf(objects));
  let ideal: ReadonlyMap<string, string>;
  let before: ReadonlyMap<string, string>;

  beforeAll(async () => {
    await Promise.all(next.filter(({ kind }) => kind === 'Namespace').map((object) => namespace.apply(object)));
    ideal = await namespace.wouldBe(next);
    await kubectl(['create', '--namespace', namespace.name, '--filename', '-'], yamlOf(MADE_INSIDE));
    expect(await apply(last)).toMatchObject({ code: 0 });
    await namespace.settled();
    before = await namespace.objects(({ metadata }) => metadata.uid);
  });

  test('without an error or a warning', async () => {
    expect(await apply(next)).toMatchObject({ code: 0, stderr: '' });
  });

  test('and no object is lost or made anew', async () => {
    const after = await namespace.objects(({ metadata }) => metadata.uid);
    const kept = [...lasting(LAST), ...lasting(MADE_INSIDE)].filter((title) => !title.startsWith('Namespace/'));
    expect(kept.map((title) => [title, after.get(title)])).toEqual(kept.map((title) => [title, before.get(title) ?? 'was there']));
  });

  test('and is what a first installation would make', async () => {
    expect((await deviations(namespace, ideal)).sort()).toEqual([...lasting(MADE_INSIDE), ...left].sort().map((title) => `${title} is still there`));
  });
});
