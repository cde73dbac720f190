import { createPrivateKey } from 'node:crypto';
import { Tls } from '../../../lib';
import { logOf } from '../support/bootstrap-run';
import { selfSigned } from '../support/certificates';
import { Edge } from '../support/edge';
import { recorded, recorders } from '../support/recorder';
import { scopePerTest } from '../support/scope';
import { certificateOf, CREDENTIALS, MARK, secret, TLS } from '../support/secrets';
import { HOST } from '../support/stack';
import { until } from '../support/until';
import { BootstrapInCluster } from './support/bootstrap-in-cluster';

const PASSWORD = expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string;

const scope = scopePerTest();
let tests = 0;
let job: BootstrapInCluster;

beforeEach(async () => {
  tests += 1;
  job = await BootstrapInCluster.prepare(scope, `bootstrap-${tests}`);
});

describe('when there is nothing yet', () => {
  test('both Secrets are made, and each thing that is done has a line in the log', async () => {
    const run = await job.run();
    const labels = { 'app.kubernetes.io/part-of': 'jitsi-meet', 'app.kubernetes.io/managed-by': 'cdk8s-jitsi-bootstrap', 'cdk8s-jitsi/instance': 'jitsi' };
    const [credentials, tls] = await Promise.all([job.secret(CREDENTIALS), job.secret(TLS)]);
    expect([credentials.type, tls.type]).toEqual(['Opaque', 'kubernetes.io/tls']);
    // Not the labels by which tools prune what they applied.
    expect([credentials.metadata.labels, tls.metadata.labels]).toEqual([labels, labels]);
    expect([credentials.metadata.annotations, tls.metadata.annotations]).toEqual([undefined, { [MARK]: HOST }]);
    expect([credentials, tls].map(({ data }) => Object.keys(data).sort())).toEqual([['JICOFO_AUTH_PASSWORD', 'JVB_AUTH_PASSWORD'], ['tls.crt', 'tls.key']]);
    expect(logOf(run)).toEqual([
      `bootstrap: Secret ${CREDENTIALS} has new JICOFO_AUTH_PASSWORD JVB_AUTH_PASSWORD`,
      expect.stringMatching(`^bootstrap: Secret ${TLS} has a new certificate for ${HOST}, valid until \\w+ +\\d+ `),
    ]);
  });

  test('the passwords are of 32 letters and digits, and none is like another, not even in another cluster', async () => {
    await job.run();
    const first = await job.decoded(CREDENTIALS);
    await job.remove(CREDENTIALS);
    await job.run();
    const passwords = [first, await job.decoded(CREDENTIALS)].flatMap((set) => Object.values(set));
    expect(passwords).toEqual([PASSWORD, PASSWORD, PASSWORD, PASSWORD]);
    expect(new Set(passwords).size).toBe(4);
  });

  test.each([[HOST, `DNS:${HOST}`], ['192.0.2.10', 'IP Address:192.0.2.10']])('the certificate for %s names it and no authority, is for servers, for 825 days from now on, and has its key beside it', async (host, name) => {
    await job.run({ props: { publicUrl: `https://${host}` } });
    const certificate = certificateOf(await job.secret(TLS));
    expect(certificate).toMatchObject({ subjectAltName: name, ca: false, keyUsage: ['1.3.6.1.5.5.7.3.1'] });
    expect(certificate.checkPrivateKey(createPrivateKey((await job.decoded(TLS))['tls.key'] ?? ''))).toBe(true);
    expect(Math.abs(Date.parse(certificate.validFrom) - Date.now())).toBeLessThan(60_000);
    expect((Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 86_400_000).toBe(825);
  });

  test('the certificate for several host names names all of them, and is made anew when they change', async () => {
    const made = async (...additionalHosts: string[]): Promise<string | undefined> => {
      await job.run({ props: { tls: Tls.selfSigned({ additionalHosts }) } });
      return certificateOf(await job.secret(TLS)).subjectAltName;
    };

    expect(await made('*.meet.example.org', 'chat.example.com')).toBe(`DNS:${HOST}, DNS:*.meet.example.org, DNS:chat.example.com`);
    expect(await made('*.meet.example.org')).toBe(`DNS:${HOST}, DNS:*.meet.example.org`);
  });

  test('the edge takes the certificate, and clients that trust it get through', async () => {
    const edge = await Edge.start(scope, { env: { EDGE_INTERVAL: '0.1' } });
    await job.run();
    const { 'tls.crt': certificate = '', 'tls.key': key = '' } = await job.decoded(TLS);
    edge.pod.changeSecret(TLS, { 'tls.crt': certificate, 'tls.key': key });
    edge.certificate = { certificate, key };
    await until('a client that trusts this certificate alone', () => edge.handshake().then((socket) => {
      socket.destroy();
      return socket.authorized;
    }, () => false), { context: () => edge.container.output() });
    expect(edge.container.output()).not.toContain('cannot be used');
  });

  test('neither token nor passwords nor key are ever in the log, or among the arguments or variables of a program', async () => {
    const programs = ['curl', 'jq', 'openssl', 'cat'];
    const run = await job.run({ tools: recorders(...programs) });
    const seen = run.container.output() + programs.map((program) => recorded(run.pod, program)).join('');
    for (const program of programs) {
      expect(recorded(run.pod, program)).not.toBe('');
    }
    const passwords = Object.values(await job.decoded(CREDENTIALS));
    const key = ((await job.decoded(TLS))['tls.key'] ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
    expect(key.length).toBeGreaterThan(0);
    for (const confidential of [job.access.token ?? '', ...passwords, ...passwords.map((password) => Buffer.from(password).toString('base64')), ...key]) {
      expect(seen).not.toContain(confidential);
    }
  });
});

describe('when something is there already', () => {
  test('a second run changes nothing', async () => {
    await job.run();
    const before = [await job.secret(CREDENTIALS), await job.secret(TLS)];
    const run = await job.run();
    expect([await job.secret(CREDENTIALS), await job.secret(TLS)]).toEqual(before);
    expect(logOf(run)).toEqual([`bootstrap: Secret ${CREDENTIALS} has all keys`, `bootstrap: Secret ${TLS} is good for ${HOST}`]);
  });

  test('only what is missing of the passwords is added; the rest of the Secret stays as it is', async () => {
    await job.put({ ...secret(CREDENTIALS, { JVB_AUTH_PASSWORD: 'mine', OTHER: 'kept' }, { 'example.org/owner': 'me' }), type: 'example.org/own' });
    await job.run();
    expect(await job.decoded(CREDENTIALS)).toEqual({ JVB_AUTH_PASSWORD: 'mine', OTHER: 'kept', JICOFO_AUTH_PASSWORD: PASSWORD });
    expect(await job.secret(CREDENTIALS)).toMatchObject({ type: 'example.org/own', metadata: { annotations: { 'example.org/owner': 'me' } } });
  });

  test('an empty password counts as missing', async () => {
    await job.put(secret(CREDENTIALS, { JVB_AUTH_PASSWORD: '', JICOFO_AUTH_PASSWORD: 'mine' }));
    await job.run();
    expect(await job.decoded(CREDENTIALS)).toEqual({ JICOFO_AUTH_PASSWORD: 'mine', JVB_AUTH_PASSWORD: PASSWORD });
  });

  test('a changed host gets a new certificate, and its mark', async () => {
    await job.run();
    const before = await job.decoded(TLS);
    await job.run({ props: { publicUrl: 'https://other.example.org' } });
    const tls = await job.secret(TLS);
    expect(certificateOf(tls).subjectAltName).toBe('DNS:other.example.org');
    expect((await job.decoded(TLS))['tls.key']).not.toBe(before['tls.key']);
    expect(tls).toMatchObject({ type: 'kubernetes.io/tls', metadata: { annotations: { [MARK]: 'other.example.org' } } });
  });

  test.each([['in its last 30 days is made anew', 29, true], ['that has more than 30 days left stays', 31, false]])('a marked certificate %s', async (_, days, renewed) => {
    const old = await selfSigned(HOST, { days });
    await job.put(secret(TLS, { 'tls.crt': old.certificate, 'tls.key': old.key }, { [MARK]: HOST, 'example.org/owner': 'me' }));
    await job.run();
    expect((await job.decoded(TLS))['tls.crt'] !== old.certificate).toBe(renewed);
    expect((await job.secret(TLS)).metadata.annotations).toEqual({ [MARK]: HOST, 'example.org/owner': 'me' });
  });

  test('a marked Secret without a readable certificate gets one', async () => {
    await job.put(secret(TLS, { 'tls.crt': 'nonsense', 'tls.key': '' }, { [MARK]: HOST }));
    await job.run();
    expect(certificateOf(await job.secret(TLS)).subjectAltName).toBe(`DNS:${HOST}`);
  });

  test('a Secret without the mark is never written, even if its certificate is for another host and at its end', async () => {
    const own = await selfSigned('own.example.org', { days: 1 });
    await job.put(secret(TLS, { 'tls.crt': own.certificate, 'tls.key': own.key }));
    const before = await job.secret(TLS);
    const run = await job.run();
    expect(await job.secret(TLS)).toEqual(before);
    expect(logOf(run)).toContain(`bootstrap: Secret ${TLS} was not made by this Job and stays as it is`);
  });
});
