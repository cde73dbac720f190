import { setTimeout } from 'node:timers/promises';
import { loopbackAddresses } from './support/addresses';
import { BridgeRest } from './support/bridge-rest';
import { DnsServer } from './support/dns-server';
import { IMPATIENT } from './support/impatient';
import { Files } from './support/kubelet-folder';
import { RunningContainer } from './support/running-container';
import { Scope, scopePerTest } from './support/scope';
import { ScriptPod } from './support/script-pod';
import { throughout, until } from './support/until';

const PEERS = 'jitsi-bridges.jitsi.svc.cluster.local';
const NOBODY = 'drain: waits for another bridge that takes new meetings';

/** Bridges of a pool, each on an address of its own, and what of them the headless Service shows. */
class Pool {
  public readonly bridges: BridgeRest[] = [];
  /** The fewest bridges that ever took new meetings at the same time. */
  public fewest = Infinity;
  private counting = false;

  public static async start(scope: Scope, size: number): Promise<Pool> {
    const block = loopbackAddresses();
    const pool = new Pool(scope, block(53), await DnsServer.start(scope, block(53)));
    for (let index = 0; index < size; index += 1) {
      pool.bridges.push(await BridgeRest.start(scope, { address: block(10 + index), onChange: () => {
        pool.count();
      } }));
    }
    pool.counting = true;
    pool.count();
    pool.publish(pool.bridges);
    scope.onClose(() => {
      pool.counting = false;
    });
    return pool;
  }

  private constructor(private readonly scope: Scope, private readonly nameServer: string, private readonly dns: DnsServer) {}

  public publish(bridges: readonly BridgeRest[]): void {
    this.dns.records.set(PEERS, bridges.map(({ address }) => address));
  }

  public hide(): void {
    this.dns.records.delete(PEERS);
  }

  /** What of a cluster is still known when a pool's Service has gone. */
  public remove(): void {
    this.dns.records.set('kubernetes.default.svc.cluster.local', '192.0.2.1');
    this.hide();
  }

  public bridge(index: number): BridgeRest {
    const bridge = this.bridges[index];
    if (bridge === undefined) {
      throw new Error(`there is no bridge ${index}`);
    }
    return bridge;
  }

  /** Runs what Kubernetes runs before it stops a bridge. */
  public tell({ address, url }: BridgeRest, { env = {}, tools = {} }: { readonly env?: Files; readonly tools?: Files } = {}): RunningContainer {
    return new ScriptPod(this.scope, 'drain.sh', { resolvConf: `nameserver ${this.nameServer}\n` })
      .start({ env: { REST: url, PEERS, POD_IPS: address, PATIENCE: '60', INTERVAL: '0.1', ...env }, tools });
  }

  /** A bridge's whole way out: it is told, empties, ends, is for a moment nowhere, and its successor comes. */
  public async replace(bridge: BridgeRest, after = 0): Promise<void> {
    await setTimeout(after);
    const container = this.tell(bridge);
    await until('its turn', () => bridge.graceful, { context: () => container.output() });
    bridge.shuttingDown = true;
    await bridge.stop();
    if (await container.end(20) !== 0 || !container.stdout().endsWith('drain: the bridge has ended\n') || container.stdout().includes('no turn')) {
      throw new Error(container.output());
    }
    this.publish(this.bridges.filter((each) => each !== bridge));
    await setTimeout(100);
    this.publish(this.bridges);
    await bridge.listen();
  }

  private count(): void {
    if (this.counting) {
      this.fewest = Math.min(this.fewest, this.bridges.filter(({ takesMeetings }) => takesMeetings).length);
    }
  }
}

const scope = scopePerTest();

test.each([
  ['two at once', [0, 0]],
  ['three at once', [0, 0, 0]],
  ['two, one a little later', [0, 60]],
  ['two, the other a little later', [60, 0]],
  ['three, at three times', [150, 0, 75]],
  ['three, the last when the first has begun', [0, 100, 600]],
])('of bridges that are all told to stop, %s, one always takes new meetings, and each has its turn', async (_, starts) => {
  const pool = await Pool.start(scope, starts.length);
  await Promise.all(pool.bridges.map((bridge, index) => pool.replace(bridge, starts[index])));
  expect(pool.fewest).toBeGreaterThan(0);
  expect(pool.bridges.map(({ orders }) => orders.length)).toEqual(starts.map(() => 1));
});

test('the only one told to stop does so at once, and the others take new meetings', async () => {
  const pool = await Pool.start(scope, 3);
  await pool.replace(pool.bridge(1));
  expect(pool.fewest).toBe(2);
});

test('a bridge that has no others drains at once', async () => {
  const pool = await Pool.start(scope, 1);
  await pool.replace(pool.bridge(0));
  expect(pool.fewest).toBe(0);
});

test('bridges of a pool that is removed wait for nobody, since nobody comes back', async () => {
  const pool = await Pool.start(scope, 2);
  pool.bridge(1).graceful = true;
  const container = pool.tell(pool.bridge(0));
  await container.says(NOBODY);
  pool.remove();
  await until('the order', () => pool.bridge(0).graceful, { context: () => container.output() });
  expect(container.stdout()).toContain('drain: its pool is being removed, nobody is waited for\n');
});

test('a bridge whose other one is only gone for a moment waits for it', async () => {
  const pool = await Pool.start(scope, 2);
  const [own, other] = [pool.bridge(0), pool.bridge(1)];
  other.graceful = true;
  const container = pool.tell(own);
  await container.says(NOBODY);
  await other.stop();
  pool.publish([own]);
  await throughout(1, () => { expect(own.orders).toEqual([]); });
  await other.listen();
  pool.publish(pool.bridges);
  await until('its turn', () => own.graceful);
});

test.each<[string, (other: BridgeRest) => Promise<void> | void]>([
  ['is draining', (other) => {
    other.graceful = true;
  }],
  ['is shutting down', (other) => {
    other.shuttingDown = true;
  }],
  ['is gone', (other) => other.stop()],
  ['does not say', (other) => {
    other.hides = true;
  }],
  ['hangs', (other) => {
    other.hanging = Infinity;
  }],
])('while the only other bridge %s, it waits and says so, takes new meetings as ever, and drains when it is waited for no longer', async (_, spoil) => {
  const pool = await Pool.start(scope, 2);
  const own = pool.bridge(0);
  await spoil(pool.bridge(1));
  const container = pool.tell(own, { env: { PATIENCE: '3' }, tools: IMPATIENT });
  await container.says(`${NOBODY}, at most 3 seconds\n`);
  await throughout(1, () => { expect([own.orders, own.draining]).toEqual([[], false]); });
  await container.says('drain: no turn for it within 3 seconds, it waits no longer\n');
  await until('its shutdown', () => own.graceful);
  expect(container.stdout().split('\n').slice(0, 2)).toEqual([`${NOBODY}, at most 3 seconds`, 'drain: no turn for it within 3 seconds, it waits no longer']);
});

test.each([[0, 1], [1, 0]])('bridges that are told to stop, %i before %i, have their turns although somebody had switched the drain mode of the second on', async (first, second) => {
  const pool = await Pool.start(scope, 2);
  pool.bridge(second).draining = true;
  await Promise.all([pool.replace(pool.bridge(first)), pool.replace(pool.bridge(second), 1000)]);
  expect(pool.fewest).toBeGreaterThan(0);
});

test('one that hangs keeps nobody from a turn that a third gives', async () => {
  const pool = await Pool.start(scope, 3);
  pool.bridge(1).hanging = Infinity;
  pool.tell(pool.bridge(0), { tools: IMPATIENT });
  await until('its turn', () => pool.bridge(0).graceful);
});

test('it waits while nobody knows the other bridges', async () => {
  const pool = await Pool.start(scope, 2);
  pool.hide();
  const container = pool.tell(pool.bridge(0));
  await container.says(NOBODY);
  await throughout(0.5, () => { expect(pool.bridge(0).orders).toEqual([]); });
  pool.publish(pool.bridges);
  await until('its turn', () => pool.bridge(0).graceful);
});

test('a bridge that cannot say that it asks for its turn looks again all the same', async () => {
  const pool = await Pool.start(scope, 2);
  const other = pool.bridge(1);
  const deaf = await BridgeRest.start(scope, { refusal: 404 });
  pool.publish([deaf, other]);
  const container = pool.tell(deaf, { env: { INTERVAL: '2' } });
  await until('its plea', () => deaf.marks > 0);
  other.graceful = true;
  await container.says(NOBODY);
  expect(deaf.orders).toEqual([]);
  other.graceful = false;
  await container.says('drain: the bridge does not take the request, it is stopped at once\n');
  expect(deaf.orders).toHaveLength(1);
});

test('a bridge that has ended holds up nobody where another one takes new meetings', async () => {
  const pool = await Pool.start(scope, 2);
  await pool.bridge(0).stop();
  const container = pool.tell(pool.bridge(0));
  expect(await container.end()).toBe(0);
  expect(container.stdout()).toBe('drain: the bridge does not take the request, it is stopped at once\n');
});
