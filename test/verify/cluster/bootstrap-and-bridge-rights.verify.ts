import { secret } from '../support/secrets';
import { Stack } from '../support/stack';
import { Api } from './support/api';
import { EmittedServiceAccount } from './support/emitted-service-account';
import { actingAs, EVERYBODY, OWN_RIGHTS, rightsOf } from './support/rights';

const NAMESPACE = 'rights';

const stack = new Stack({ namespace: NAMESPACE });
let admin: Api;

beforeAll(async () => {
  ({ api: admin } = await EmittedServiceAccount.of(stack, 'bootstrap'));
  await EmittedServiceAccount.of(stack, 'jvb');
});

test.each(Object.entries(OWN_RIGHTS))('%s may do what it needs and nothing else', async (account, own) => {
  expect(await rightsOf(admin, NAMESPACE, account)).toEqual([...EVERYBODY, ...own].sort());
});

test('every other pod is of the namespace\'s own account', () => {
  const pods = stack.manifests.flatMap(({ kind, spec }) => (spec?.template === undefined ? [] : [[kind, spec.template.spec.containers[0]?.name, spec.template.spec.serviceAccountName ?? 'default']]));
  expect(pods).toEqual([
    ['Job', 'bootstrap', 'jitsi-bootstrap'], ['Deployment', 'prosody', 'default'], ['Deployment', 'jicofo', 'default'], ['Deployment', 'jvb', 'jitsi-jvb'], ['Deployment', 'web', 'default'],
    ['Deployment', 'nginx', 'default'],
  ]);
});

test.each([
  ['jitsi-bootstrap', 'GET', '/api/v1/namespaces/rights/secrets'],
  ['jitsi-bootstrap', 'GET', '/api/v1/namespaces/rights/secrets/other'],
  ['jitsi-bootstrap', 'PATCH', '/api/v1/namespaces/rights/secrets/other'],
  ['jitsi-bootstrap', 'PUT', '/api/v1/namespaces/rights/secrets/jitsi-credentials'],
  ['jitsi-bootstrap', 'DELETE', '/api/v1/namespaces/rights/secrets/jitsi-credentials'],
  ['jitsi-bootstrap', 'GET', '/api/v1/namespaces/default/secrets/jitsi-credentials'],
  ['jitsi-bootstrap', 'POST', '/api/v1/namespaces/default/secrets'],
  ['jitsi-bootstrap', 'POST', '/api/v1/namespaces/rights/serviceaccounts/jitsi-bootstrap/token'],
  ['jitsi-bootstrap', 'GET', '/api/v1/namespaces/rights/services/jitsi-jvb'],
  ['jitsi-jvb', 'GET', '/api/v1/namespaces/rights/services'],
  ['jitsi-jvb', 'GET', '/api/v1/namespaces/rights/services/other'],
  ['jitsi-jvb', 'PATCH', '/api/v1/namespaces/rights/services/jitsi-jvb/status'],
  ['jitsi-jvb', 'GET', '/api/v1/namespaces/rights/secrets/jitsi-credentials'],
  ['default', 'GET', '/api/v1/namespaces/rights/secrets/jitsi-credentials'],
])('%s is denied %s %s', async (account, method, path) => {
  const { status } = await (await actingAs(admin, NAMESPACE, account)).request(method, path, method === 'GET' || method === 'DELETE' ? undefined : secret('other', {}), method === 'PATCH' ? 'application/merge-patch+json' : undefined);
  expect(status).toBe(403);
});
