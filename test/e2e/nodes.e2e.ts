import { resolve } from 'node:path';
import { Duration } from 'cdk8s';
import { TaintEffect } from 'cdk8s-plus-27';
import { Drain, JvbOptions } from '../../lib';
import { NODE, SPARE_NODE } from '../../tools/cluster/addresses';
import { manifests, meetChart } from '../support/charts';
import { yamlOf } from '../verify/cluster/support/stacks';
import { QUICK_APPLY } from '../verify/support/quick-apply';
import { scopePerFile } from '../verify/support/scope';
import { throughout, until } from '../verify/support/until';
import { askByUdp } from './support/clients';
import { shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';
import { componentOf, isDone, isReady, Pod } from './support/workloads';

// Nodes that die, kubelets that are restarted, machines that are: each test goes on where the one before it ended.

const NAMESPACE = 'jitsi';

/** Seconds until a pod on a dead node is given up, once the node is. */
const TOLERATED = 5;

const DRAINS = Drain.within(Duration.minutes(1), { evenIfOnlyBridge: true });

const scope = scopePerFile();
let cluster: StackCluster;
let died = 0;

const shown = shownIn(() => cluster);

const secondsSince = (begin: number): string => ((performance.now() - begin) / 1000).toFixed(1);

const workers = async (): Promise<readonly Pod[]> => (await cluster.pods(NAMESPACE)).filter((pod) => !isDone(pod));

const bridges = (namespace: string): Promise<readonly Pod[]> => cluster.podsOf(namespace, 'jvb');

/** A bridge, and the passwords that it waits for. */
function bridgeIn(namespace: string, jvb: JvbOptions): string {
  const tolerations = ['node.kubernetes.io/unreachable', 'node.kubernetes.io/not-ready'].map((key) => ({ key, effect: TaintEffect.NO_EXECUTE, seconds: TOLERATED }));
  return yamlOf(manifests(meetChart({ namespace, createNamespace: true, jvb: { ...jvb, tolerations } }))
    .filter(({ metadata: { labels } }) => ['bootstrap', 'jvb', undefined].includes(labels?.['app.kubernetes.io/name'])));
}

const askBridge = async (namespace: string): Promise<string> => askByUdp((command) => cluster.fromClients(command), await cluster.addressOf(namespace, 'jitsi-jvb'), 10000);

const containers = async (): Promise<ReadonlyArray<string | undefined>> => (await workers()).flatMap(({ status }) => (status.containerStatuses ?? []).map(({ containerID }) => containerID)).sort();

beforeAll(async () => {
  cluster = await StackCluster.launch(scope, `nodes-${process.pid}`);
  await cluster.kubectl(['apply', '-f', resolve('dist')]);
  await cluster.startSpareNode({ images: cluster.images });
  await cluster.settles(NAMESPACE, 120);
  await cluster.kubectl(['cordon', NODE]);
  await cluster.kubectl([...QUICK_APPLY, '-f', '-'], `${bridgeIn('at-once', { drain: Drain.atOnce() })}---\n${bridgeIn('draining', { drain: DRAINS })}`);
  await Promise.all(['at-once', 'draining'].map((namespace) => cluster.settles(namespace, 120)));
  await cluster.kubectl(['uncordon', NODE]);
});

shown('a node dies, and takes its bridges along', async () => {
  const before = [...await bridges('at-once'), ...await bridges('draining')];
  expect(before.map(({ spec: { nodeName } }) => nodeName)).toEqual([SPARE_NODE, SPARE_NODE]);
  died = performance.now();
  await cluster.kill('spare-node');
  expect(await Promise.all(['at-once', 'draining'].map(askBridge))).toEqual(['', '']);
});

shown('while the kubelet of the other node is away and when it is back, all its pods go on', async () => {
  const before = await containers();
  const begin = performance.now();
  await cluster.kill('kubelet');
  const [lost] = (await workers()).filter((pod) => componentOf(pod) === 'web');
  await cluster.kubectl(['delete', 'pod', '-n', NAMESPACE, lost?.metadata.name ?? '', '--wait=false']);
  expect(await askBridge(NAMESPACE)).toMatch(/^jitsi-jvb-0-/);
  cluster.startAgain('kubelet');
  await cluster.settles(NAMESPACE, 60);
  console.log(`kubelet killed, a pod deleted, kubelet started: the pod has a successor that is Ready ${secondsSince(begin)} s after the first of them`);
  const own = lost?.status.containerStatuses?.[0]?.containerID;
  expect(await containers()).toEqual(expect.arrayContaining(before.filter((id) => id !== own)));
  expect(await askBridge(NAMESPACE)).toMatch(/^jitsi-jvb-0-/);
});

shown("a dead node's object stays: a bridge that stops at once comes back by itself elsewhere, one that drains does not", async () => {
  await until('the successor', async () => (await bridges('at-once')).some((pod) => isReady(pod) && pod.spec.nodeName === NODE), { seconds: 120 });
  await until('an answer', async () => (await askBridge('at-once')).startsWith('jitsi-jvb-0-'));
  console.log(`the bridge of the Deployment answers on another node ${secondsSince(died)} s after its own has died, 50 s of which Kubernetes waits for the node and ${TOLERATED} s for the pod`);
  await throughout(5, async () => {
    const pods = await bridges('draining');
    expect(pods.map(({ spec: { nodeName } }) => nodeName)).toEqual([SPARE_NODE]);
    expect(pods.filter(isReady)).toEqual([]);
  }, 200);
  expect((await bridges('draining')).map(({ metadata: { deletionTimestamp } }) => deletionTimestamp)).toEqual([expect.any(String)]);
});

shown("the runbook's command brings a bridge that drains back", async () => {
  const begin = performance.now();
  await cluster.kubectl(['taint', 'node', SPARE_NODE, 'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute']);
  await until('the successor', async () => (await bridges('draining')).some((pod) => isReady(pod) && pod.spec.nodeName === NODE), { seconds: 90 });
  await until('an answer', async () => (await askBridge('draining')).startsWith('jitsi-jvb-0-'));
  console.log(`the bridge of the StatefulSet answers on another node ${secondsSince(begin)} s after the taint`);
  expect(await bridges('draining')).toHaveLength(1);
});

shown('a node that is rebooted has all its pods again', async () => {
  const before = await containers();
  const begin = performance.now();
  await cluster.reboot();
  const table = [`cluster    ${secondsSince(begin)}`];
  const missing = new Set((await workers()).map(({ metadata }) => metadata.name));
  await until('all pods', async () => {
    (await workers()).filter((pod) => missing.has(pod.metadata.name) && isReady(pod) && pod.status.containerStatuses?.every(({ containerID }) => !before.includes(containerID))).forEach((pod) => {
      missing.delete(pod.metadata.name);
      table.push(`${componentOf(pod).padEnd(10)} ${secondsSince(begin)}`);
    });
    return missing.size === 0;
  }, { seconds: 120 });
  console.log(`seconds from the end of a machine until a pod is Ready again:\n${table.join('\n')}`);
  expect(await askBridge(NAMESPACE)).toMatch(/^jitsi-jvb-0-/);
});
