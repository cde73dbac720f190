import { createPrivateKey } from 'node:crypto';
import { api, bootstrap, certificate, dataOf, existing, scope, start, useApi } from './support/bootstrap-job';
import { done, logOf } from './support/bootstrap-run';
import { selfSigned } from './support/certificates';
import { Files } from './support/kubelet-folder';
import { KubernetesApi } from './support/kubernetes-api';
import { Pod } from './support/pod';
import { recorded } from './support/recorder';
import { CREDENTIALS, MARK, secret, TLS } from './support/secrets';
import { HOST, Stack } from './support/stack';

describe('when the API server does not do what it should', () => {
  test.each([
    ['a read that ends in an error of the server', 'GET', 500, `reading Secret ${CREDENTIALS}`],
    ['a creation that is forbidden', 'POST', 403, `creating Secret ${CREDENTIALS}`],
    ['a creation that ends in an error of the server', 'POST', 500, `creating Secret ${CREDENTIALS}`],
  ])('%s is tried again, with one line a try', async (_, method, status, what) => {
    api.failNext({ method, status }, { method, status });
    const run = await bootstrap();
    const line = `bootstrap: ${what}: the API server answered ${status}: made to fail with ${status}`;
    expect(logOf(run).slice(0, 3)).toEqual([line, line, expect.stringContaining('has new')]);
    expect(Object.keys(dataOf(CREDENTIALS))).toHaveLength(2);
    expect(certificate().subjectAltName).toBe(`DNS:${HOST}`);
  });

  test('an answer that is no Secret is tried again and changes nothing', async () => {
    api.failNext({ method: 'GET', status: 200, body: '<html>sign in</html>' }, { method: 'GET', status: 200, body: '' }, { method: 'GET', status: 200, body: '{"kind":"Status"}' });
    const run = await bootstrap();
    const line = `bootstrap: reading Secret ${CREDENTIALS}: the API server's answer is no Secret`;
    expect(logOf(run).slice(0, 4)).toEqual([line, line, line, expect.stringContaining('has new')]);
    expect(Object.keys(dataOf(CREDENTIALS))).toHaveLength(2);
  });

  test('an answer that is no Secret is tried again for the certificate too', async () => {
    await bootstrap();
    api.failNext({ status: 200, body: JSON.stringify(api.secret(CREDENTIALS)) }, { status: 200, body: '<html>sign in</html>' });
    expect(logOf(await bootstrap())).toEqual([
      `bootstrap: Secret ${CREDENTIALS} has all keys`, `bootstrap: reading Secret ${TLS}: the API server's answer is no Secret`, `bootstrap: Secret ${TLS} is good for ${HOST}`,
    ]);
  });

  test('a refused connection is tried again, with one line a try', async () => {
    useApi(await KubernetesApi.prepare(scope));
    const run = start();
    await run.container.says(/^(curl: \(7\) .*\n){3}/);
    expect(run.container.running).toBe(true);
    await api.listen();
    await done(run);
    expect(logOf(run).filter((line) => !line.startsWith('curl: (7) '))).toHaveLength(2);
    expect(Object.keys(dataOf(CREDENTIALS))).toHaveLength(2);
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
    expect(Object.keys(dataOf(CREDENTIALS))).toHaveLength(2);
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
    const { pod } = await bootstrap(failing(program, call));
    expect(recorded(pod, 'calls').length).toBeGreaterThan(call);
    expect(dataOf(CREDENTIALS)).toEqual({ JICOFO_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string, JVB_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string });
    expect(certificate().checkPrivateKey(createPrivateKey(dataOf(TLS)['tls.key'] ?? ''))).toBe(true);
    expect(api.writes).toHaveLength(2);
  });

  test.each([...calls('openssl', 2), ...calls('jq', 8)])('what is there is completed and nothing is lost, if it is call %i of %s', async (call, program) => {
    const old = await selfSigned('old.example.org');
    api.putSecret(secret(CREDENTIALS, { JVB_AUTH_PASSWORD: 'mine' }, { 'example.org/owner': 'me' }));
    api.putSecret(secret(TLS, { 'tls.crt': old.certificate, 'tls.key': old.key }, { [MARK]: 'old.example.org' }));
    const { pod } = await bootstrap(failing(program, call));
    expect(recorded(pod, 'calls').length).toBeGreaterThan(call);
    expect(dataOf(CREDENTIALS)).toEqual({ JVB_AUTH_PASSWORD: 'mine', JICOFO_AUTH_PASSWORD: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string });
    expect(existing(CREDENTIALS).metadata.annotations).toEqual({ 'example.org/owner': 'me' });
    expect(certificate().subjectAltName).toBe(`DNS:${HOST}`);
    expect(api.writes).toHaveLength(2);
  });
});
