import { createHmac } from 'node:crypto';
import { openIdConnectAdapter, openIdConnectProps } from '../support/openid-connect';
import { workloads } from '../support/pods';
import { RealStack, realStack } from './support/real-stack';
import { scopePerFile } from './support/scope';
import { HOST, Stack } from './support/stack';
import { until } from './support/until';
import { Upstream } from './support/upstream';

const scope = scopePerFile();
const PROPS = openIdConnectProps();
const SECRETS = { 'jitsi-jwt': { 'app-secret': 'shared' }, 'jitsi-oidc': { 'client-secret': 'of the client' } };
/** What the site makes of `{state}`. */
const STATE = encodeURIComponent(JSON.stringify({ 'room': 'weekly', 'tenant': 'team', 'config.subject': 'a & b' }));
const CSP = 'default-src \'none\'; base-uri \'none\'; form-action \'none\'; frame-ancestors \'none\'';

let stack: RealStack;
let adapter: Upstream;

/** What the adapter has in its environment, with the values of the Secrets. */
function variables(): ReadonlyMap<string, string | undefined> {
  const secrets = new Map(Object.entries(SECRETS).map(([name, data]) => [name, new Map(Object.entries(data))]));
  const env = workloads(openIdConnectAdapter()).flatMap(({ spec }) => spec.template.spec.containers).flatMap((container) => container.env ?? []);
  return new Map(env.map(({ name, value, valueFrom: { secretKeyRef } = {} }) => [name, value ?? secrets.get(secretKeyRef?.name ?? '')?.get(secretKeyRef?.key ?? '')]));
}

/** A token as the adapter writes it. */
function token(appId = variables().get('JWT_APP_ID')): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: appId, iss: appId, sub: HOST, room: 'weekly', iat: now, nbf: now, exp: now + 10800, context: { user: { id: '1', name: 'Alice', email: '' } } };
  const signed = [{ typ: 'JWT', alg: 'HS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', variables().get('JWT_APP_SECRET') ?? '').update(signed).digest('base64url')}`;
}

beforeAll(async () => {
  stack = await realStack(scope, { props: { ...PROPS, nginx: { ...PROPS.nginx, securityHeaders: {} } }, secrets: SECRETS });
  adapter = await Upstream.start(scope, 'the adapter', 9000, stack.network.pod(90));
  stack.edge.dns.records.set('jitsi-oidc-adapter.jitsi.svc.cluster.local', stack.network.pod(90));
  await until('an answer of the adapter', async () => (await stack.edge.get('/oidc/health')).status === 200);
});

beforeEach(() => {
  adapter.reset();
});

describe('The edge with the document\'s adapter for OpenID Connect', () => {
  test('sends to it whoever wants to sign in, as they came, and with the host of the site whatever they say', async () => {
    const url = new Stack(PROPS).podWith('web').containers.flatMap(({ env = [] }) => env).find(({ name }) => name === 'TOKEN_AUTH_URL')?.value ?? '';
    await stack.edge.get(url.replace(`https://${HOST}`, '').replace('{state}', STATE), { headers: { 'Host': 'other.example.net', 'X-Forwarded-Host': 'other.example.net' } });

    expect(adapter.requests.map((request) => [request.method, request.url, request.headers.host])).toEqual([['GET', `/oidc/auth?state=${STATE}`, HOST]]);
  });

  test('gives its redirects to the browser as they are, however long', async () => {
    const location = `https://${HOST}/team/weekly?jwt=${token()}#config.subject=${'x'.repeat(5000)}`;
    adapter.handler = (_, response) => response.writeHead(302, { Location: location }).end();

    const { status, headers } = await stack.edge.get(`/oidc/tokenize?code=a&state=${STATE}`);
    expect([status, headers.location]).toEqual([302, location]);
  });

  test.each([200, 302, 401])('lets nothing run in its answers with status %d, and adds what it adds to all', async (status) => {
    adapter.handler = (_, response) => response.writeHead(status).end();

    const { headers } = await stack.edge.get('/oidc/tokenize');
    expect(headers).toMatchObject({ 'content-security-policy': CSP, 'x-content-type-options': 'nosniff', 'referrer-policy': expect.any(String) as string });
  });

  test.each(['auth?state=%7B%22room%22%3A%22%5Cu0022%22%7D', 'tokenize?state=%5c%22', 'tokenize?st%61te={"room":"\\u0022"}'])('keeps from it what could end a quotation in its page: %s', async (path) => {
    expect((await stack.edge.get(`/oidc/${path}`)).status).toBe(400);
    expect(adapter.requests).toEqual([]);
  });

  test.each(['/', '/weekly', '/oidcs', '/team/oidc/auth', '/weekly?jwt=a.b.c'])('asks it for nothing else: %s', async (path) => {
    expect((await stack.edge.get(path)).body.toString()).toBe('the page');
    expect(adapter.requests).toEqual([]);
  });

  test('has the site while there is no adapter', async () => {
    adapter.handler = ({ socket }) => socket.destroy();

    expect((await stack.edge.get('/oidc/auth')).status).toBe(502);
    expect((await stack.edge.get('/weekly')).body.toString()).toBe('the page');
  });
});

test.each(['websocket', 'bosh'] as const)('a token that is written with the variables of its manifest lets in by %s, and one of another application does not', async (transport) => {
  const login = (jwt: string): ReturnType<typeof stack.clients.login> => stack.clients.login({ transport, path: `/${transport === 'bosh' ? 'http-bind' : 'xmpp-websocket'}?room=weekly&token=${jwt}` });
  const client = await login(token());
  await client.ping();
  await client.end();

  expect(client.jid).toMatch(/@meet\.jitsi\//);
  await expect(login(token('other'))).rejects.toThrow();
});
