import { JitsiMeetChartProps } from '../../../lib';
import { EVERY_AUTHENTICATION } from '../../support/authentications';
import { Manifest, manifests, meetChart } from '../../support/charts';
import { run, snippets } from '../../support/snippets';
import { Namespace } from './support/namespace';
import { strictly } from './support/strict-apply';

jest.setTimeout(60_000);

const namespace = new Namespace('authentication');

/** Each authentication of the tests, and each that the document shows. */
const SHOWN = [...snippets('ts')].filter(([file]) => file.includes('/authentication.md.')).map(([file, source]) => [file.replace(/^.*\//, ''), run(source).props] as const);
const CASES: ReadonlyArray<readonly [string, Partial<JitsiMeetChartProps>]> = [...EVERY_AUTHENTICATION.map(([title, authentication]) => [title, { authentication }] as const), ...SHOWN];

function objectsOf(props: Partial<JitsiMeetChartProps>, id: string): Manifest[] {
  return manifests(meetChart({ ...props, namespace: namespace.name }, id));
}

/** What a stack has that one without authentication has not, or has otherwise. */
function different(props: Partial<JitsiMeetChartProps>, id: string): Manifest[] {
  const without = new Set(objectsOf({}, id).map((object) => JSON.stringify(object)));
  return objectsOf(props, id).filter((object) => !without.has(JSON.stringify(object)));
}

beforeAll(async () => {
  expect(await strictly(namespace, objectsOf({}, 'default').filter(({ kind }) => kind === 'Namespace'))).toEqual([]);
});

test('the document shows every kind', () => {
  expect(SHOWN.length).toBeGreaterThanOrEqual(6);
});

test.each(CASES.map(([title, props], index) => [title, props, `s${index}`] as const))('what %s needs is taken strictly, without a warning', async (_title, props, id) => {
  const objects = different(props, id);
  expect(await strictly(namespace, objects)).toEqual([]);
  expect([...await namespace.titles()].filter((title) => title.includes(`/${id}-`))).toEqual(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort());
});

test('and every pod is, under Pod Security restricted', async () => {
  await namespace.settled();
  expect(await namespace.failures()).toEqual([]);
});
