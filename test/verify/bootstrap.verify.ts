import { createPrivateKey } from 'node:crypto';
import { Credentials } from '../../lib';
import { api, bootstrap, certificate, CREDENTIALS, decoded, existing, logOf, MARK, PROGRAMS, scope, secret, TLS, useApi } from './support/bootstrap-job';
import { selfSigned } from './support/certificates';
import { KubernetesApi } from './support/kubernetes-api';
import { recorded, recorders } from './support/recorder';
import { HOST } from './support/stack';

jest.setTimeout(30_000);

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
    useApi(await KubernetesApi.start(scope));
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
