import { Duration } from 'cdk8s';
import { echo, Edge } from './support/edge';
import { scopePerFile, scopePerTest } from './support/scope';
import { HOST } from './support/stack';
import { until } from './support/until';

const scope = scopePerFile();
const testScope = scopePerTest();
let edge: Edge;

beforeAll(async () => {
  edge = await Edge.start(scope);
});

beforeEach(() => {
  edge.reset();
});

describe('pages', () => {
  test.each(['/', '/room', '/tenant/room', '/config.js', '/libs/x.js', '/room?jwt=a&lang=b'])('%s comes from web as it was asked for', async (path) => {
    const { status, body } = await edge.get(path);
    expect({ status, body: body.toString() }).toEqual({ status: 200, body: 'web' });
    expect(edge.web.requests.map(({ url }) => url)).toEqual([path]);
    expect(edge.prosody.requests).toEqual([]);
  });

  test('a websocket of web is passed on, such as a whiteboard', async () => {
    const tunnel = await edge.tunnel('/whiteboard/socket?id=1');
    expect(tunnel.status).toBe(101);
    expect(await echo(tunnel, 'stroke')).toBe('stroke');
    expect(edge.web.requests.map(({ url }) => url)).toEqual(['/whiteboard/socket?id=1']);
    tunnel.socket.destroy();
  });

  test('one failed request to web does not stop those that follow', async () => {
    edge.web.handler = (_, response) => response.destroy();
    expect((await edge.get('/room')).status).toBe(502);
    edge.web.reset();
    expect((await edge.get('/room')).status).toBe(200);
  });
});

describe('signalling', () => {
  test.each([
    ['/http-bind?room=a', '/http-bind?prefix=&room=a'],
    ['/http-bind', '/http-bind?prefix=&'],
    ['/tenant/http-bind?x=1', '/http-bind?prefix=tenant&x=1'],
    ['/xmpp-websocket?room=a', '/xmpp-websocket?prefix=&room=a'],
    ['/tenant/xmpp-websocket?x=1', '/xmpp-websocket?prefix=tenant&x=1'],
  ])('%s reaches Prosody as %s', async (path, url) => {
    const { status, body } = await edge.get(path);
    expect({ status, body: body.toString() }).toEqual({ status: 200, body: 'prosody' });
    expect(edge.prosody.requests.map((request) => request.url)).toEqual([url]);
    expect(edge.web.requests).toEqual([]);
  });

  test('the body of a BOSH request arrives', async () => {
    let body = '';
    edge.prosody.handler = (request, response) => {
      request.on('data', (part: Buffer) => {
        body += part.toString();
      }).on('end', () => response.end());
    };
    await edge.get('/http-bind', { body: '<body rid="1"/>' });
    expect(body).toBe('<body rid="1"/>');
    expect(edge.prosody.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  test.each(['/http-bind', '/tenant/http-bind', '/xmpp-websocket', '/tenant/xmpp-websocket'])('%s has the XMPP domain as its host, whatever the client says', async (path) => {
    await edge.get(path, { headers: { Host: 'forged.example.org' } });
    expect(edge.prosody.requests.map(({ headers }) => headers.host)).toEqual(['meet.jitsi']);
  });

  test.each(['/xmpp-websocket?room=a', '/tenant/xmpp-websocket?room=a'])('%s becomes a websocket of the XMPP protocol that carries bytes both ways', async (path) => {
    const tunnel = await edge.tunnel(path, { 'Sec-WebSocket-Protocol': 'xmpp' });
    expect(tunnel.status).toBe(101);
    expect(tunnel.headers).toMatchObject({ 'upgrade': 'websocket', 'sec-websocket-protocol': 'xmpp' });
    expect(await echo(tunnel, '<open/>')).toBe('<open/>');
    expect(await echo(tunnel, '<close/>')).toBe('<close/>');
    expect(edge.prosody.requests.map(({ headers }) => headers)).toEqual([expect.objectContaining({
      'host': 'meet.jitsi', 'upgrade': 'websocket', 'connection': 'upgrade', 'sec-websocket-protocol': 'xmpp', 'sec-websocket-version': '13',
    })]);
    tunnel.socket.destroy();
  });

  test('an answer that Prosody gives in two parts arrives in two parts', async () => {
    let finish = (): void => undefined;
    edge.prosody.handler = (request, response) => {
      request.resume();
      response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' });
      response.write('<first/>');
      finish = () => response.end('<second/>');
    };
    const response = await edge.open('/http-bind', { body: '<body/>', headers: { 'Accept-Encoding': 'gzip' } });
    const parts: string[] = [];
    response.on('data', (part: Buffer) => parts.push(part.toString()));
    await until('the first part', () => parts.length > 0);
    expect(parts).toEqual(['<first/>']);
    finish();
    await until('the second part', () => parts.length > 1);
    expect(parts).toEqual(['<first/>', '<second/>']);
  });

  test.each([
    '/a%0d%0aX-Evil:%201/xmpp-websocket', '/a%0d%0aX-Evil:%201/http-bind', '/a%20b/http-bind', '/a%20HTTP%2f1.1%0d%0aHost:%20x/http-bind', '/a%26prefix=b/http-bind', '/a%3fb/http-bind', '/a/b/http-bind',
  ])('%s does not reach Prosody', async (path) => {
    await edge.get(path);
    expect(edge.prosody.requests).toEqual([]);
    expect(edge.web.requests.map(({ url, headers }) => ({ url, evil: headers['x-evil'] }))).toEqual([{ url: path, evil: undefined }]);
  });

  test('a line break after the path reaches Prosody neither as a header nor in the request line', async () => {
    await edge.get('/tenant/http-bind%0aX-Evil:1');
    await edge.get('/tenant/http-bind%0a');
    await edge.get('/http-bind?room=%0d%0aX-Evil:%201');
    expect(edge.prosody.requests.map(({ url }) => url).filter((url) => /[\s]/.test(url))).toEqual([]);
    expect(edge.prosody.requests.filter(({ headers }) => 'x-evil' in headers)).toEqual([]);
  });
});

describe('addresses of clients', () => {
  test.each([['web', '/room'], ['web', '/libs/x.js'], ['prosody', '/http-bind'], ['prosody', '/tenant/xmpp-websocket']] as const)('%s sees the client\'s own address for %s, not the one that it claims', async (server, path) => {
    await edge.get(path, { from: edge.address(101), headers: { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'http' } });
    expect(edge[server].requests.map(({ headers }) => [headers['x-forwarded-for'], headers['x-forwarded-proto']])).toEqual([[edge.address(101), 'https']]);
  });
});

describe('port 80', () => {
  test('everything is sent to the public address by HTTPS, with path and query', async () => {
    const { status, headers } = await edge.get('/tenant/room?jwt=a%20b&x=1', { plain: true });
    expect({ status, location: headers.location }).toEqual({ status: 301, location: `https://${HOST}/tenant/room?jwt=a%20b&x=1` });
    expect(edge.web.requests).toEqual([]);
  });

  test('a forged host name does not change where it is sent', async () => {
    const { headers } = await edge.get('/room', { plain: true, headers: { 'Host': 'forged.example.org', 'X-Forwarded-Host': 'forged.example.org' } });
    expect(headers.location).toBe(`https://${HOST}/room`);
  });
});

describe('health', () => {
  test.each(['/livez', '/readyz'])('%s answers on the health port', async (path) => {
    expect((await edge.get(path, { health: true })).status).toBe(200);
  });

  test('the numbers of stub_status are on the health port', async () => {
    const { status, body } = await edge.get('/stub_status', { health: true });
    expect(status).toBe(200);
    expect(body.toString()).toMatch(/^Active connections: \d+/);
  });

  test('the numbers of stub_status are nowhere else', async () => {
    expect((await edge.get('/stub_status')).body.toString()).toBe('web');
    expect((await edge.get('/stub_status', { plain: true })).status).toBe(301);
  });

  test('the health port serves no pages', async () => {
    expect((await edge.get('/room', { health: true })).status).toBe(404);
    expect(edge.web.requests).toEqual([]);
  });
});

describe('a stack with another XMPP domain, another port, HSTS and no port 80', () => {
  let other: Edge;

  beforeAll(async () => {
    other = await Edge.start(scope, { props: { publicUrl: `https://${HOST}:4443`, xmppDomain: 'xmpp.example.org', nginx: { hsts: Duration.days(365), redirectHttp: false } } });
  });

  test('Prosody is asked with that domain', async () => {
    await other.get('/http-bind');
    expect(other.prosody.requests.map(({ headers }) => headers.host)).toEqual(['xmpp.example.org']);
  });

  test.each(['/', '/libs/x.js', '/http-bind', '/tenant/http-bind'])('browsers are told with %s to use HTTPS alone', async (path) => {
    expect((await other.get(path)).headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('browsers are told so with an error too', async () => {
    other.web.handler = (_, response) => response.destroy();
    const { status, headers } = await other.get('/');
    expect([status, headers['strict-transport-security']]).toEqual([502, 'max-age=31536000']);
    other.reset();
  });

  test('the plain port is closed', async () => {
    await expect(other.get('/', { plain: true })).rejects.toThrow('ECONNREFUSED');
  });
});

test('a public port other than 443 is part of the address that port 80 sends to', async () => {
  const other = await Edge.start(testScope, { props: { publicUrl: `https://${HOST}:4443` } });
  expect((await other.get('/room', { plain: true })).headers.location).toBe(`https://${HOST}:4443/room`);
});
