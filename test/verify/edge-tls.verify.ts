import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { Edge } from './support/edge';
import { scopePerFile } from './support/scope';
import { HOST } from './support/stack';

const scope = scopePerFile();
let edge: Edge;

beforeAll(async () => {
  edge = await Edge.start(scope);
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s is accepted', async (version) => {
  const socket = await edge.handshake({ minVersion: version, maxVersion: version });
  expect(socket.getProtocol()).toBe(version);
  expect(socket.authorized).toBe(true);
  socket.destroy();
});

test.each(['TLSv1', 'TLSv1.1'] as const)('%s is refused by the edge', async (version) => {
  // At its default level OpenSSL would not even offer it.
  await expect(edge.handshake({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
});

test('HTTP/2 is offered, and pages come by it', async () => {
  const session = connectHttp2(`https://${edge.address(1)}:8443`, { servername: HOST, ca: edge.certificate.certificate });
  try {
    const stream = session.request({ ':path': '/room?a=1', ':authority': HOST });
    const [headers] = await once(stream, 'response') as [Record<string, unknown>];
    const parts: Buffer[] = [];
    for await (const part of stream) {
      parts.push(part as Buffer);
    }
    expect(session.alpnProtocol).toBe('h2');
    expect([headers[':status'], Buffer.concat(parts).toString()]).toEqual([200, 'web']);
    expect(edge.web.requests.at(-1)).toMatchObject({ url: '/room?a=1', headers: { host: HOST } });
  } finally {
    session.close();
  }
});

test('a client that offers both gets HTTP/2, one that knows only HTTP/1.1 gets that', async () => {
  for (const [offered, chosen] of [[['h2', 'http/1.1'], 'h2'], [['http/1.1'], 'http/1.1']] as const) {
    const socket = await edge.handshake({ ALPNProtocols: [...offered] });
    expect(socket.alpnProtocol).toBe(chosen);
    socket.destroy();
  }
});

test('no answer tells the version of NGINX', async () => {
  const answers = await Promise.all([edge.get('/'), edge.get('/', { plain: true }), edge.get('/livez', { health: true }), edge.get('/missing', { health: true })]);
  for (const { headers, body } of answers) {
    expect(headers.server).toBe('nginx');
    expect(body.toString()).not.toMatch(/nginx\/\d/);
  }
});

test('browsers are not told to use HTTPS alone, unless it is asked for', async () => {
  const answers = await Promise.all([edge.get('/'), edge.get('/http-bind'), edge.get('/', { plain: true })]);
  expect(answers.map(({ headers }) => headers['strict-transport-security'])).toEqual([undefined, undefined, undefined]);
});
