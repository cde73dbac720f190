import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Drain, JitsiMeetChartProps } from '../../lib';
import { IMAGES } from '../../lib/images';
import { scopePerFile } from '../verify/support/scope';
import { temporaryFolder } from '../verify/support/temporary-folder';
import { until } from '../verify/support/until';
import { ChangingStack, COMPONENTS, EDGE, NAMESPACE, SINGLE } from './support/changing-stack';
import { askByUdp } from './support/clients';
import { documented, typed } from './support/documented';
import { Answers, Poller } from './support/poller';
import { PodHistory } from './support/pod-history';
import { shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';
import { SwitchedDrain } from './support/switched-drain';

// A stack that is changed again and again while browsers open pages and send media: each test goes on where the one before it ended. What takes long, the
// edge's last rollout and a drain that nobody needs any more, is waited for at the end.

const HOST = 'meet.example.org';
const MEDIA = 'jitsi-jvb';
const MIRROR = 'mirror.example.org';
const UDP = 10000;

/** Seconds after which upgrading.md would be wrong about a single bridge. */
const UNDER_A_MINUTE = 60;

const scope = scopePerFile();
const shown = shownIn(() => cluster);
const fromBrowsers = (command: readonly string[]): readonly string[] => cluster.fromClients(command);

let cluster: StackCluster;
let stack: ChangingStack;
let poller: Poller;
let drained: SwitchedDrain;
let drainedPods: PodHistory;
let folder: string;
/** When browsers began to open pages. */
let begun = 0;
/** When the stack was changed last, and when its edge was; 0 while the edge has nothing to roll. */
let changed = 0;
let edgeChanged = 0;

const figures: Array<readonly string[]> = [['change', 'rolled', 'seconds', 'seconds from stop to ready', 'longest gap: page', 'signalling', 'media']];

const gap = ({ longestGap }: Answers): string => longestGap.toFixed(1);

/** Applies other values of props. */
function rolls(what: string, props: Partial<JitsiMeetChartProps>, components: readonly string[]): void {
  shown(`${components.join(', ')} alone roll for ${what}`, async () => {
    changed = Date.now();
    const found = await stack.change(props, components);
    const [page, signalling, media] = [await poller.since('page', changed), await poller.since('signalling', changed), await poller.since('media', changed)];
    figures.push([what, found.rolled.join(' '), found.seconds.toFixed(1), [...found.successions].map(([name, { seconds }]) => `${name} ${seconds.toFixed(1)}`).join(', '), gap(page), gap(signalling), gap(media)]);
    edgeChanged = components.includes(EDGE) ? changed : edgeChanged;
    // While an edge rolls, the second of its pods comes, whatever else is changed.
    const settled = (names: readonly string[]): readonly string[] => names.filter((name) => edgeChanged === 0 || name !== EDGE);
    expect(found.rolled).toEqual(components);
    expect(settled(found.replaced)).toEqual(settled(components));
    expect(settled(found.kept)).toEqual(settled(COMPONENTS.filter((name) => !components.includes(name))));
    expect(found.restarts).toBe(0);
    const rightly = [...found.successions].map(([name, { oneAtATime, alwaysUp }]) => [name, SINGLE.includes(name) ? oneAtATime : alwaysUp]);
    expect(rightly).toEqual(rightly.map(([name]) => [name, true]));
    expect(page.faults).toEqual([]);
    expect(page.answers).toBeGreaterThan(10);
    expect(components.includes('prosody') ? [] : signalling.faults).toEqual([]);
    expect(media.longestGap).toBeLessThan(components.includes('jvb') ? UNDER_A_MINUTE : 10);
  });
}

beforeAll(async () => {
  folder = temporaryFolder(scope);
  cluster = await StackCluster.launch(scope, `rollouts-${process.pid}`);
  for (const { repository, digest } of [IMAGES.web, IMAGES.prosody, IMAGES.jicofo, IMAGES.jvb]) {
    await cluster.tag(`${repository}@${digest}`, `${repository.replace('ghcr.io', MIRROR)}@${digest}`);
  }
  drained = new SwitchedDrain(cluster, 'draining', folder);
  await drained.apply(Drain.atOnce());
  stack = await ChangingStack.start(scope, cluster);
  drainedPods = PodHistory.start(scope, cluster, drained.namespace);
  poller = await Poller.start(scope, fromBrowsers);
  const edge = { address: await cluster.addressOf(NAMESPACE, 'jitsi-nginx'), host: HOST };
  begun = Date.now();
  await poller.page('page', { ...edge, path: '/some-room', expected: '<title>Jitsi Meet</title>' });
  await poller.page('signalling', { ...edge, path: '/http-bind', expected: 'Prosody' });
  await poller.media('media', { address: await cluster.addressOf(NAMESPACE, MEDIA), port: UDP });
});

afterAll(() => {
  console.log(figures.map((cells) => cells.map((cell, column) => cell.padEnd([36, 26, 8, 44, 18, 12, 0][column] ?? 0)).join(' ').trimEnd()).join('\n'));
});

shown('a drain is switched on and off by the documented command, and media are back in less than a minute', async () => {
  expect(await drained.workloads()).toEqual(['deployment.apps/jitsi-jvb-0']);
  const bridge = { address: await cluster.addressOf(drained.namespace, MEDIA), port: UDP };
  await poller.media('drained', bridge);
  const begin = Date.now();
  await drained.change(Drain.within(Duration.minutes(1), { evenIfOnlyBridge: true }));
  expect(await drained.workloads()).toEqual(['statefulset.apps/jitsi-jvb-0']);
  const seconds = (Date.now() - begin) / 1000;
  const [before, after] = await until('the successor', () => drainedPods.of('jvb')[1]?.ready !== undefined && drainedPods.of('jvb'));
  const media = await until('media', async () => {
    const answers = await poller.since('drained', begin);
    return answers.last?.startsWith('jitsi-jvb-0-0 ') === true && answers;
  });
  figures.push(['drain on', 'jvb', seconds.toFixed(1), `jvb ${(((after?.ready ?? 0) - (before?.stopping ?? 0)) / 1000).toFixed(1)}`, '', '', gap(media)]);
  expect(before?.ended).toBeLessThan(after?.ready ?? 0);
  expect(media.longestGap).toBeLessThan(UNDER_A_MINUTE);
  await poller.stop('drained');
  changed = Date.now();
  await drained.change(Drain.atOnce());
  expect(await drained.workloads()).toEqual(['deployment.apps/jitsi-jvb-0']);
  figures.push(['drain off', 'jvb', ((Date.now() - changed) / 1000).toFixed(1)]);
});

rolls('a script of the site', { web: { configJs: 'config.startWithAudioMuted = true;' } }, ['web']);

rolls('other proxies that Prosody trusts', { prosody: { trustedProxies: ['127.0.0.1', '10.244.0.0/16'] } }, ['prosody']);

shown('Jicofo and the bridge log in to a new Prosody by themselves', async () => {
  for (const [component, user] of [['jicofo', 'focus'], ['jvb', 'jvb']] as const) {
    const [pod] = await cluster.podsOf(NAMESPACE, component);
    await until(`a login of ${user}`, async () => (await cluster.podLog(NAMESPACE, pod?.metadata.name ?? '', { since: changed })).includes(`stand-in: logged in as ${user}`));
  }
  await stack.rolledOut('deployment/jitsi-jicofo');
  figures.push(['… and logins to it', '', ((Date.now() - changed) / 1000).toFixed(1)]);
});

rolls('other resources', { jicofo: { resources: { cpu: { request: kplus.Cpu.millis(100) } } }, jvb: { resources: { memory: { limit: Size.gibibytes(3) } } } }, ['jicofo', 'jvb']);

rolls('a setting of the edge', { nginx: { hsts: Duration.days(1) } }, [EDGE]);

rolls('another public address', { publicUrl: 'https://meet.example.net' }, [EDGE, 'prosody', 'web']);

rolls('images of another registry', { images: { mirrors: { 'ghcr.io': MIRROR } } }, ['jicofo', 'jvb', 'prosody', 'web']);

/** Where the guide says what to do then. */
const WHEN_IT_CHANGES = 'docs/exposure.md';

shown('another address of the load balancer is announced when the bridge is restarted as documented', async () => {
  const [first, other] = [await cluster.addressOf(NAMESPACE, MEDIA), '198.51.100.200'];
  const name = async (): Promise<string> => (await stack.pods()).get('jvb')?.map(({ metadata }) => metadata.name).join() ?? '';
  const announced = async (): Promise<string> => typed(cluster, documented('grep announces', WHEN_IT_CHANGES), folder);
  const answer = (pod: string): Promise<string> => until(`an answer of ${pod}`, async () => {
    const text = await askByUdp(fromBrowsers, other, UDP);
    return text.startsWith(pod) && text;
  });
  const before = await name();
  await cluster.kubectl(['patch', 'service', MEDIA, '-n', NAMESPACE, '--subresource=status', '--type=merge', '--patch', JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: other, ipMode: 'VIP' }] } } })]);
  expect(await answer(before)).toBe(`${before} ${first} ?`);
  expect(await announced()).toBe(`[pod/${before}/jvb] bridge: announces ${first}, UDP port ${UDP}\n`);
  expect(await askByUdp(fromBrowsers, first, UDP)).toBe('');
  const begin = Date.now();
  await typed(cluster, documented('rollout restart', WHEN_IT_CHANGES), folder);
  await stack.rolledOut('deployment/jitsi-jvb-0');
  const after = await name();
  expect(after).not.toBe(before);
  expect(await answer(after)).toBe(`${after} ${other} ?`);
  expect(await announced()).toBe(`[pod/${after}/jvb] bridge: announces ${other}, UDP port ${UDP}\n`);
  figures.push(["the load balancer's address", 'jvb', ((Date.now() - begin) / 1000).toFixed(1)]);
});

shown('both pods of the edge are new, and there was no page that a browser could not open', async () => {
  await stack.rolledOut('deployment/jitsi-nginx');
  const page = await poller.since('page', begun);
  figures.push(['… until all of the edge is new', EDGE, ((Date.now() - edgeChanged) / 1000).toFixed(1), `${page.answers} pages`, gap(await poller.since('page', edgeChanged))]);
  const ready = await cluster.kubectl(['get', 'replicasets', '-n', NAMESPACE, '--selector', `app.kubernetes.io/name=${EDGE}`, '-o', 'jsonpath={.items[*].status.readyReplicas}']);
  expect(ready).toBe('2');
  expect(page.faults).toEqual([]);
  expect(page.answers).toBeGreaterThan(200);
});

shown('a bridge whose drain was switched off ends within that drain', async () => {
  const draining = drainedPods.of('jvb')[1];
  const { stopping = 0, ended = 0 } = await until('its end', () => drainedPods.of('jvb').find(({ uid, ended: end }) => uid === draining?.uid && end !== undefined), { seconds: 180 });
  figures.push(['… until the draining bridge ended', 'jvb', ((ended - stopping) / 1000).toFixed(1)]);
  expect(await cluster.pods(drained.namespace)).toHaveLength(1);
  expect((ended - stopping) / 1000).toBeLessThan(180);
});
