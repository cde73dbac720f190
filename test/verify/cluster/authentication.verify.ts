import { Yaml } from 'cdk8s';
import { Authentication, JitsiMeetChartProps } from '../../../lib';
import { AUTHENTICATIONS, EVERY_AUTHENTICATION } from '../../support/authentications';
import { Manifest, manifests, meetChart } from '../../support/charts';
import { openIdConnectAdapter } from '../../support/openid-connect';
import { Workload } from '../../support/pods';
import { run, snippets } from '../../support/snippets';
import { tryKubectl } from './support/kubectl';
import { Namespace } from './support/namespace';
import { KubernetesObject } from './support/rest-client';
import { strictly } from './support/strict-apply';

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

test('the document shows every kind of signing in', () => {
  const types = SHOWN.map(([, { authentication }]) => authentication?._way.prosody.AUTH_TYPE);
  expect([...new Set(types)].sort()).toEqual(['hybrid_matrix_token', 'internal', 'jwt', 'ldap', 'matrix']);
});

test.each(CASES.map(([title, props], index) => [title, props, `s${index}`] as const))('what %s needs is taken strictly, without a warning', async (_title, props, id) => {
  const objects = different(props, id);
  expect(await strictly(namespace, objects)).toEqual([]);
  expect([...await namespace.titles()].filter((title) => title.includes(`/${id}-`))).toEqual(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort());
});

test('the adapter for OpenID Connect that the document deploys is taken strictly, without a warning', async () => {
  const objects = openIdConnectAdapter().map((object) => ({ ...object, metadata: { ...object.metadata, namespace: namespace.name } }));

  expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'NetworkPolicy', 'NetworkPolicy']);
  expect(await strictly(namespace, objects)).toEqual([]);
});

test.each<[string, string, (object: Manifest) => Promise<readonly string[]>]>([
  ['server', 'by-server', (object) => strictly(namespace, [object])],
  ['client', 'by-client', async (object) => [(await tryKubectl(['apply', '--validate=strict', '--filename', '-'], Yaml.stringify(object))).stderr].filter((said) => said !== '')],
])('Prosody goes from a folder to a volume and back in place, applied by the %s', async (_side, id, apply) => {
  const prosody = (authentication: Authentication): Manifest[] => objectsOf({ authentication }, id).filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === `${id}-prosody`);
  const parts: unknown[] = [];
  for (const authentication of [AUTHENTICATIONS.none.least, AUTHENTICATIONS.internalAccounts['on a volume of one\'s own'], AUTHENTICATIONS.none.least]) {
    for (const object of prosody(authentication)) {
      expect(await apply(object)).toEqual([]);
    }
    const found = (await namespace.list<KubernetesObject & Pick<Workload, 'spec'>>('Deployment')).find(({ metadata }) => metadata.name === `${id}-prosody`);
    parts.push([found?.spec.template.spec.initContainers?.length, found?.spec.template.spec.volumes?.find(({ name }) => name === 'data')]);
  }
  const folder = [undefined, { name: 'data', emptyDir: { sizeLimit: '256Mi' } }];
  expect(parts).toEqual([folder, [1, { name: 'data', persistentVolumeClaim: { claimName: 'own-claim' } }], folder]);
});

test('and every pod is, under Pod Security restricted', async () => {
  await namespace.settled();
  expect(await namespace.failures()).toEqual([]);
});
