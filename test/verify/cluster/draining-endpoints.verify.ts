import { Duration } from 'cdk8s';
import { Drain } from '../../../lib';
import { Manifest } from '../../support/charts';
import { all, drop, Edit, put } from '../../support/edits';
import { throughout, until } from '../support/until';
import { KubeletByHand } from './support/kubelet-by-hand';
import { stackOf, way } from './support/media-ways';
import { Namespace } from './support/namespace';

const SERVICE = 'jitsi-jvb';
const asWritten = all();
const notPublished = put(`Service/${SERVICE}`, 'spec > publishNotReadyAddresses', false);

/** What the workload of a bridge that drains would be, were it a Deployment. */
const asDeployment = all(...['serviceName', 'podManagementPolicy', 'updateStrategy'].map((field) => drop(`StatefulSet/${SERVICE}-0`, `spec > ${field}`)), put(`StatefulSet/${SERVICE}-0`, 'kind', 'Deployment'));

/** Applies the bridges of a stack, whose pods then wait for a node. */
async function bridges(name: string, stack: (namespace: string) => readonly Manifest[]): Promise<KubeletByHand> {
  const namespace = new Namespace(name);
  const objects = stack(name).filter(({ kind, metadata }) => kind === 'Namespace' || metadata.labels?.['app.kubernetes.io/name'] === 'jvb');
  for (const object of objects) {
    expect(await namespace.apply(object)).toMatchObject({ status: 201 });
  }
  return KubeletByHand.start(namespace);
}

/** Waits until a Service has these endpoints, and shows them. */
async function see(kubelet: KubeletByHand, service: string, moment: string, expected: readonly string[]): Promise<void> {
  let there: string[] = [];
  await until(`${service}, ${moment}: ${expected.join('; ')}`, async () => {
    there = await kubelet.endpoints(service);
    return JSON.stringify(there) === JSON.stringify(expected);
  }, { context: () => `there is: ${there.join('; ')}` });
  process.stderr.write(`EndpointSlice of ${`${kubelet.namespace.name}/${service}, ${moment}`.padEnd(66)} ${there.join('; ') || 'nobody'}\n`);
}

describe('A bridge that drains, behind its Service,', () => {
  test('keeps its place as ready until it is gone, and only then has a successor', async () => {
    const kubelet = await bridges('endpoints-stateful-set', draining(asWritten));
    const shows = (moment: string, ...expected: string[]): Promise<void> => see(kubelet, SERVICE, moment, expected);

    const bridge = await kubelet.next();
    await shows('the bridge starts', 'pod 1: ready');
    await kubelet.ready(bridge);
    await shows('it is ready', 'pod 1: ready, serving');
    await kubelet.stop(bridge);
    await shows('it drains', 'pod 1: ready, serving, terminating');
    await throughout(1, async () => {
      expect(await kubelet.new()).toEqual([]);
    });
    await shows('it drains still', 'pod 1: ready, serving, terminating');
    await kubelet.ended(bridge);
    const successor = await kubelet.next();
    await shows('its successor starts', 'pod 2: ready');
    await kubelet.ready(successor);
    await shows('its successor is ready', 'pod 2: ready, serving');
    expect(successor.name).toBe(bridge.name);
  });

  test('would lose the calls that it drains for, were only ready addresses published', async () => {
    const kubelet = await bridges('endpoints-ready-alone', draining(notPublished));
    const shows = (moment: string, ...expected: string[]): Promise<void> => see(kubelet, SERVICE, moment, expected);

    const bridge = await kubelet.next();
    await shows('the bridge starts', 'pod 1: not ready');
    await kubelet.ready(bridge);
    await shows('it is ready', 'pod 1: ready, serving');
    await kubelet.stop(bridge);
    await shows('it drains', 'pod 1: serving, terminating');
  });

  test.each<[string, string, Edit, string[], string[]]>([
    ['would share its port with its successor', 'endpoints-deployment', asDeployment, ['pod 1: ready, serving, terminating', 'pod 2: ready'], ['pod 1: ready, serving, terminating', 'pod 2: ready, serving']],
    [
      'would lose its calls to its successor, even with ready addresses alone,', 'endpoints-deployment-ready', all(asDeployment, notPublished),
      ['pod 1: serving, terminating', 'pod 2: not ready'], ['pod 1: serving, terminating', 'pod 2: ready, serving'],
    ],
  ])('%s were it a Deployment', async (_what, name, edit, starting, ready) => {
    const kubelet = await bridges(name, draining(edit));
    const shows = (moment: string, ...expected: string[]): Promise<void> => see(kubelet, SERVICE, moment, expected);

    const bridge = await kubelet.next();
    await kubelet.ready(bridge);
    await shows('it is ready', 'pod 1: ready, serving');
    await kubelet.stop(bridge);
    const successor = await kubelet.next();
    await shows('it drains', ...starting);
    await kubelet.ready(successor);
    await shows('its successor is ready', ...ready);
    expect(await kubelet.stopping()).toEqual([bridge.name]);
  });
});

describe('Of bridges behind a load balancer each,', () => {
  const SERVICES = [0, 1, 2].map((bridge) => `${SERVICE}-${bridge}`);
  let kubelet: KubeletByHand;

  beforeAll(async () => {
    kubelet = await bridges('endpoints-per-bridge', (namespace) => stackOf({ bridges: 3, exposure: way('loadBalancerPerBridge', 'fromService', { number: 0, bridges: 3 }) }, { namespace }));
    await until('all pods', async () => (await kubelet.new()).length === 3);
  });

  test('each Service has the pod of its name, and no other', async () => {
    for (const [index, service] of SERVICES.entries()) {
      const pod = await kubelet.next();
      expect(pod.name).toBe(service);
      await kubelet.ready(pod);
      await see(kubelet, service, `pod ${index + 1} is ready`, [`pod ${index + 1}: ready, serving`]);
    }
    for (const [index, service] of SERVICES.entries()) {
      await see(kubelet, service, 'all are ready', [`pod ${index + 1}: ready, serving`]);
    }
  });

  test('a rollout stops one, which keeps its place until it is gone, and the next when there is its successor', async () => {
    const [first = '', second = '', third = ''] = SERVICES;
    await kubelet.namespace.api.patch(`/apis/apps/v1/namespaces/${kubelet.namespace.name}/statefulsets/${SERVICE}`, { spec: { template: { metadata: { annotations: { 'example.org/restart': 'now' } } } } });
    const old = await until('a bridge that stops', async () => (await kubelet.stopping())[0]);
    expect(old).toBe(third);
    await see(kubelet, third, 'it drains', ['pod 3: ready, serving, terminating']);
    await throughout(1, async () => {
      expect(await kubelet.stopping()).toEqual([third]);
      expect(await kubelet.new()).toEqual([]);
    });
    await see(kubelet, first, 'another one drains', ['pod 1: ready, serving']);
    await kubelet.ended({ name: third });
    const successor = await kubelet.next();
    expect(successor.name).toBe(third);
    await see(kubelet, third, 'its successor starts', ['pod 4: ready']);
    await throughout(1, async () => {
      expect(await kubelet.stopping()).toEqual([]);
    });
    await kubelet.ready(successor);
    await see(kubelet, third, 'its successor is ready', ['pod 4: ready, serving']);
    await until('the next bridge that stops', async () => (await kubelet.stopping())[0] === second);
    await see(kubelet, second, 'it drains', ['pod 2: ready, serving, terminating']);
  });
});

/** The bridge of a stack of one, which drains. */
function draining(edit: Edit): (namespace: string) => readonly Manifest[] {
  return (namespace) => edit(stackOf({ drain: Drain.within(Duration.hours(1), { evenIfOnlyBridge: true }) }, { namespace }));
}
