import { Duration } from 'cdk8s';
import { all, Edit } from '../support/edits';
import { Change } from '../verify/cluster/support/rest-client';
import { scopePerFile } from '../verify/support/scope';
import { throughout, until } from '../verify/support/until';
import { asDeployment, asItIs, HANDING_OVER, hurried, MEDIA_PORT, MEDIA_SERVICE, readyOnly } from './support/bridges';
import { askByUdp } from './support/clients';
import { drainTable, seconds } from './support/drain-table';
import { Drained, DrainingBridge } from './support/draining-bridge';
import { conditionsOf, EndpointSlice } from './support/endpoints';
import { answerers, longestGap, lost, MediaClients, sentBetween } from './support/media-flow';
import { PoolChange } from './support/pool-change';
import { PoolOfBridges } from './support/pool-of-bridges';
import { explained, shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';
import { watched } from './support/watch';

// Bridges whose pods are told to stop at the same time, most of them with people in a meeting.

/** Seconds for which people stay after their bridge was told to stop, and until a bridge finds that they have gone. */
const STAY = 60;
const SILENCE = 5;

/** Longer than people stay, and as long. */
const LONG = Duration.minutes(2);
const SHORT = Duration.minutes(1);

/**
 * Those that are compared, in namespaces of these names, differ in nothing else. kube-proxy leaves who stays with a bridge that still serves; where a
 * Service leads is seen by those who come in.
 */
const COMPARED = ['ours', 'ready-only', 'deployment', 'deployment-ready-only'] as const;

const BRIDGES: Readonly<Record<typeof COMPARED[number] | 'limited' | 'empty' | 'deaf', readonly [Duration, Edit]>> = {
  'ours': [LONG, hurried],
  'ready-only': [LONG, all(hurried, readyOnly)],
  'deployment': [LONG, all(hurried, asDeployment)],
  'deployment-ready-only': [LONG, all(hurried, asDeployment, readyOnly)],
  'limited': [SHORT, hurried],
  'empty': [LONG, asItIs],
  'deaf': [LONG, hurried],
};

type Name = keyof typeof BRIDGES;
const NAMES = Object.keys(BRIDGES) as readonly Name[];

const POOL = 'pool';

/** Seconds for which people stay on the bridges of the pool, of which the first to drain waits for them. */
const STAY_IN_POOL = 20;

const scope = scopePerFile();
const shown = shownIn(() => cluster);
const bridges = new Map<Name, DrainingBridge>();
let cluster: StackCluster;
let slices: ReadonlyArray<Change<EndpointSlice>>;
let poolChange: Promise<PoolChange>;
/** Pods that came when only the first bridge of the pool was to change. */
let poolFirst: Promise<readonly string[]>;
/** When people left. */
let left = 0;
/** When the interface of one bridge no longer answered. */
let deafened: Promise<number>;

const bridge = (name: Name): DrainingBridge => bridges.get(name) ?? (() => {
  throw new Error(`there is no bridge ${name}`);
})();

const fromBrowsers = (command: readonly string[]): readonly string[] => cluster.fromClients(command);

beforeAll(async () => {
  cluster = await StackCluster.launch(scope, `drain-${process.pid}`);
  await explained(cluster, async () => {
    slices = watched(scope, cluster, '/apis/discovery.k8s.io/v1/endpointslices');
    for (const name of NAMES) {
      bridges.set(name, await DrainingBridge.apply(scope, cluster, name, ...BRIDGES[name]));
    }
    const pool = await PoolOfBridges.apply(scope, cluster, POOL, LONG);
    for (const name of NAMES) {
      await cluster.settles(name, 120);
    }
    const clients = await MediaClients.start(scope, fromBrowsers);
    await Promise.all(NAMES.filter((name) => name !== 'empty').map((name) => bridge(name).join(clients)));
    await cluster.settles(POOL, 120);
    await pool.join(clients);
    deafened = bridge('deaf').stopAndDeafen();
    poolChange = pool.change(STAY_IN_POOL);
    poolFirst = poolChange.then(() => pool.changeFirst(scope));
    // They are looked at by the last tests.
    [deafened, poolChange, poolFirst].forEach((result: Promise<unknown>) => {
      result.catch(() => undefined);
    });
    await Promise.all(NAMES.filter((name) => name !== 'deaf').map((name) => bridge(name).stop()));
  });
});

const drain = (name: Name): Promise<Drained> => bridge(name).drained(left);

/** Pods that are there: after the drain, the successor. */
const names = async (name: Name): Promise<readonly string[]> => (await cluster.pods(name)).map(({ metadata }) => metadata.name);

shown('load balancers are told of one bridge, where it is ready while it terminates and has no successor yet', async () => {
  await until('the successor of a Deployment', () => bridge('deployment-ready-only').pods[1]?.ready !== undefined);
  const expected = { 'ours': '1', 'ready-only': '0', 'deployment': '2', 'deployment-ready-only': '1' };
  let told = {};
  // The node hears of a pod later than who watches pods.
  await until('what load balancers are told', async () => {
    told = Object.fromEntries(await Promise.all(COMPARED.map(async (name) => [name, await bridge(name).health(fromBrowsers)] as const)));
    return JSON.stringify(told) === JSON.stringify(expected);
  }, { context: () => JSON.stringify(told) });
});

shown('for as long as people stay, their bridge is there and no other one', async () => {
  const [before] = bridge('ours').pods;
  await throughout(STAY - seconds(before?.stopping ?? 0, Date.now()), () => {
    expect(bridge('ours').pods).toEqual([before]);
    expect(before?.ended).toBeUndefined();
  });
  left = Date.now();
  await Promise.all(COMPARED.map((name) => bridge(name).leave()));
});

shown('people in the meeting, and who comes in meanwhile, have their bridge until they leave', async () => {
  const { told, packets, newcomers } = await drain('ours');
  console.log(drainTable(await Promise.all(COMPARED.map(async (name) => [name, await drain(name)]))));
  expect(seconds(told, left)).toBeGreaterThanOrEqual(STAY);
  expect(packets.length).toBeGreaterThan(STAY);
  expect(newcomers.length).toBeGreaterThan(STAY / 2);
  expect(answerers([...packets, ...newcomers])).toEqual(['jitsi-jvb-0-0']);
  expect(lost([...packets, ...newcomers])).toBeLessThan(0.02);
  expect(longestGap(packets)).toBeLessThan(5);
});

shown('its endpoint is ready until it has ended', async () => {
  const { uid } = await drain('ours');
  const conditions = conditionsOf(uid, MEDIA_SERVICE, slices);
  console.log(`the endpoint of a bridge that drains: ${conditions.join(', ')}`);
  expect(conditions).toContain('ready serving terminating');
  expect(conditions.filter((each) => !each.startsWith('ready'))).toEqual([]);
  expect(conditionsOf((await drain('ready-only')).uid, MEDIA_SERVICE, slices)).toContain('serving terminating');
});

shown('it ends when they have left, long before its grace period, and only then its successor comes, which has the same address', async () => {
  const { ended, born, ready } = await drain('ours');
  expect(seconds(left, ended)).toBeGreaterThan(HANDING_OVER);
  expect(seconds(left, ended)).toBeLessThan(SILENCE + HANDING_OVER + 40);
  expect(born).toBeGreaterThanOrEqual(ended);
  expect(seconds(ended, ready)).toBeLessThan(60);
  expect(await cluster.kubectl(['get', 'events', '-n', 'ours', '-o', 'jsonpath={.items[*].reason}'])).toContain('FailedPreStopHook');
  const address = await bridge('ours').address();
  expect(await askByUdp(fromBrowsers, address, MEDIA_PORT)).toBe(`jitsi-jvb-0-0 ${address} ?`);
});

shown('as a Deployment, two bridges are behind one port, and who comes in finds the one or the other', async () => {
  const { ended, ready, newcomers, packets } = await drain('deployment');
  expect(seconds(ready, Math.min(ended, left))).toBeGreaterThan(STAY / 2);
  expect(answerers(sentBetween(newcomers, ready, left))).toEqual([...answerers(packets), ...await names('deployment')].sort());
});

shown('as a Deployment behind a Service of ready bridges alone, who comes in finds the successor, which does not know the meeting', async () => {
  const { ready, newcomers, packets } = await drain('deployment-ready-only');
  const successor = await names('deployment-ready-only');
  expect(answerers(packets)).not.toEqual(successor);
  expect(answerers(sentBetween(newcomers, ready + 2000, left))).toEqual(successor);
});

shown('a drain whose time is over ends although people are there, within the grace period, and they find the successor', async () => {
  const { told, ended, ready } = await bridge('limited').replaced(120);
  await until('answers of the successor', async () => (await bridge('limited').record()).packets.some(({ answered = 0 }) => answered > ready));
  const { packets } = await bridge('limited').record();
  console.log(`a drain of ${SHORT.toSeconds()} s that its time ends took ${seconds(told, ended).toFixed(1)} s; people who stayed heard nothing for ${longestGap(packets).toFixed(1)} s`);
  // On a busy machine the news that it was told to stop comes late.
  expect(seconds(told, ended)).toBeGreaterThan(SHORT.toSeconds() + HANDING_OVER - 3);
  expect(seconds(told, ended)).toBeLessThan(SHORT.toSeconds() + HANDING_OVER + 40);
});

shown('an empty bridge ends after the minute in which bridges hand over', async () => {
  const { told, ended, ready } = await bridge('empty').replaced(120);
  console.log(`an empty bridge ends after ${seconds(told, ended).toFixed(1)} s, its successor is ready ${seconds(ended, ready).toFixed(1)} s later`);
  expect(seconds(told, ended)).toBeGreaterThan(55);
  expect(seconds(told, ended)).toBeLessThan(110);
});

shown('a bridge whose interface answers no more while it drains is stopped soon, although people are there', async () => {
  const [since, { ended }] = [await deafened, await bridge('deaf').replaced(120)];
  console.log(`${seconds(since, ended).toFixed(1)} s from the last answer of a bridge's interface to its end`);
  expect(seconds(since, ended)).toBeLessThan(110);
});

shown('one apply tells both bridges of a pool to stop; they drain one after the other, and at every moment one of them takes new meetings', async () => {
  const { turns, fewest, longestBlink, packets, left, text } = await poolChange;
  console.log(text);
  const [first, second] = turns;
  expect(turns.map(({ name }) => name).sort()).toEqual(['jitsi-jvb-0-0', 'jitsi-jvb-1-0']);
  expect(second?.told).toBeLessThan(first?.ended ?? NaN);
  expect(second?.begun).toBeGreaterThan(first?.back ?? NaN);
  expect(longestBlink).toBeLessThan(HANDING_OVER);
  expect(fewest).toBeGreaterThan(0);
  packets.forEach((sent, index) => {
    const meanwhile = sentBetween(sent, first?.told ?? NaN, left);
    expect(answerers(meanwhile)).toEqual([`jitsi-jvb-${index}-0`]);
    expect(lost(meanwhile)).toBeLessThan(0.02);
    expect(longestGap(meanwhile)).toBeLessThan(5);
  });
});

shown('by the documented commands the first bridge of a pool changes alone', async () => {
  expect(await poolFirst).toEqual(['jitsi-jvb-0-0']);
});
