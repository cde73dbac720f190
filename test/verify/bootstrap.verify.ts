import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Credentials, JitsiMeetChartProps } from '../../lib';
import { selfSigned } from './support/certificates';
import { Files } from './support/kubelet-folder';
import { KubernetesApi, Secret } from './support/kubernetes-api';
import { Pod, RunningContainer } from './support/pod';
import { recorded, recorders } from './support/recorder';
import { scopePerTest } from './support/scope';
import { HOST, Stack } from './support/stack';

const CREDENTIALS = 'jitsi-credentials';
const TLS = 'jitsi-self-signed-tls';
const MARK = 'cdk8s-jitsi/self-signed-for';
const PROGRAMS = ['curl', 'jq', 'openssl', 'cat'];

const scope = scopePerTest();
let api: KubernetesApi;

jest.setTimeout(30_000);

beforeEach(async () => {
  api = await KubernetesApi.start(scope);
});

interface Run {
  readonly pod: Pod;
  readonly container: RunningContainer;
}

function start(props: Partial<JitsiMeetChartProps> = {}, tools: Files = {}): Run {
  const pod = new Pod(scope, new Stack(props), 'bootstrap', { apiAccess: api.access });
  return { pod, container: pod.start('bootstrap', { image: 'debian', env: { ...api.env, INTERVAL: '0.1' }, tools }) };
}

/** Runs the Job to its end. */
async function bootstrap(props: Partial<JitsiMeetChartProps> = {}, tools: Files = {}): Promise<Run> {
  const run = start(props, tools);
  const code = await run.container.end();
  if (code !== 0) {
    throw new Error(`exit code ${code}\n${run.container.output()}`);
  }
  return run;
}

function existing(name: string): Secret {
  const secret = api.secret(name);
  if (secret === undefined) {
    throw new Error(`there is no Secret ${name}`);
  }
  return secret;
}

function decoded(name: string): Files {
  return Object.fromEntries(Object.entries(existing(name).data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

function certificate(): X509Certificate {
  return new X509Certificate(decoded(TLS)['tls.crt'] ?? '');
}

/** A Secret as somebody else, or an earlier run, made it. */
function secret(name: string, data: Files, annotations: Files = {}): Secret {
  return {
    type: name === TLS ? 'kubernetes.io/tls' : 'Opaque',
    metadata: { name, annotations },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  };
}

const logOf = ({ container }: Run): string[] => container.output().trim().split('\n');

describe('when there is nothing yet', () => {
  test('both passwords are made, of 32 letters and digits, and differ', async () => {
    await bootstrap();
    const passwords = decoded(CREDENTIALS);
    expect(Object.keys(passwords).sort()).toEqual(['JICOFO_AUTH_PASSWORD', 'JVB_AUTH_PASSWORD']);
    for (const password of Object.values(passwords)) {
      expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
    }
    expect(new Set(Object.values(passwords)).size).toBe(2);
  });

  test('another cluster gets other passwords', async () => {
    await bootstrap();
    const first = decoded(CREDENTIALS);
    api = await KubernetesApi.start(scope);
    await bootstrap();
    expect(decoded(CREDENTIALS).JVB_AUTH_PASSWORD).not.toBe(first.JVB_AUTH_PASSWORD);
  });

  test('the Secrets have their types, and the certificate\'s is marked', async () => {
    await bootstrap();
    expect(existing(CREDENTIALS)).toMatchObject({ type: 'Opaque', metadata: { annotations: {} } });
    expect(existing(TLS)).toMatchObject({ type: 'kubernetes.io/tls', metadata: { annotations: { [MARK]: HOST } } });
    expect(Object.keys(existing(TLS).data ?? {}).sort()).toEqual(['tls.crt', 'tls.key']);
  });

  test('the Secrets are labelled as parts of the stack, but not by the labels by which tools prune', async () => {
    await bootstrap();
    const labels = { 'app.kubernetes.io/part-of': 'jitsi-meet', 'app.kubernetes.io/managed-by': 'cdk8s-jitsi-bootstrap', 'cdk8s-jitsi/instance': 'jitsi' };
    expect([existing(CREDENTIALS), existing(TLS)].map(({ metadata }) => metadata.labels)).toEqual([labels, labels]);
  });

  test.each([[HOST, `DNS:${HOST}`], ['192.0.2.10', 'IP Address:192.0.2.10']])('the certificate for %s names it and no authority, is for servers, and has the key beside it', async (host, name) => {
    await bootstrap({ publicUrl: `https://${host}` });
    expect(certificate().subjectAltName).toBe(name);
    expect(certificate().ca).toBe(false);
    expect(certificate().keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate().checkPrivateKey(createPrivateKey(decoded(TLS)['tls.key'] ?? ''))).toBe(true);
  });

  test('the certificate is valid from now on, for 825 days', async () => {
    await bootstrap();
    const { validFrom, validTo } = certificate();
    expect(Math.abs(Date.parse(validFrom) - Date.now())).toBeLessThan(60_000);
    expect((Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000).toBe(825);
  });

  test('every request has the token, and each thing that is done has a line in the log', async () => {
    const run = await bootstrap();
    expect(new Set(api.requests.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${api.token}`]));
    expect(logOf(run)).toEqual([
      `bootstrap: Secret ${CREDENTIALS} has new JICOFO_AUTH_PASSWORD JVB_AUTH_PASSWORD`,
      expect.stringMatching(`^bootstrap: Secret ${TLS} has a new certificate for ${HOST}, valid until \\w+ +\\d+ `),
    ]);
  });

  test('neither token nor passwords nor key are ever in the log, or among the arguments or variables of a program', async () => {
    const run = await bootstrap({}, recorders(...PROGRAMS));
    const seen = run.container.output() + PROGRAMS.map((program) => recorded(run.pod, program)).join('');
    for (const program of PROGRAMS) {
      expect(recorded(run.pod, program)).not.toBe('');
    }
    const passwords = Object.values(decoded(CREDENTIALS));
    const key = (decoded(TLS)['tls.key'] ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
    expect(key.length).toBeGreaterThan(0);
    for (const confidential of [api.token, ...passwords, ...passwords.map((password) => Buffer.from(password).toString('base64')), ...key]) {
      expect(seen).not.toContain(confidential);
    }
  });
});

describe('when something is there already', () => {
  test('a second run writes nothing', async () => {
    await bootstrap();
    const [before, writes] = [[existing(CREDENTIALS), existing(TLS)], api.writes.length];
    const run = await bootstrap();
    expect(api.writes).toHaveLength(writes);
    expect([existing(CREDENTIALS), existing(TLS)]).toEqual(before);
    expect(logOf(run)).toEqual([`bootstrap: Secret ${CREDENTIALS} has all keys`, `bootstrap: Secret ${TLS} is good for ${HOST}`]);
  });

  test('only what is missing of the passwords is added; the rest of the Secret stays as it is', async () => {
    api.putSecret({ ...secret(CREDENTIALS, { JVB_AUTH_PASSWORD: 'mine', OTHER: 'kept' }, { 'example.org/owner': 'me' }), type: 'example.org/own' });
    await bootstrap();
    expect(decoded(CREDENTIALS)).toEqual({ JVB_AUTH_PASSWORD: 'mine', OTHER: 'kept', JICOFO_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string });
    expect(existing(CREDENTIALS)).toMatchObject({ type: 'example.org/own', metadata: { annotations: { 'example.org/owner': 'me' } } });
  });

  test('an empty password counts as missing', async () => {
    api.putSecret(secret(CREDENTIALS, { JVB_AUTH_PASSWORD: '', JICOFO_AUTH_PASSWORD: 'mine' }));
    await bootstrap();
    expect(decoded(CREDENTIALS)).toEqual({ JICOFO_AUTH_PASSWORD: 'mine', JVB_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string });
  });

  test('a raised revision adds new passwords beside the old', async () => {
    await bootstrap();
    const before = decoded(CREDENTIALS);
    await bootstrap({ credentials: Credentials.generatedInCluster({ revision: 2 }) });
    const after = decoded(CREDENTIALS);
    expect(after).toEqual({ ...before, JICOFO_AUTH_PASSWORD_2: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string, JVB_AUTH_PASSWORD_2: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string });
    expect(after.JVB_AUTH_PASSWORD_2).not.toBe(before.JVB_AUTH_PASSWORD);
  });

  test('a changed host gets a new certificate, and its mark', async () => {
    await bootstrap();
    const before = decoded(TLS);
    await bootstrap({ publicUrl: 'https://other.example.org' });
    expect(certificate().subjectAltName).toBe('DNS:other.example.org');
    expect(decoded(TLS)['tls.key']).not.toBe(before['tls.key']);
    expect(existing(TLS)).toMatchObject({ type: 'kubernetes.io/tls', metadata: { annotations: { [MARK]: 'other.example.org' } } });
  });

  test.each([['in its last 30 days is made anew', 29, true], ['that has more than 30 days left stays', 31, false]])('a marked certificate %s', async (_, days, renewed) => {
    const old = await selfSigned(HOST, { days });
    api.putSecret(secret(TLS, { 'tls.crt': old.certificate, 'tls.key': old.key }, { [MARK]: HOST, 'example.org/owner': 'me' }));
    await bootstrap();
    expect(decoded(TLS)['tls.crt'] !== old.certificate).toBe(renewed);
    expect(existing(TLS).metadata.annotations).toEqual({ [MARK]: HOST, 'example.org/owner': 'me' });
  });

  test('a marked Secret without a readable certificate gets one', async () => {
    api.putSecret(secret(TLS, { 'tls.crt': 'nonsense', 'tls.key': '' }, { [MARK]: HOST }));
    await bootstrap();
    expect(certificate().subjectAltName).toBe(`DNS:${HOST}`);
  });

  test('a Secret without the mark is never written, even if its certificate is for another host and at its end', async () => {
    const own = await selfSigned('own.example.org', { days: 1 });
    api.putSecret(secret(TLS, { 'tls.crt': own.certificate, 'tls.key': own.key }));
    const run = await bootstrap();
    expect(api.writes.filter(({ path }) => path.endsWith(TLS))).toEqual([]);
    expect(decoded(TLS)['tls.crt']).toBe(own.certificate);
    expect(logOf(run)).toContain(`bootstrap: Secret ${TLS} was not made by this Job and stays as it is`);
  });
});

describe('when the API server does not do what it should', () => {
  test.each([
    ['a read that is forbidden', 'GET', 403, `reading Secret ${CREDENTIALS}`],
    ['a read that ends in an error of the server', 'GET', 500, `reading Secret ${CREDENTIALS}`],
    ['a creation that is forbidden', 'POST', 403, `creating Secret ${CREDENTIALS}`],
    ['a creation that somebody else was faster with', 'POST', 409, `creating Secret ${CREDENTIALS}`],
    ['a creation that ends in an error of the server', 'POST', 500, `creating Secret ${CREDENTIALS}`],
  ])('%s is tried again, with one line a try', async (_, method, status, what) => {
    api.failNext({ method, status }, { method, status });
    const run = await bootstrap();
    const line = `bootstrap: ${what}: the API server answered ${status}: made to fail with ${status}`;
    expect(logOf(run).slice(0, 3)).toEqual([line, line, expect.stringContaining('has new')]);
    expect(Object.keys(decoded(CREDENTIALS))).toHaveLength(2);
    expect(certificate().subjectAltName).toBe(`DNS:${HOST}`);
  });

  test('a change that meets another one is tried again with what is there then', async () => {
    api.putSecret(secret(CREDENTIALS, { OTHER: 'kept' }));
    api.failNext({ method: 'PATCH', status: 409 });
    const run = await bootstrap();
    expect(logOf(run)[0]).toBe(`bootstrap: changing Secret ${CREDENTIALS}: the API server answered 409: made to fail with 409`);
    expect(api.requests.map(({ method }) => method).slice(0, 4)).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
    expect(decoded(CREDENTIALS)).toMatchObject({ OTHER: 'kept' });
  });

  test('a change is only made to the version that was read', async () => {
    api.putSecret(secret(CREDENTIALS, { OTHER: 'kept' }));
    await bootstrap();
    expect(api.writes[0]).toMatchObject({ method: 'PATCH' });
    expect(JSON.parse(api.writes[0]?.body ?? '')).toMatchObject({ metadata: { resourceVersion: '1' } });
  });

  test('an answer that is no Secret is tried again and changes nothing', async () => {
    api.failNext({ method: 'GET', status: 200, body: '<html>sign in</html>' }, { method: 'GET', status: 200, body: '' }, { method: 'GET', status: 200, body: '{"kind":"Status"}' });
    const run = await bootstrap();
    const line = `bootstrap: reading Secret ${CREDENTIALS}: the API server's answer is no Secret`;
    expect(logOf(run).slice(0, 4)).toEqual([line, line, line, expect.stringContaining('has new')]);
    expect(Object.keys(decoded(CREDENTIALS))).toHaveLength(2);
  });

  test('an answer that is no Secret is tried again for the certificate too', async () => {
    await bootstrap();
    api.failNext({ status: 200, body: JSON.stringify(api.secret(CREDENTIALS)) }, { status: 200, body: '<html>sign in</html>' });
    expect(logOf(await bootstrap())).toEqual([
      `bootstrap: Secret ${CREDENTIALS} has all keys`, `bootstrap: reading Secret ${TLS}: the API server's answer is no Secret`, `bootstrap: Secret ${TLS} is good for ${HOST}`,
    ]);
  });

  test('a refused connection is tried again, with one line a try', async () => {
    api = await KubernetesApi.prepare(scope);
    const run = start();
    await run.container.says(/^(curl: \(7\) .*\n){3}/);
    expect(run.container.running).toBe(true);
    await api.listen();
    expect(await run.container.end()).toBe(0);
    expect(logOf(run).filter((line) => !line.startsWith('curl: (7) '))).toHaveLength(2);
    expect(Object.keys(decoded(CREDENTIALS))).toHaveLength(2);
  });

  test('a server that another authority vouches for gets no token', async () => {
    const stranger = await KubernetesApi.start(scope);
    const pod = new Pod(scope, new Stack(), 'bootstrap', { apiAccess: stranger.access });
    const container = pod.start('bootstrap', { image: 'debian', env: { ...api.env, INTERVAL: '0.1' } });
    await container.says('curl: (60)');
    expect(api.requests).toEqual([]);
  });

  test('a token that is renewed meanwhile is used', async () => {
    const pod = new Pod(scope, new Stack(), 'bootstrap', { apiAccess: { ...api.access, token: 'too-old' } });
    const container = pod.start('bootstrap', { image: 'debian', env: { ...api.env, INTERVAL: '0.1' } });
    await container.says('the API server answered 401: Unauthorized');
    pod.changeFiles('api-access', api.access);
    expect(await container.end()).toBe(0);
    expect(Object.keys(decoded(CREDENTIALS))).toHaveLength(2);
  });
});

describe('when a program of the container fails once', () => {
  /** Fails when it is called for the nth time. */
  const failing = (program: string, call: number): Files => ({ [program]: `#!/bin/sh
echo >> /opt/records/calls
[ "$(wc -l < /opt/records/calls)" != ${call} ] || exit 1
exec /usr/bin/${program} "$@"
` });

  const calls = (program: string, number: number): Array<[number, string]> => Array.from({ length: number }, (_, index) => [index + 1, program]);

  test.each([...calls('openssl', 3), ...calls('jq', 5)])('all is made in the end and nothing incomplete is written, if it is call %i of %s', async (call, program) => {
    const { pod } = await bootstrap({}, failing(program, call));
    expect(recorded(pod, 'calls').length).toBeGreaterThan(call);
    expect(decoded(CREDENTIALS)).toEqual({ JICOFO_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string, JVB_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string });
    expect(certificate().checkPrivateKey(createPrivateKey(decoded(TLS)['tls.key'] ?? ''))).toBe(true);
    expect(api.writes).toHaveLength(2);
  });

  test.each([...calls('openssl', 2), ...calls('jq', 8)])('what is there is completed and nothing is lost, if it is call %i of %s', async (call, program) => {
    const old = await selfSigned('old.example.org');
    api.putSecret(secret(CREDENTIALS, { JVB_AUTH_PASSWORD: 'mine' }, { 'example.org/owner': 'me' }));
    api.putSecret(secret(TLS, { 'tls.crt': old.certificate, 'tls.key': old.key }, { [MARK]: 'old.example.org' }));
    const { pod } = await bootstrap({}, failing(program, call));
    expect(recorded(pod, 'calls').length).toBeGreaterThan(call);
    expect(decoded(CREDENTIALS)).toEqual({ JVB_AUTH_PASSWORD: 'mine', JICOFO_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string });
    expect(existing(CREDENTIALS).metadata.annotations).toEqual({ 'example.org/owner': 'me' });
    expect(certificate().subjectAltName).toBe(`DNS:${HOST}`);
    expect(api.writes).toHaveLength(2);
  });
});
