import { Api } from './api';
import { tokenOf } from './emitted-service-account';

interface RulesReview {
  readonly status: {
    readonly incomplete: boolean;
    readonly resourceRules: ReadonlyArray<{ readonly verbs: string[]; readonly apiGroups: string[]; readonly resources: string[]; readonly resourceNames?: string[] }>;
    readonly nonResourceRules: ReadonlyArray<{ readonly verbs: string[]; readonly nonResourceURLs: string[] }>;
  };
}

/** What Kubernetes lets every ServiceAccount do: ask about itself, and what the API server is and offers. */
export const EVERYBODY = [
  'create authentication.k8s.io/selfsubjectreviews',
  'create authorization.k8s.io/selfsubjectaccessreviews',
  'create authorization.k8s.io/selfsubjectrulesreviews',
  ...[
    '/.well-known/openid-configuration', '/.well-known/openid-configuration/', '/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*',
    '/openid/v1/jwks', '/openid/v1/jwks/', '/readyz', '/version', '/version/',
  ].map((path) => `get ${path}`),
];

/** What each account of the default stack may do beside that. */
export const OWN_RIGHTS: Readonly<Record<string, readonly string[]>> = {
  'jitsi-bootstrap': ['create secrets', 'get secrets/jitsi-credentials', 'get secrets/jitsi-self-signed-tls', 'patch secrets/jitsi-credentials', 'patch secrets/jitsi-self-signed-tls'],
  'jitsi-jvb': ['get services/jitsi-jvb'],
  'default': [],
};

/** The API server as an account meets it. */
export async function actingAs(admin: Api, namespace: string, account: string): Promise<Api> {
  return new Api({ ...admin.address, token: await tokenOf(admin, namespace, account) });
}

/** All that an account may do in a namespace, by default its own, as `kubectl auth can-i --list` shows it: a line for each verb and each kind, object or path. */
export async function rightsOf(admin: Api, namespace: string, account: string, where = namespace): Promise<string[]> {
  const { body: { status: { incomplete, resourceRules, nonResourceRules } } } = await (await actingAs(admin, namespace, account))
    .request<RulesReview>('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', { spec: { namespace: where } });
  if (incomplete) {
    throw new Error(`the API server does not know all rights of ${account}`);
  }
  const lines = [
    ...resourceRules.flatMap(({ verbs, apiGroups, resources, resourceNames = [''] }) => combined(verbs, apiGroups, resources, resourceNames)
      .map(([verb = '', group = '', resource = '', name = '']) => `${verb} ${[group, resource, name].filter((part) => part !== '').join('/')}`)),
    ...nonResourceRules.flatMap(({ verbs, nonResourceURLs }) => combined(verbs, nonResourceURLs).map((words) => words.join(' '))),
  ];
  return [...new Set(lines)].sort();
}

function combined(...lists: ReadonlyArray<readonly string[]>): string[][] {
  return lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])), [[]]);
}
