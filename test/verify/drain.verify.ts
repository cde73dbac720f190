import { loopbackAddresses } from './support/addresses';
import { BridgeRest } from './support/bridge-rest';
import { IMPATIENT } from './support/impatient';
import { Files } from './support/kubelet-folder';
import { RunningContainer } from './support/running-container';
import { scopePerTest } from './support/scope';
import { ScriptPod } from './support/script-pod';
import { until } from './support/until';

const scope = scopePerTest();

/** Runs what Kubernetes runs before it stops a bridge of a pool that drains. */
function drain(rest: string, tools: Files = {}, env: Files = {}, shell?: readonly string[]): RunningContainer {
  return new ScriptPod(scope, 'drain.sh').start({ env: { REST: rest, INTERVAL: '0.05', ...env }, tools, shell });
}

async function asked(bridge: BridgeRest, more: number): Promise<void> {
  const before = bridge.asked;
  await until(`asked ${more} more times`, () => bridge.asked >= before + more);
}

test('the bridge is told once, in JSON, to take no new meetings', async () => {
  const bridge = await BridgeRest.start(scope);
  drain(bridge.url);
  await asked(bridge, 2);
  expect(bridge.orders).toEqual([{ path: '/colibri/shutdown', type: 'application/json', body: '{"graceful-shutdown": true}', status: 200 }]);
});

test('it waits while there are participants, and until the bridge has ended, and tells how many are left when that changes', async () => {
  const bridge = await BridgeRest.start(scope);
  bridge.participants = 3;
  const container = drain(bridge.url);
  await asked(bridge, 10);
  bridge.participants = 1;
  await asked(bridge, 5);
  bridge.participants = 0;
  await asked(bridge, 5);
  expect(container.running).toBe(true);
  await bridge.stop();
  expect(await container.end()).toBe(0);
  expect(container.stdout()).toBe('drain: 3 participants left\ndrain: 1 participants left\ndrain: 0 participants left\ndrain: the bridge has ended\n');
});

test.each([404, 415, 500, 503])('it ends at once when the bridge answers %i', async (status) => {
  const bridge = await BridgeRest.start(scope, { refusal: status });
  bridge.participants = 3;
  const container = drain(bridge.url);
  expect(await container.end()).toBe(0);
  expect(bridge.asked).toBe(0);
  expect(container.stdout()).toBe('drain: the bridge does not take the request, it is stopped at once\n');
  expect(container.stderr()).toMatch(new RegExp(`^curl: \\(22\\) .* ${status}\n$`));
});

test('it ends at once when the bridge has ended before', async () => {
  const container = drain(`http://${loopbackAddresses()(8)}:8080`);
  expect(await container.end()).toBe(0);
  expect(container.stdout()).toBe('drain: the bridge does not take the request, it is stopped at once\n');
});

test('a bridge that hangs is given up after three answers that do not come', async () => {
  const bridge = await BridgeRest.start(scope);
  bridge.participants = 3;
  const container = drain(bridge.url, IMPATIENT);
  await asked(bridge, 2);
  bridge.hanging = Infinity;
  const before = bridge.asked;
  expect(await container.end()).toBe(0);
  expect(bridge.asked - before).toBe(3);
});

test('where process 1 has no log, it uses its own', async () => {
  const container = drain(`http://${loopbackAddresses()(8)}:8080`, {}, { OUT: '/missing/log' });
  expect(await container.end()).toBe(0);
  expect(container.stderr().split('\n').slice(1)).toEqual(['drain: the bridge does not take the request, it is stopped at once', '']);
});

test('two answers that do not come end no meeting, and are forgotten after one that does', async () => {
  const bridge = await BridgeRest.start(scope);
  bridge.participants = 3;
  const container = drain(bridge.url, IMPATIENT);
  for (let round = 0; round < 2; round += 1) {
    bridge.hanging = 2;
    await until('the answers that do not come', () => bridge.hanging === 0);
    await asked(bridge, 2);
  }
  expect(container.running).toBe(true);
});

test('when the time that the bridge gives to its participants is over, it waits on until the bridge has moved them and ended', async () => {
  const bridge = await BridgeRest.start(scope);
  bridge.participants = 3;
  const container = drain(bridge.url);
  await asked(bridge, 3);
  bridge.shuttingDown = true;
  await asked(bridge, 10);
  expect(container.running).toBe(true);
  await bridge.stop();
  expect(await container.end()).toBe(0);
  expect(container.stdout()).toBe('drain: 3 participants left\ndrain: the bridge has ended\n');
  expect(bridge.orders).toHaveLength(1);
});

test('told to end itself, it ends at once, and its bridge goes on', async () => {
  const bridge = await BridgeRest.start(scope);
  bridge.participants = 3;
  // Kubernetes runs it beside the bridge, not as process 1, which would not hear the signal.
  const container = drain(bridge.url, {}, { INTERVAL: '600' }, ['/bin/sh', '-c', '/bin/sh "$0"; exit "$?"']);
  await container.says('3 participants left');
  const [script = 0] = container.processes('/bin/sh\0/scripts/drain.sh');
  process.kill(script, 'SIGTERM');
  expect(await container.end(3)).toBe(143);
  expect(bridge.orders).toHaveLength(1);
});
