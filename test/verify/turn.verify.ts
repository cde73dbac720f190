import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connect } from 'node:tls';
import { TurnTransport } from '../../lib';
import { KeyPair, selfSigned } from './support/certificates';
import { debianRoot, inRoot } from './support/debian-root';
import { tlsSecret } from './support/edge';
import { ownAddress } from './support/pod-network';
import { Scope, scopePerTest } from './support/scope';
import { credentials, SECRET, TURN_HOST, TurnServer } from './support/turn';
import { until } from './support/until';

const scope = scopePerTest();

const ALL_BACK = /tot_recv_msgs=1\b[\s\S]*Total lost packets 0 /;
const NO_ALLOCATION = 'Cannot complete Allocation';
const FORBIDDEN = /channel bind: error 403/;

describe('A server for people and bridges', () => {
  const shared = new Scope();
  let server: TurnServer;

  beforeAll(async () => {
    server = await TurnServer.start(shared, { transports: [TurnTransport.TCP, TurnTransport.UDP] });
    await server.listening(5349);
  });

  afterAll(() => shared.close());

  test('gives credentials that Prosody makes a relay address, from which media go to a bridge and back, by TCP, by TLS and by UDP, and no others', async () => {
    const senders = await server.echoAt();
    const ways = [['-t'], ['-t', '-S', '-p', '5349'], []].map((by) => server.client(credentials(), { by }));
    const [wrong, expired, none] = await Promise.all([credentials('another'), credentials(SECRET, -60), { user: '', password: '' }].map((each) => server.client(each)));
    expect(wrong?.output).toContain(NO_ALLOCATION);
    expect(expired?.output).toContain(NO_ALLOCATION);
    expect(none?.output).not.toMatch(ALL_BACK);
    for (const { output } of await Promise.all(ways)) {
      expect(output).toMatch(ALL_BACK);
    }
    expect([...senders]).toEqual([server.address]);
  });

  test('reaches bridges at public addresses, whether private ones are named or not', async () => {
    const address = '198.51.100.9';
    await ownAddress(shared, address);
    await server.echoAt(address);
    const other = await TurnServer.start(shared, { bridgePeerCidrs: undefined });
    for (const { output } of await Promise.all([server, other].map((each) => each.client(credentials(), { peer: address })))) {
      expect(output).toMatch(ALL_BACK);
    }
    expect((await other.client()).output).toMatch(FORBIDDEN);
  });

  test('has no private address for a peer but those of bridges, whatever else is one', async () => {
    const elsewhere = server.network.pod(99);
    const reached = await server.echoAt(elsewhere);
    for (const peer of [elsewhere, '127.0.0.1', '169.254.169.254', '192.168.1.1', '224.0.0.1', '0.0.0.0']) {
      expect([peer, (await server.client(credentials(), { peer })).output]).toEqual([peer, expect.stringMatching(FORBIDDEN)]);
    }
    expect(reached.size).toBe(0);
  });
});

test('in a pod that has IPv6 alone, people get an address of IPv6', async () => {
  const server = await TurnServer.prepare(scope);
  const [own, bridge] = [server.network.ipv6(1), server.network.ipv6(2)];
  server.run({ env: { POD_IPS: own } });
  await server.listening(3478, own);
  const senders = await server.echoAt(bridge);
  expect((await server.client(credentials(), { peer: bridge, at: own, by: ['-t'] })).output).toMatch(ALL_BACK);
  expect([...senders]).toEqual([own]);
  for (const peer of ['::1', '::', '::ffff:10.0.0.1', 'fd00::1', 'fe80::1']) {
    expect([peer, (await server.client(credentials(), { peer, at: own, by: ['-t'] })).output]).toEqual([peer, expect.stringMatching(FORBIDDEN)]);
  }
});

test('one set of credentials has no more relay addresses than it may', async () => {
  // The client wants two.
  const server = await TurnServer.start(scope, { maxAllocationsPerCredential: 1 });
  expect((await server.client()).output).toContain('error 486');
});

test('a renewed certificate is served to new clients; with a broken one the old stays in use', async () => {
  const server = await TurnServer.start(scope);
  await server.listening(5349);
  expect(await served(server)).toBe(fingerprint(server.certificate));
  const renewed = await selfSigned(TURN_HOST);
  server.pod.changeSecret('turn-tls', tlsSecret(renewed));
  await until('the renewed certificate', async () => await served(server) === fingerprint(renewed), { context: () => server.container.output() });
  server.pod.changeSecret('turn-tls', { ...tlsSecret(renewed), 'tls.crt': 'no certificate' });
  await server.container.says(/no certificate found/);
  expect(await served(server)).toBe(fingerprint(renewed));
  const again = await selfSigned(TURN_HOST);
  server.pod.changeSecret('turn-tls', tlsSecret(again));
  await until('the one that is sound again', async () => await served(server) === fingerprint(again), { context: () => server.container.output() });
});

test('the shared secret is on no command line, in no log and in nobody else\'s file; one that would break the configuration is refused', async () => {
  const server = await TurnServer.start(scope);
  await server.client(credentials('another'));
  const processes = server.container.processes('').map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8') + (server.container.processes('/run/coturn').includes(pid) ? readFileSync(`/proc/${pid}/environ`, 'utf8') : ''));
  expect(processes.join('\n')).toContain('/run/coturn/turnserver');
  expect(processes.join('\n') + server.container.output()).not.toContain(SECRET);
  expect(readFileSync(server.pod.path('run', 'coturn/turnserver.conf'), 'utf8')).toContain(`static-auth-secret=${SECRET}`);
  const refused = (await TurnServer.prepare(scope)).run({ env: { TURN_CREDENTIALS: 'a\nno-auth' } });
  expect(await refused.end()).toBe(1);
  expect(refused.output()).toContain('coturn: the shared secret is empty, or has other characters');
});

test('a program with a file capability, as the image has it, starts in a container that may have none', async () => {
  const server = await TurnServer.prepare(scope);
  const tools = resolve(server.pod.path('records'), '../tools');
  copyFileSync(join(debianRoot(), 'usr/bin/turnserver'), join(tools, 'turnserver'));
  expect(await inRoot(tools, 'setcap', 'cap_net_bind_service=+ep', 'turnserver')).toEqual({ code: 0, output: '' });
  const direct = server.run({ command: ['/opt/tools/turnserver', '--version'] });
  expect(await direct.end()).not.toBe(0);
  expect(direct.output()).toContain('Operation not permitted');
  server.run();
  await server.listening();
});

test('told to stop it takes nobody new, lets those who are there go on, and ends with the last of them', async () => {
  const server = await TurnServer.start(scope);
  const senders = await server.echoAt();
  const there = server.client();
  await until('media of somebody', () => senders.size > 0);
  server.container.signal('SIGTERM');
  await server.container.says('Draining');
  expect((await server.client()).output).toContain('error 403');
  expect((await there).output).toMatch(ALL_BACK);
  // It looks every five seconds whether anybody is left.
  expect(await server.container.end(30)).toBe(0);
});

function fingerprint({ certificate }: KeyPair): string {
  return new X509Certificate(certificate).fingerprint256;
}

async function served(server: TurnServer): Promise<string> {
  const socket = connect({ host: server.address, port: 5349, servername: TURN_HOST, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
