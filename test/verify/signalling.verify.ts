import { selfSigned } from './support/certificates';
import { tlsSecret } from './support/edge';
import { ownAddress } from './support/pod-network';
import { BOSH_BEGIN, BrowserSession } from './support/prosody';
import { RealStack, realStack } from './support/real-stack';
import { scopePerFile, scopePerTest } from './support/scope';
import { HOST } from './support/stack';
import { throughout, until } from './support/until';
import { XmppClient } from './support/xmpp-clients';

const scope = scopePerFile();
const testScope = scopePerTest();
let stack: RealStack;
let rooms = 0;

/** By its room a test finds its session in Prosody's log. */
function newRoom(): string {
  rooms += 1;
  return `room-${rooms}`;
}

const MUC = 'muc.meet.jitsi';

beforeAll(async () => {
  stack = await realStack(scope, { env: { EDGE_INTERVAL: '0.2' } });
});

describe('a login', () => {
  test.each([
    ['websocket', '', ''], ['websocket', '/tenant', 'tenant'], ['bosh', '', ''], ['bosh', '/tenant', 'tenant'],
  ] as const)('by %s at "%s" reaches Prosody with all that was asked for, from the client\'s own address', async (transport, folder, prefix) => {
    const room = newRoom();
    const from = stack.edge.address(100 + rooms);
    const path = `${folder}/${transport === 'bosh' ? 'http-bind' : 'xmpp-websocket'}?room=${room}&token=a.b-c_d%2B&previd=p%201`;
    const client = await stack.clients.login({ path, transport, from });
    expect(client.jid).toMatch(/^[^@]+@meet\.jitsi\/.+$/);
    await client.ping();
    expect(await stack.prosody.session(room)).toMatchObject<Partial<BrowserSession>>({
      kind: transport, ip: from, secure: true, host: 'meet.jitsi', query: `prefix=${prefix}&room=${room}&token=a.b-c_d%2B&previd=p%201`,
      arguments: { prefix, room, token: 'a.b-c_d+', previd: 'p 1' },
    });
    const protocol = transport === 'websocket' ? 'xmpp' : undefined;
    expect([(await stack.prosody.session(room)).protocol, client.protocol]).toEqual([protocol, protocol]);
    await client.end();
  });

  test('from an IPv6 address reaches Prosody with that address', async () => {
    for (const [transport, path] of [['websocket', 'xmpp-websocket'], ['bosh', 'http-bind']] as const) {
      const room = newRoom();
      await stack.clients.login({ path: `/${path}?room=${room}`, transport, from: stack.network.ipv6(3), to: stack.network.ipv6(1) });
      expect((await stack.prosody.session(room)).ip).toBe(stack.network.ipv6(3));
    }
  });

  test.each([
    ['X-Forwarded-For', '203.0.113.7'], ['X-Forwarded-For', '10.0.0.1, 203.0.113.7'], ['Forwarded', 'for=203.0.113.7;proto=http'], ['Forwarded', 'for="[2001:db8::7]"'], ['X-Real-IP', '203.0.113.7'],
  ])('that claims another address with %s: %s has its own', async (header, value) => {
    const [socketRoom, boshRoom] = [newRoom(), newRoom()];
    // Neither the clients nor browsers can send these headers.
    const tunnel = await stack.edge.tunnel(`/xmpp-websocket?room=${socketRoom}`, { 'Sec-WebSocket-Protocol': 'xmpp', [header]: value }, stack.edge.address(99));
    await stack.edge.get(`/http-bind?room=${boshRoom}`, { body: BOSH_BEGIN, from: stack.edge.address(98), headers: { [header]: value } });
    expect((await stack.prosody.session(socketRoom)).ip).toBe(stack.edge.address(99));
    expect((await stack.prosody.session(boshRoom)).ip).toBe(stack.edge.address(98));
    tunnel.socket.destroy();
  });
});

test('a client with a websocket and one with BOSH meet in a room and hear each other', async () => {
  const room = `${newRoom()}@${MUC}`;
  const alice = await stack.clients.login({ path: '/xmpp-websocket' });
  const bob = await stack.clients.login({ path: '/tenant/http-bind', transport: 'bosh' });
  await alice.join(room, 'alice');
  await bob.join(room, 'bob');
  await alice.say(room, 'can you hear me?');
  await heard(bob, 'can you hear me?');
  await bob.say(room, 'yes');
  await heard(alice, 'yes');
});

async function heard(client: XmppClient, text: string): Promise<void> {
  await until(`"${text}"`, async () => (await client.state()).messages.includes(text));
}

describe('proxies that Prosody trusts', () => {
  /** What Prosody takes for the client's address when a proxy with this address names another. */
  async function seenThrough(proxy: string): Promise<string> {
    const room = newRoom();
    await ownAddress(testScope, proxy);
    await stack.prosody.post(`/http-bind?room=${room}`, BOSH_BEGIN, proxy, { 'X-Forwarded-For': '198.51.100.7' });
    return (await stack.prosody.session(room)).ip;
  }

  // Where clusters have their pods.
  test.each(['10.244.3.4', '172.20.1.2', '192.168.77.5', '100.64.9.9', 'fd12:3456::9'])('one with the address %s is believed', async (proxy) => {
    expect(await seenThrough(proxy)).toBe('198.51.100.7');
  });

  test.each(['203.0.113.9', '172.32.0.1', '100.128.0.1', '2001:db8:ffff::9'])('one with the address %s is not', async (proxy) => {
    expect(await seenThrough(proxy)).toBe(proxy);
  });

  test('in a stack that trusts others than the edge, all clients have the edge\'s address', async () => {
    const { clients, prosody, edge, network } = await realStack(testScope, { props: { prosody: { trustedProxies: ['192.0.2.10', '192.168.0.0/16'] } } });
    await clients.login({ path: '/xmpp-websocket?room=untrusted', from: edge.address(101) });
    // What connects to this network comes from the address that it connects to.
    expect((await prosody.session('untrusted')).ip).toBe(network.pod(52));
  });
});

describe('open sessions', () => {
  test('go on through a new certificate, a reload and a certificate that is broken, by websocket and by BOSH', async () => {
    const { clients, edge } = stack;
    const room = `${newRoom()}@${MUC}`;
    const [alice, bob] = await Promise.all([clients.login({ path: '/xmpp-websocket' }), clients.login({ path: '/http-bind', transport: 'bosh' })]);
    await Promise.all([alice.join(room, 'alice'), bob.join(room, 'bob')]);
    const talk = async (text: string): Promise<void> => {
      await alice.say(room, text);
      await heard(bob, text);
      expect((await alice.state()).closed).toBeUndefined();
    };
    const first = await edge.container.processesOnceThere('nginx: worker process', 2);

    const renewed = await selfSigned(HOST);
    // BOSH makes a connection for each request, with whatever certificate there is.
    await clients.trust(edge.certificate.certificate + renewed.certificate);
    edge.pod.changeSecret('jitsi-self-signed-tls', tlsSecret(renewed));
    await edge.container.says('the certificate changed, new connections get it');
    await until('new workers', () => edge.container.processes('nginx: worker process').some((worker) => !first.includes(worker)));
    await throughout(0.5, () => alice.ping());
    await talk('a new certificate');

    const second = edge.container.processes('nginx: worker process');
    process.kill(edge.container.processes('nginx: master process')[0] ?? NaN, 'SIGHUP');
    await until('new workers', () => edge.container.processes('nginx: worker process').some((worker) => !second.includes(worker)));
    await throughout(0.5, () => alice.ping());
    await talk('a reload');

    edge.pod.changeSecret('jitsi-self-signed-tls', { ...tlsSecret(await selfSigned(HOST)), 'tls.crt': 'broken' });
    await edge.container.says('the certificate changed but cannot be used');
    await talk('a broken certificate');
    edge.certificate = renewed;
    const late = await clients.login({ path: '/xmpp-websocket' });
    await late.ping();
  });
});
