import { RealStack, realStack } from './support/real-stack';
import { scopePerTest } from './support/scope';
import { until } from './support/until';

const scope = scopePerTest();
let stack: RealStack;
let workers: number[];

beforeEach(async () => {
  stack = await realStack(scope);
  workers = stack.edge.container.processes('nginx: worker process');
});

/** The edge is ready, with the workers that it had. */
async function edgeIsUp({ edge }: RealStack): Promise<void> {
  expect((await edge.get('/readyz', { health: true })).status).toBe(200);
  expect(edge.container.processes('nginx: worker process')).toEqual(workers);
}

/** The edge says that a server is away, and is quick about it, again and again. */
async function refused({ edge }: RealStack, path: string): Promise<void> {
  for (let request = 0; request < 5; request += 1) {
    const start = performance.now();
    expect((await edge.get(path)).status).toBe(502);
    expect(performance.now() - start).toBeLessThan(2000);
  }
}

test('without Prosody the edge is up, serves pages and refuses logins at once; when Prosody is back, clients log in', async () => {
  const client = await stack.clients.login({ path: '/xmpp-websocket?room=before' });
  await stack.prosody.stop();
  await until('the client to learn that Prosody is gone', async () => (await client.state()).closed);
  await refused(stack, '/http-bind');
  await refused(stack, '/tenant/xmpp-websocket');
  await expect(stack.clients.login({ path: '/xmpp-websocket' })).rejects.toThrow('no websocket: 502');
  expect((await stack.edge.get('/')).body.toString()).toBe('the page');
  await edgeIsUp(stack);
  await stack.prosody.startAgain();
  for (const [transport, path] of [['websocket', '/xmpp-websocket?room=socket'], ['bosh', '/http-bind?room=bosh']] as const) {
    const next = await stack.clients.login({ path, transport });
    await next.ping();
  }
  expect(stack.prosody.sessions().map(({ arguments: { room } }) => room)).toEqual(['socket', 'bosh']);
  await edgeIsUp(stack);
});

test('without web the edge is up, refuses pages at once, and clients log in and go on; when web is back, it serves pages', async () => {
  const client = await stack.clients.login({ path: '/xmpp-websocket' });
  await stack.web.stop();
  await refused(stack, '/');
  await refused(stack, '/libs/app.bundle.min.js');
  await client.ping();
  const next = await stack.clients.login({ path: '/http-bind', transport: 'bosh' });
  await next.ping();
  await edgeIsUp(stack);
  stack.web.startAgain();
  await until('pages', async () => (await stack.edge.get('/')).body.toString() === 'the page');
  await client.ping();
  expect((await client.state()).closed).toBeUndefined();
  await edgeIsUp(stack);
});
