import { once } from 'node:events';
import { ClientHttp2Session, connect, constants } from 'node:http2';
import { Edge } from './support/edge';
import { scopePerTest } from './support/scope';
import { HOST } from './support/stack';
import { until } from './support/until';

const scope = scopePerTest();
let edge: Edge;
let session: ClientHttp2Session;

beforeEach(async () => {
  edge = await Edge.start(scope);
  const { host, port, ...options } = edge.target();
  session = connect(`https://${host}:${port}`, options);
  scope.onClose(() => {
    session.destroy();
  });
  // The edge closes while a test still sends.
  session.on('error', () => undefined);
  await once(session, 'connect');
});

test('a client with larger headers than any browser has is sent away', async () => {
  const told = once(session, 'goaway') as Promise<[number]>;
  const stream = session.request({ ':path': '/', ':authority': HOST, 'x-large': 'a'.repeat(60_000) });
  stream.on('error', () => undefined);
  expect(await told).toEqual([constants.NGHTTP2_ENHANCE_YOUR_CALM, expect.anything(), undefined]);
  expect(edge.web.requests).toEqual([]);
});

test('a client that takes back each request at once is sent away after a thousand, and others are served', async () => {
  const workers = await edge.container.processesOnceThere('nginx: worker process', 2);
  let asked = 0;
  const ask = (): void => {
    if (session.closed || session.destroyed) {
      return;
    }
    asked += 1;
    const stream = session.request({ ':path': '/room', ':authority': HOST });
    stream.on('error', () => undefined);
    // When it is sent.
    setImmediate(() => {
      stream.close(constants.NGHTTP2_CANCEL);
      setImmediate(ask);
    });
  };
  for (let client = 0; client < 10; client += 1) {
    ask();
  }
  await until('the edge to send it away', () => session.destroyed, { context: () => `${asked} requests` });
  // Those that were on their way meanwhile come on top.
  expect(asked).toBeLessThan(2000);
  edge.reset();
  expect((await edge.get('/room')).status).toBe(200);
  expect(edge.container.processes('nginx: worker process')).toEqual(workers);
});
