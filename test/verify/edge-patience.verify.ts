import { SEEDS } from './support/seeds';
import { Edge } from './support/edge';
import { RawConnection } from './support/raw-connection';
import { RealStack, realStack } from './support/real-stack';
import { scopePerFile } from './support/scope';
import { HOST } from './support/stack';
import { throughout, until } from './support/until';
import { XmppClient } from './support/xmpp-clients';

const scope = scopePerFile();
/** NGINX waits so long for what a client owes it, and by default so long for a server, too. All clients begin to wait at once. */
const NGINX_SECONDS = 60;
const SLOW_CLIENTS = 20;

/** With servers that record what they get. */
let edge: Edge;
let stack: RealStack;
let workers: number[];
let begin: number;
let idle: XmppClient;
/** On an edge with NGINX's own timeout. */
let doomed: XmppClient;
let slow: Readonly<Record<string, readonly RawConnection[]>>;

/** Connections that a client could hold forever at no cost. */
async function openSlowOnes(): Promise<typeof slow> {
  const some = (open: (target: Edge) => Promise<RawConnection>): Promise<RawConnection[]> => Promise.all(Array.from({ length: SLOW_CLIENTS }, () => open(edge)));
  const sending = (text: string) => async (target: Edge): Promise<RawConnection> => {
    const connection = await RawConnection.encrypted(target);
    connection.send(text);
    return connection;
  };
  const endless = await some(sending('GET / HTTP/1.1\r\n'));
  const drip = setInterval(() => {
    endless.forEach((connection) => {
      connection.send('X-Slow: 1\r\n');
    });
  }, 1000);
  scope.onClose(() => {
    clearInterval(drip);
  });
  return {
    'without a handshake': await some((target) => RawConnection.plain(target)),
    'without a request': await some(sending('')),
    'with half a header': await some(sending(`GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-Half: `)),
    'with a header that never ends': endless,
    'with half a body': await some(sending(`POST /http-bind HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 1000\r\n\r\n<body`)),
  };
}

beforeAll(async () => {
  const impatient = realStack(scope, { edit: SEEDS.socketsEndAfterAMinute });
  [edge, stack] = await Promise.all([Edge.start(scope), realStack(scope)]);
  doomed = await (await impatient).clients.login({ path: '/xmpp-websocket' });
  workers = await edge.container.processesOnceThere('nginx: worker process', 2);
  idle = await stack.clients.login({ path: '/xmpp-websocket' });
  begin = performance.now();
  slow = await openSlowOnes();
});

test('slow clients take nothing from others, and each is sent away when its time is over, without a request to web or Prosody', async () => {
  expect((await edge.get('/room')).status).toBe(200);
  expect(Object.values(slow).flat().filter(({ closed }) => closed)).toEqual([]);
  edge.reset();
  for (const [kind, connections] of Object.entries(slow)) {
    await until(`the end of clients ${kind}`, () => connections.every(({ closed }) => closed), { seconds: NGINX_SECONDS + 5 });
  }
  await edge.container.says(/"POST \/http-bind HTTP\/1\.1" 408 /);
  expect([edge.web.requests, edge.prosody.requests]).toEqual([[], []]);
  expect(edge.container.processes('nginx: worker process')).toEqual(workers);
});

test('a websocket on which nothing is said for longer than that stays open', async () => {
  await throughout(NGINX_SECONDS + 2 - (performance.now() - begin) / 1000, async () => {
    expect((await idle.state()).closed).toBeUndefined();
  });
  await idle.ping();
});

test('Seeded: with NGINX\'s own timeout such a websocket ends', async () => {
  await until('the end of the websocket', async () => (await doomed.state()).closed !== undefined);
});
