import { X509Certificate } from 'node:crypto';
import { KeyPair, selfSigned } from './support/certificates';
import { echo, Edge, tlsSecret } from './support/edge';
import { Files } from './support/kubelet-folder';
import { scopePerTest } from './support/scope';
import { HOST } from './support/stack';
import { throughout, until } from './support/until';

const scope = scopePerTest();
let edge: Edge;

beforeEach(async () => {
  edge = await Edge.start(scope, { env: { EDGE_INTERVAL: '0.2' } });
});

/** Fingerprint of the certificate that a new client gets. */
async function served(): Promise<string> {
  const socket = await edge.handshake({ rejectUnauthorized: false });
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

const fingerprint = ({ certificate }: KeyPair): string => new X509Certificate(certificate).fingerprint256;

/** Waits until every new client gets the new certificate; for an instant the processes that are told to end still take clients too. */
async function renew(to: KeyPair): Promise<void> {
  edge.pod.changeSecret('jitsi-self-signed-tls', tlsSecret(to));
  await until('the new certificate', async () => (await Promise.all(Array.from({ length: 10 }, served))).every((each) => each === fingerprint(to)), {
    context: () => edge.container.output(),
  });
}

const count = (text: string): number => edge.container.output().split(text).length - 1;

test('a new certificate is served to new clients, and an open websocket goes on', async () => {
  const tunnel = await edge.tunnel('/xmpp-websocket', { 'Sec-WebSocket-Protocol': 'xmpp' });
  expect(await echo(tunnel, 'before')).toBe('before');
  await renew(await selfSigned(HOST));
  await throughout(1.5, async () => {
    expect(await echo(tunnel, 'after')).toBe('after');
  });
  expect(edge.container.output()).toContain('edge: the certificate changed, new connections get it; open ones go on');
  expect(edge.container.running).toBe(true);
  tunnel.socket.destroy();
});

test('no request fails while a certificate is replaced under load, and all open websockets go on', async () => {
  const [first, next] = [edge.certificate, await selfSigned(HOST)];
  edge.certificate = { ...first, certificate: `${first.certificate}\n${next.certificate}` };
  const tunnels = await Promise.all(Array.from({ length: 50 }, () => edge.tunnel('/xmpp-websocket')));
  const failures: string[] = [];
  let [answers, goesOn] = [0, true];
  const load = Array.from({ length: 8 }, async () => {
    while (goesOn) {
      await edge.get('/').then(({ status }) => (status === 200 ? answers += 1 : failures.push(String(status))), (error: unknown) => failures.push(String(error)));
    }
  });
  await until('a load', () => answers > 100);
  await renew(next);
  const before = answers;
  await until('the same load', () => answers > before + 100);
  goesOn = false;
  await Promise.all(load);
  expect(failures).toEqual([]);
  expect(await Promise.all(tunnels.map((tunnel) => echo(tunnel, 'still open')))).toEqual(tunnels.map(() => 'still open'));
  tunnels.forEach(({ socket }) => socket.destroy());
});

test.each<[string, (good: KeyPair, other: KeyPair) => Files, RegExp]>([
  ['a broken certificate', (good) => ({ ...tlsSecret(good), 'tls.crt': 'no certificate' }), /cannot load certificate/],
  ['an empty certificate', (good) => ({ ...tlsSecret(good), 'tls.crt': '' }), /cannot load certificate/],
  ['the key of another certificate', (good, other) => ({ ...tlsSecret(good), 'tls.key': other.key }), /key values mismatch/],
])('with %s the old one stays in use, the log says so once, and a good one is taken over later', async (_, broken, reason) => {
  const first = await served();
  const good = await selfSigned(HOST);
  const tunnel = await edge.tunnel('/xmpp-websocket');
  edge.pod.changeSecret('jitsi-self-signed-tls', broken(good, edge.certificate));
  await edge.container.says('edge: the certificate changed but cannot be used, the old one stays in use');
  expect(edge.container.output()).toMatch(reason);
  await throughout(1, async () => {
    expect(await served()).toBe(first);
    expect(count('cannot be used')).toBe(1);
  });
  await renew(good);
  expect(await echo(tunnel, 'still open')).toBe('still open');
  tunnel.socket.destroy();
});

test('a certificate that stays the same reloads nothing, also when its files are made anew', async () => {
  await throughout(1, () => {
    edge.pod.changeSecret('jitsi-self-signed-tls', tlsSecret(edge.certificate));
    expect(count('the certificate changed')).toBe(0);
  });
  await renew(await selfSigned(HOST));
  await throughout(1, () => {
    expect(count('the certificate changed')).toBe(1);
  });
});
