import { createHmac } from 'node:crypto';
import { Authentication, InternalAccountsOptions, JwtKey, JwtOptions, SecretKey } from '../../lib';
import { RealStack, realStack } from './support/real-stack';
import { scopePerFile } from './support/scope';
import { until } from './support/until';
import { Login } from './support/xmpp-clients';

const scope = scopePerFile();
const TRANSPORTS = ['websocket', 'bosh'] as const;
type Transport = typeof TRANSPORTS[number];
const PATHS: Readonly<Record<Transport, string>> = { websocket: '/xmpp-websocket', bosh: '/http-bind' };

/** Who somebody is that logs in and goes again. */
async function login(stack: RealStack, transport: Transport, who: Partial<Login> = {}, query = ''): Promise<string> {
  const client = await stack.clients.login({ transport, path: `${PATHS[transport]}${query}`, ...who });
  await client.ping();
  await client.end();
  return client.jid;
}

function withAccounts(options: InternalAccountsOptions = {}): Promise<RealStack> {
  return realStack(scope, {
    props: { authentication: Authentication.internalAccounts({ usersSecretName: 'own-users', ...options }) },
    secrets: { 'own-users': { 'alice': 'first\n', 'bob.b-c_d': 'a "b" $(c) \\d', 'Carol': 'never' } },
  });
}

test('without authentication, whoever comes is in', async () => {
  const stack = await realStack(scope);
  for (const transport of TRANSPORTS) {
    expect(await login(stack, transport)).toMatch(/^[^@]+@meet\.jitsi\/.+$/);
  }
});

describe('with accounts in Prosody', () => {
  let stack: RealStack;

  beforeAll(async () => {
    stack = await withAccounts();
  });

  describe.each(TRANSPORTS)('by %s', (transport) => {
    test('nobody is in who has none', async () => {
      await expect(login(stack, transport)).rejects.toThrow();
      await expect(login(stack, transport, { account: { username: 'mallory', password: 'first' } })).rejects.toThrow();
    });

    test('users of the Secret are in with their passwords, and with no others', async () => {
      expect(await login(stack, transport, { account: { username: 'alice', password: 'first' } })).toMatch(/^alice@meet\.jitsi\//);
      expect(await login(stack, transport, { account: { username: 'bob.b-c_d', password: 'a "b" $(c) \\d' } })).toMatch(/^bob\.b-c_d@meet\.jitsi\//);
      await expect(login(stack, transport, { account: { username: 'alice', password: 'second' } })).rejects.toThrow();
      await expect(login(stack, transport, { account: { username: 'carol', password: 'never' } })).rejects.toThrow();
    });

    test('an account that an operator makes while Prosody runs is in at once, until it is removed', async () => {
      const account = { username: `dave-${transport}`, password: 'secret' };
      await stack.prosody.control('register', account.username, 'meet.jitsi', account.password);
      expect(await login(stack, transport, { account })).toMatch(new RegExp(`^${account.username}@meet\\.jitsi/`));
      await stack.prosody.control('unregister', account.username, 'meet.jitsi');
      await expect(login(stack, transport, { account })).rejects.toThrow();
    });
  });

  test('nobody is in as a guest', async () => {
    await expect(login(stack, 'bosh', { domain: 'guest.meet.jitsi' })).rejects.toThrow();
  });

  test('accounts are there after a start, with the password that an operator gave them', async () => {
    await stack.prosody.control('register', 'alice', 'meet.jitsi', 'second');
    await stack.prosody.stop();
    await stack.prosody.prepareAgain();
    await stack.prosody.startAgain();
    expect(await login(stack, 'websocket', { account: { username: 'alice', password: 'second' } })).toMatch(/^alice@/);
    await expect(login(stack, 'websocket', { account: { username: 'alice', password: 'first' } })).rejects.toThrow();
  });
});

test('with guests beside accounts, whoever comes is in as a guest, and as nobody else', async () => {
  const stack = await withAccounts({ guests: true });
  for (const transport of TRANSPORTS) {
    expect(await login(stack, transport, { domain: 'guest.meet.jitsi' })).toMatch(/@guest\.meet\.jitsi\//);
    await expect(login(stack, transport)).rejects.toThrow();
  }
});

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly exp?: number;
}

/** Jitsi's own module is in no package of Debian: a module of the tests stands in for it, with Prosody's own library. */
describe('with tokens', () => {
  const SECRET = 'shared';
  let stack: RealStack;

  function token({ secret = SECRET, algorithm = 'HS256', ...claims }: Claims & { readonly secret?: string; readonly algorithm?: string } = {}): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: algorithm, typ: 'JWT' })}.${part({ iss: 'meetings', aud: 'meetings', sub: 'meet.jitsi', room: '*', exp: Math.floor(Date.now() / 1000) + 600, ...claims })}`;
    return `?token=${signed}.${createHmac(algorithm.replace('HS', 'sha'), secret).update(signed).digest('base64url')}`;
  }

  function withTokens(options: Partial<JwtOptions> = {}): Promise<RealStack> {
    const key = JwtKey.sharedSecret(SecretKey.fromSecret('own-jwt', 'secret'));
    return realStack(scope, { props: { authentication: Authentication.jwt({ appId: 'meetings', key, ...options }) }, secrets: { 'own-jwt': { secret: SECRET } } });
  }

  beforeAll(async () => {
    stack = await withTokens();
  });

  describe.each(TRANSPORTS)('by %s', (transport) => {
    test('whoever has a good one is in', async () => {
      expect(await login(stack, transport, {}, token())).toMatch(/@meet\.jitsi\//);
    });

    test.each<[string, () => string, string]>([
      ['none', () => '', 'there is no token'],
      ['one that has expired', () => token({ exp: 1000 }), 'token-expired'],
      ['one that is signed with another secret', () => token({ secret: 'other' }), 'signature-mismatch'],
      ['one that is signed otherwise', () => token({ algorithm: 'HS512' }), 'unsupported-algorithm'],
      ['one of another issuer', () => token({ iss: 'other' }), 'another issuer'],
      ['one for another audience', () => token({ aud: 'other' }), 'another audience'],
      ['something else', () => '?token=a.b.c', 'token: '],
    ])('whoever has %s is not', async (_title, query, reason) => {
      const said = stack.prosody.output().length;
      await expect(login(stack, transport, {}, query())).rejects.toThrow();
      await until(`"${reason}" in Prosody's log`, () => stack.prosody.output().slice(said).includes(reason));
    });
  });

  test('issuers and audiences are those that the stack names', async () => {
    const other = await withTokens({ acceptedIssuers: ['portal', 'meetings'], acceptedAudiences: ['jitsi'] });
    expect(await login(other, 'websocket', {}, token({ iss: 'portal', aud: 'jitsi' }))).toMatch(/@meet\.jitsi\//);
    await expect(login(other, 'websocket', {}, token({ iss: 'portal', aud: 'meetings' }))).rejects.toThrow();
  });

  test('whoever has none is in where the stack says so', async () => {
    expect(await login(await withTokens({ allowEmpty: true }), 'websocket')).toMatch(/@meet\.jitsi\//);
  });
});
