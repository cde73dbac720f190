import { Edge } from './support/edge';
import { scopePerFile } from './support/scope';
import { HOST } from './support/stack';

const scope = scopePerFile();
let edge: Edge;

beforeAll(async () => {
  edge = await Edge.start(scope);
});

beforeEach(() => {
  edge.reset();
});

/** The lines are there when the client has its answer, or an instant later. */
const logged = (line: RegExp): Promise<void> => edge.container.says(line);

test('a request is logged with its path and without its query', async () => {
  await edge.get('/logged-room?jwt=SECRET-1', { headers: { Referer: `https://${HOST}/?jwt=SECRET-2` } });
  await edge.get('/logged-room?jwt=SECRET-3', { plain: true });
  await logged(/"GET \/logged-room HTTP\/1\.1" 200 /);
  await logged(/"GET \/logged-room HTTP\/1\.1" 301 /);
  expect(edge.container.output()).not.toMatch(/SECRET-[123]/);
});

test('a request that web does not answer leaves no token either, and shows which server it was', async () => {
  edge.web.handler = (_, response) => response.destroy();
  await edge.get('/failed-room?jwt=SECRET-4', { headers: { Referer: `https://${HOST}/?jwt=SECRET-5` } });
  await logged(new RegExp(`"GET /failed-room HTTP/1\\.1" 502 .*${edge.address(80)}:8000`));
  expect(edge.container.output()).not.toMatch(/SECRET-[45]/);
});

test('a request whose body is too large for memory leaves no token', async () => {
  await edge.get('/large/http-bind?token=SECRET-6', { body: Buffer.alloc(100_000, 'a') });
  await logged(/"POST \/large\/http-bind HTTP\/1\.1" 200 /);
  expect(edge.container.output()).not.toContain('SECRET-6');
});

test('a websocket that breaks leaves no token', async () => {
  const tunnel = await edge.tunnel('/broken/xmpp-websocket?token=SECRET-7', { 'Sec-WebSocket-Protocol': 'xmpp' });
  tunnel.socket.destroy();
  await logged(/"GET \/broken\/xmpp-websocket HTTP\/1\.1" 101 /);
  expect(edge.container.output()).not.toContain('SECRET-7');
});
