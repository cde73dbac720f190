import { BridgeRest } from './support/bridge-rest';
import { Files } from './support/kubelet-folder';
import { KubernetesApi } from './support/kubernetes-api';
import { recorded, recorders } from './support/recorder';
import { RunningContainer } from './support/running-container';
import { scopePerTest } from './support/scope';
import { ScriptPod } from './support/script-pod';
import { until } from './support/until';

const POD = 'jitsi-jvb-6f7c9-x2x4z';
const COST = 'controller.kubernetes.io/pod-deletion-cost';

const scope = scopePerTest();
let api: KubernetesApi;
let bridge: BridgeRest;
let pod: ScriptPod;

beforeEach(async () => {
  api = await KubernetesApi.start(scope);
  api.putPod(POD, { other: 'kept' });
  bridge = await BridgeRest.start(scope);
  bridge.participants = 4;
  pod = new ScriptPod(scope, 'deletion-cost.sh', { apiAccess: api.access });
});

function start(env: Files = {}, tools: Files = {}): RunningContainer {
  return pod.start({ env: { ...api.env, NAMESPACE: 'jitsi', POD, REST: bridge.url, INTERVAL: '0.05', ...env }, tools });
}

async function costs(participants: number): Promise<void> {
  await until(`cost ${participants}`, () => api.annotations(POD)?.[COST] === String(participants));
}

async function asked(more = 5): Promise<void> {
  const before = bridge.asked;
  await until(`asked ${more} more times`, () => bridge.asked >= before + more);
}

test('the number of participants is the pod\'s deletion cost, also when there are none any more', async () => {
  start();
  await costs(4);
  bridge.participants = 0;
  await costs(0);
  expect(api.annotations(POD)).toEqual({ other: 'kept', [COST]: '0' });
});

test('it is written when it changes, and not otherwise', async () => {
  start();
  await costs(4);
  await asked();
  expect(api.writes).toHaveLength(1);
  bridge.participants = 5;
  await costs(5);
  await asked();
  expect(api.writes.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(2).fill(`PATCH /api/v1/namespaces/jitsi/pods/${POD}`));
  expect(api.requests).toHaveLength(2);
});

test.each([403, 404, 500])('an answer of %i is told once, and written again until it is taken', async (status) => {
  api.failNext(...Array<{ status: number }>(3).fill({ status }));
  const container = start();
  await costs(4);
  expect(api.writes).toHaveLength(4);
  expect(container.output()).toMatch(new RegExp(`^deletion cost: the API server does not take it: curl: \\(22\\) .* ${status}\n$`));
});

test('each kind of failure is told once, and again after it was well in between', async () => {
  bridge.hides = true;
  api.failNext({ status: 500 }, { status: 403 }, { status: 500 }, { status: 403 });
  const container = start();
  await asked();
  bridge.hides = false;
  await costs(4);
  const first: unknown[] = ['deletion cost: the bridge does not say how many participants it has', expect.stringMatching(/ 500$/), expect.stringMatching(/ 403$/)];
  expect(container.output().trim().split('\n')).toEqual(first);
  await asked();
  bridge.hides = true;
  await asked();
  expect(container.output().trim().split('\n')).toEqual([...first, first[0]]);
});

test('a bridge that is not there yet is told once, and waited for', async () => {
  await bridge.stop();
  const container = start({}, recorders('sleep'));
  await until('some tries', () => (recorded(pod.records, 'sleep').match(/^sleep$/gm)?.length ?? 0) > 5);
  expect(container.output()).toMatch(/^deletion cost: the bridge does not answer: curl: \(7\) .*\n$/);
  expect(api.requests).toEqual([]);
  await bridge.listen();
  await costs(4);
});

test('the token is in no log, argument or variable of a program', async () => {
  const programs = ['curl', 'jq', 'cat', 'sleep'];
  const container = start({}, recorders(...programs));
  await costs(4);
  await asked();
  for (const program of programs) {
    expect(recorded(pod.records, program)).not.toBe('');
  }
  expect(container.output() + programs.map((program) => recorded(pod.records, program)).join('')).not.toContain(api.token);
});

test('a pod that is deleted ends at once', async () => {
  const container = start({ INTERVAL: '600' });
  await costs(4);
  container.signal('SIGTERM');
  expect(await container.end(3)).toBe(143);
});
