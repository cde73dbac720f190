import { secret } from '../support/secrets';
import { Stack } from '../support/stack';
import { Api } from './support/api';
import { EmittedServiceAccount, tokenOf } from './support/emitted-service-account';

interface RulesReview {
  readonly status: {
    readonly incomplete: boolean;
    readonly resourceRules: ReadonlyArray<{ readonly verbs: string[]; readonly apiGroups: string[]; readonly resources: string[]; readonly resourceNames?: string[] }>;
    readonly nonResourceRules: ReadonlyArray<{ readonly verbs: string[]; readonly nonResourceURLs: string[] }>;
  };
}

const NAMESPACE = 'rights';

/** What Kubernetes lets every ServiceAccount do: ask about itself, and what the API server is and offers. */
const EVERYBODY = [
  'create authentication.k8s.io/selfsubjectreviews',
  'create authorization.k8s.io/selfsubjectaccessreviews',
  'create authorization.k8s.io/selfsubjectrulesreviews',
  ...[
    '/.well-known/openid-configuration', '/.well-known/openid-configuration/', '/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*',
    '/openid/v1/jwks', '/openid/v1/jwks/', '/readyz', '/version', '/version/',
  ].map((path) => `get ${path}`),
];

const stack = new Stack({ namespace: NAMESPACE });
let admin: Api;

beforeAll(async () => {
  ({ api: admin } = await EmittedServiceAccount.of(stack, 'bootstrap'));
  await EmittedServiceAccount.of(stack, 'jvb');
});

async function as(account: string): Promise<Api> {
  return new Api({ ...admin.address, token: await tokenOf(admin, NAMESPACE, account) });
}

/** All that an account may do in its namespace, as `kubectl auth can-i --list` shows it: a line for each verb and each kind, object or path. */
async function rights(account: string): Promise<string[]> {
  const { body: { status: { incomplete, resourceRules, nonResourceRules } } } = await (await as(account))
    .request<RulesReview>('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', { spec: { namespace: NAMESPACE } });
  expect(incomplete).toBe(false);
  const combined = (...lists: ReadonlyArray<readonly string[]>): string[][] => lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])), [[]]);
  const lines = [
    ...resourceRules.flatMap(({ verbs, apiGroups, resources, resourceNames = [''] }) => combined(verbs, apiGroups, resources, resourceNames)
      .map(([verb = '', group = '', resource = '', name = '']) => `${verb} ${[group, resource, name].filter((part) => part !== '').join('/')}`)),
    ...nonResourceRules.flatMap(({ verbs, nonResourceURLs }) => combined(verbs, nonResourceURLs).map((words) => words.join(' '))),
  ];
  return [...new Set(lines)].sort();
}

test.each([
  ['jitsi-bootstrap', ['create secrets', 'get secrets/jitsi-credentials', 'get secrets/jitsi-self-signed-tls', 'patch secrets/jitsi-credentials', 'patch secrets/jitsi-self-signed-tls']],
  ['jitsi-jvb', ['get services/jitsi-jvb']],
  ['default', []],
])('%s may do what it needs and nothing else', async (account, own) => {
  expect(await rights(account)).toEqual([...EVERYBODY, ...own].sort());
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
  const { status } = await (await as(account)).request(method, path, method === 'GET' || method === 'DELETE' ? undefined : secret('other', {}), method === 'PATCH' ? 'application/merge-patch+json' : undefined);
  expect(status).toBe(403);
});
