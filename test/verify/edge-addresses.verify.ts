import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { EdgeExposure, GatewayRoute, JitsiMeetChartProps, Tls } from '../../lib';
import { loopbackAddresses } from './support/addresses';
import { KeyPair, selfSigned } from './support/certificates';
import { Edge } from './support/edge';
import { FrontProxy } from './support/front-proxy';
import { podNetwork } from './support/pod-network';
import { BOSH_BEGIN, Prosody } from './support/prosody';
import { scopePerFile } from './support/scope';
import { HOST } from './support/stack';
import { StaticWeb } from './support/static-web';
import { proxyHeader, TcpBalancer } from './support/tcp-balancer';
import { until } from './support/until';
import { Entrance, XmppClients } from './support/xmpp-clients';

const scope = scopePerFile();
const front = loopbackAddresses();
const trustedProxies = [`${front(0)}/27`, '2001:db8:ffff::/48'];
const UPSTREAM = Tls.terminatedUpstream({ trustedProxies });
const CERTIFIED = Tls.terminatedUpstream({ trustedProxies, certificate: Tls.fromSecret('meet-tls') });
const PLAIN = 8082;
let prosody: Prosody;
let web: StaticWeb;
let certificate: KeyPair;
let rooms = 0;

beforeAll(async () => {
  const network = await podNetwork(scope);
  prosody = await Prosody.start(scope, { interfaces: [network.pod(52), network.ipv6(2)] });
  web = StaticWeb.start(scope, network.pod(80), { 'index.html': 'the page' });
  certificate = await selfSigned(HOST);
});

function newRoom(): string {
  rooms += 1;
  return `addresses-${rooms}`;
}

/** An edge with the real Prosody behind it. */
function edgeWith(props: Partial<JitsiMeetChartProps>): Promise<Edge> {
  return Edge.start(scope, { props, servers: { web: web.address, prosody: prosody.address }, behind: true, certificate });
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
}

async function answered(asked: ReturnType<typeof request>, body?: string): Promise<Answer> {
  asked.end(body);
  const [response] = await once(asked, 'response') as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return { status: response.statusCode ?? 0, location: response.headers.location };
}

/** Asks whoever is in front of the edge, by TLS. */
function ask(entrance: Entrance, path: string, from: string, headers: Readonly<Record<string, string>> = {}, body?: string): Promise<Answer> {
  return answered(secureRequest({
    host: entrance.address(1), port: 8443, servername: HOST, ca: entrance.certificate.certificate, path, localAddress: from, agent: false, method: body === undefined ? 'GET' : 'POST', headers: { Host: HOST, ...headers },
  }), body);
}

/** Asks the edge itself, by plain HTTP, from some address. */
function askEdge(edge: Edge, path: string, from: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Answer> {
  return answered(request({ host: edge.address(1), port: PLAIN, path, localAddress: from, agent: false, method: body === undefined ? 'GET' : 'POST', headers: { Host: HOST, ...headers } }), body);
}

const FORGED: ReadonlyArray<readonly [string, string]> = [
  ['X-Forwarded-For', '203.0.113.7'], ['X-Forwarded-For', `203.0.113.7, ${front(1)}`], ['Forwarded', 'for=203.0.113.7;proto=http'], ['X-Real-IP', '203.0.113.7'], ['X-Forwarded-Proto', 'http'],
];

/** Real clients and forgers in front of an edge: Prosody sees each with its own address. */
function namesClients(entrance: () => Entrance): void {
  test.each([['websocket', 'xmpp-websocket'], ['bosh', 'tenant/http-bind']] as const)('a login by %s reaches Prosody with the client\'s address', async (transport, path) => {
    const room = newRoom();
    const clients = await XmppClients.start(scope, entrance());
    const client = await clients.login({ path: `/${path}?room=${room}`, transport, from: front(100 + rooms) });
    await client.ping();

    expect(await prosody.session(room)).toMatchObject({ kind: transport, ip: front(100 + rooms), secure: true });
  });

  test.each(FORGED)('what a client claims with %s: %s changes nothing', async (header, value) => {
    const room = newRoom();
    const { status } = await ask(entrance(), `/http-bind?room=${room}`, front(100 + rooms), { [header]: value }, BOSH_BEGIN);

    expect(status).toBe(200);
    expect((await prosody.session(room)).ip).toBe(front(100 + rooms));
  });
}

describe.each([
  ['an Ingress, whose controller replaces what clients claim', 'replaced', { edge: EdgeExposure.ingress(), tls: UPSTREAM }],
  ['a Gateway, which adds its word to what clients claim', 'kept before its own', { edge: EdgeExposure.gateway({ className: 'a' }), tls: CERTIFIED }],
] as const)('Behind %s,', (_title, claims, props) => {
  let edge: Edge;
  let proxy: FrontProxy;

  beforeAll(async () => {
    edge = await edgeWith(props);
    proxy = await FrontProxy.start(scope, { address: claims === 'replaced' ? front : (host) => (host === 1 ? front(2) : front(host)), certificate, edge: `${edge.address(1)}:${PLAIN}`, claims });
    await until('the site', async () => (await ask(proxy, '/', front(99))).status === 200, { context: () => edge.container.output() });
  });

  namesClients(() => proxy);

  test('what somebody says who is no trusted proxy changes nothing, wherever he is', async () => {
    const room = newRoom();
    const forged = { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'http', 'Forwarded': 'for=203.0.113.7' };
    const { status } = await askEdge(edge, `/http-bind?room=${room}`, edge.address(77), forged, BOSH_BEGIN);

    expect(status).toBe(200);
    expect((await prosody.session(room)).ip).toBe(edge.address(77));
  });

  test('browsers that came to the proxy by HTTP are sent to the public address, and others are not', async () => {
    const proxied = (proto: string): Promise<Answer> => askEdge(edge, '/room?a=b', proxy.address(1), { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': proto });

    expect(await proxied('http')).toEqual({ status: 301, location: `https://${HOST}/room?a=b` });
    expect(await proxied('https')).toEqual({ status: 200, location: undefined });
  });
});

describe.each([
  [1, { edge: EdgeExposure.clusterIp({ proxyProtocol: { trustedProxies } }) }],
  [2, { edge: EdgeExposure.gateway({ className: 'a', route: GatewayRoute.TLS_ROUTE, proxyProtocol: { trustedProxies } }) }],
] as const)('Behind a load balancer that speaks version %d of the PROXY protocol,', (version, props) => {
  let edge: Edge;
  let balancer: TcpBalancer;
  const place = version === 1 ? 3 : 4;
  const address = (host: number): string => (host === 1 ? front(place) : front(host));

  beforeAll(async () => {
    edge = await edgeWith(props);
    balancer = await TcpBalancer.start(scope, { address, edge: edge.address(1), certificate, version });
    await until('the site', async () => (await ask(balancer, '/', front(99))).status === 200, { context: () => edge.container.output() });
  });

  namesClients(() => balancer);

  test('a client with an IPv6 address has it', async () => {
    const room = newRoom();
    const other = await TcpBalancer.start(scope, { address: (host) => (host === 1 ? front(place + 10) : front(host)), edge: edge.address(1), certificate, version, client: '2001:db8:7::9' });
    await ask(other, `/http-bind?room=${room}`, front(99), {}, BOSH_BEGIN);

    expect((await prosody.session(room)).ip).toBe('2001:db8:7::9');
  });

  test('whom somebody names who is no trusted load balancer changes nothing', async () => {
    const room = newRoom();
    const socket = connect({ host: edge.address(1), port: 8443, localAddress: edge.address(77) });
    socket.write(proxyHeader(version, '203.0.113.7'));
    const secure = connectTls({ socket, servername: HOST, ca: certificate.certificate });
    await once(secure, 'secureConnect');
    const { status } = await answered(request({ createConnection: () => secure, path: `/http-bind?room=${room}`, method: 'POST', headers: { Host: HOST } }), BOSH_BEGIN);

    expect(status).toBe(200);
    expect((await prosody.session(room)).ip).toBe(edge.address(77));
  });

  test('who does not speak it gets nothing', async () => {
    await expect(edge.handshake()).rejects.toThrow();
  });
});
