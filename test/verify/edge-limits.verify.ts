import { ClientLimits } from '../../lib';
import { ClientProcess } from './support/client-process';
import { Edge } from './support/edge';
import { realStack } from './support/real-stack';
import { scopePerFile, scopePerTest } from './support/scope';
import { HOST } from './support/stack';
import { until } from './support/until';

const scope = scopePerFile();
const testScope = scopePerTest();

/** A class, all behind one address. */
const CLASS = 60;
/** Files of the page, generously. */
const FILES = 50;

/** How many answers there were of each status. */
function tally(statuses: readonly number[]): Readonly<Record<number, number>> {
  return statuses.reduce<Record<number, number>>((sofar, status) => ({ ...sofar, [status]: (sofar[status] ?? 0) + 1 }), {});
}

async function load(edge: Edge, times: number, from: string, path = '/room'): Promise<number[]> {
  return Promise.all(Array.from({ length: times }, async () => (await edge.get(path, { from })).status));
}

describe('A class behind one address', () => {
  test('opens the page with all its files at the same moment, and everybody logs in to the real Prosody', async () => {
    // The default but for the rate, which would let the more in the slower this machine is: the burst alone must take them.
    const { edge } = await realStack(scope, { props: { nginx: { clientLimits: ClientLimits.perAddress({ requestsPerSecond: 1 }) } } });
    const clients = await ClientProcess.start(scope, 'logins.mjs');
    const began = performance.now();
    const [pages, logins] = await Promise.all([
      load(edge, CLASS * FILES, '127.0.0.1'),
      clients.command('hold', { times: CLASS, atOnce: CLASS, name: HOST, path: '/xmpp-websocket', ...edge.target() }) as Promise<{ readonly errors: readonly string[] }>,
    ]);
    process.stderr.write(`${CLASS} clients of one address, ${CLASS * FILES} requests within ${((performance.now() - began) / 1000).toFixed(1)} s: ${JSON.stringify(tally(pages))}\n`);

    expect(tally(pages)).toEqual({ 200: CLASS * FILES });
    expect(logins.errors).toEqual([]);
    expect(await clients.command('alive', {})).toBe(CLASS);
  });
});

describe('With limits of its own', () => {
  test('one address that asks too often gets 429, for a while, and others get what they ask for', async () => {
    const edge = await Edge.start(testScope, { props: { nginx: { clientLimits: ClientLimits.perAddress({ requestsPerSecond: 1, burst: 50 }) } } });
    const [greedy, other] = [edge.address(101), edge.address(102)];
    const answers = tally(await load(edge, 100, greedy));

    expect(Object.keys(answers)).toEqual(['200', '429']);
    expect(answers[200]).toBeGreaterThanOrEqual(51);
    expect(answers[200]).toBeLessThan(65);
    expect(tally(await load(edge, 20, other, '/http-bind'))).toEqual({ 200: 20 });
    expect((await edge.get('/livez', { health: true, from: greedy })).status).toBe(200);
  });

  test('one address has so many websockets and no more, until it closes one', async () => {
    const edge = await Edge.start(testScope, { props: { nginx: { clientLimits: ClientLimits.perAddress({ connections: 50 }) } } });
    const [greedy, other] = [edge.address(101), edge.address(102)];
    const tunnels = await Promise.all(Array.from({ length: 50 }, () => edge.tunnel('/xmpp-websocket', {}, greedy)));

    await expect(edge.tunnel('/xmpp-websocket', {}, greedy)).rejects.toThrow('no websocket: 429');
    expect((await edge.tunnel('/xmpp-websocket', {}, other)).status).toBe(101);
    const closed = new Promise((done) => {
      tunnels[0]?.socket.once('close', done);
    });
    tunnels[0]?.socket.destroy();
    await closed;
    expect(await anotherTunnel(edge, greedy)).toBe(101);
  });
});

/** The edge notices a closed socket a moment later. */
async function anotherTunnel(edge: Edge, from: string): Promise<number> {
  return until('another websocket', () => edge.tunnel('/xmpp-websocket', {}, from).then(({ status }) => status, () => 0));
}
