import { ClientProcess } from './support/client-process';
import { RealStack, realStack } from './support/real-stack';
import { scopePerFile } from './support/scope';
import { HOST } from './support/stack';

const scope = scopePerFile();
let stack: RealStack;
let load: ClientProcess;

interface Logins {
  /** Logins a second. */
  readonly rate: number;
  readonly errors: readonly string[];
}

beforeAll(async () => {
  stack = await realStack(scope);
  load = await ClientProcess.start(scope, 'logins.mjs');
});

/** Machines are busy with other tests too. */
const ROUNDS = 5;

const median = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

/** Logins straight to Prosody, without TLS, and through the edge, in turn; what the second rate is of the first, in the middle of the rounds. */
async function compare(command: string, options: object): Promise<{ readonly ratio: number; readonly rates: string }> {
  const { edge, prosody } = stack;
  const log = async (target: object): Promise<number> => {
    const { rate, errors } = await load.command(command, { ...options, name: HOST, path: '/xmpp-websocket', ...target }) as Logins;
    expect(errors).toEqual([]);
    return rate;
  };
  const rounds: Array<readonly [number, number]> = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push([await log({ host: prosody.address, port: prosody.port }), await log(edge.target())]);
  }
  return { ratio: median(rounds.map(([straight, through]) => through / straight)), rates: rounds.map((rates) => rates.map(Math.round).join(':')).join(' ') };
}

test('when 25 clients come each second, more slowly than a busy machine serves them, as many log in through the edge as straight to Prosody', async () => {
  const { ratio, rates } = await compare('stream', { times: 50, aSecond: 25 });
  process.stderr.write(`logins a second, 25 clients a second, straight to Prosody : through the edge: ${rates}\n`);
  expect(ratio).toBeGreaterThanOrEqual(0.9);
});

test('when clients, edge and Prosody fight for the same cores, logins through the edge are at least a fourth as fast as straight to Prosody', async () => {
  const { ratio, rates } = await compare('crowd', { times: 100, atOnce: 16 });
  process.stderr.write(`logins a second, 16 clients at once, straight to Prosody : through the edge: ${rates}\n`);
  expect(ratio).toBeGreaterThanOrEqual(0.25);
});

test('a thousand clients are in at once, and all get answers, from the same workers of the edge', async () => {
  const { edge } = stack;
  const workers = await edge.container.processesOnceThere('nginx: worker process', 2);
  const { errors } = await load.command('hold', { times: 1000, atOnce: 32, name: HOST, path: '/xmpp-websocket', ...edge.target() }) as Logins;
  expect(errors).toEqual([]);
  expect(await load.command('alive', {})).toBe(1000);
  const status = (await edge.get('/stub_status', { health: true })).body.toString();
  expect(Number(/^Active connections: (\d+)/.exec(status)?.[1])).toBeGreaterThanOrEqual(1000);
  expect((await edge.get('/')).body.toString()).toBe('the page');
  // Two of each, and none of them had to be started anew.
  expect(edge.container.processes('nginx: worker process')).toEqual(workers);
});
