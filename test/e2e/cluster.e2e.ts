import { join } from 'node:path';
import { writeProgramImage } from '../../tools/cluster/image-archive';
import { OneNodeCluster } from '../../tools/cluster/cluster';
import { program } from '../../tools/cluster/programs';
import { scopePerFile } from '../verify/support/scope';
import { temporaryFolder } from '../verify/support/temporary-folder';
import { throughout, until } from '../verify/support/until';
import { askByHttp, askByUdp } from './support/clients';
import { ANSWER_IMAGE, answerer } from './support/answerer';

const scope = scopePerFile();
const cluster = new OneNodeCluster(`first-${process.pid}`);
const other = new OneNodeCluster(`second-${process.pid}`);
let secondsToReady = Infinity;

beforeAll(async () => {
  [cluster, other].forEach((each) => {
    scope.onClose(() => each.stop());
  });
  const begin = performance.now();
  await cluster.start();
  secondsToReady = (performance.now() - begin) / 1000;
  const archive = join(temporaryFolder(scope), 'answer.tar');
  await writeProgramImage(archive, ANSWER_IMAGE, program('answer'));
  await cluster.load(archive);
  await other.start();
  await other.load(archive, `${ANSWER_IMAGE}@sha256:${'1'.repeat(64)}`);
});

test('the node is ready within a minute, also beside other clusters', () => {
  console.log(`node ready after ${secondsToReady.toFixed(1)} s`);
  expect(secondsToReady).toBeLessThan(60);
});

describe('a pod of a loaded image', () => {
  let address = '';
  let seconds = 0;

  beforeAll(async () => {
    cluster.setLoadBalancerDelay(3);
    await cluster.kubectl(['apply', '-f', '-'], answerer('answer', ANSWER_IMAGE));
    const begin = performance.now();
    await cluster.kubectl(['wait', '--for=condition=Ready', 'pod/answer', '--timeout=60s']);
    address = await until('an address', () => cluster.kubectl(['get', 'service', 'answer', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}']).then((ip) => ip === '' ? undefined : ip), { every: 200 });
    seconds = (performance.now() - begin) / 1000;
  });

  test('the address comes after the delay that was set, not before', () => {
    console.log(`address after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeGreaterThan(2.5);
    expect(seconds).toBeLessThan(40);
  });

  test.each([['HTTP', askByHttp], ['UDP', askByUdp]])('answers by %s through its Service', async (_, ask) => {
    const service = await cluster.kubectl(['get', 'service', 'answer', '-o', 'jsonpath={.spec.clusterIP}']);
    await until('an answer', async () => (await ask((command) => cluster.inside(command), service)).startsWith('answer '));
  });

  test.each([['HTTP', askByHttp], ['UDP', askByUdp]])("answers by %s through the LoadBalancer's address, in the browsers' network, and sees the client's address", async (_, ask) => {
    await until('an answer', async () => /^answer 192\.0\.2\.100:\d+$/.test(await ask((command) => cluster.fromClients(command), address)));
  });

  test("the browsers' network does not reach the pod itself", async () => {
    const pod = await cluster.kubectl(['get', 'pod', 'answer', '-o', 'jsonpath={.status.podIP}']);
    expect(await askByHttp((command) => cluster.inside(command), pod, 8080)).toMatch(/^answer /);
    expect(await askByHttp((command) => cluster.fromClients(command), pod, 8080)).toBe('');
  });

  test('logs and exec reach the pod, and DNS knows its Service', async () => {
    expect(await cluster.kubectl(['logs', 'answer'])).toContain('answers on 8080');
    expect(await cluster.kubectl(['exec', 'answer', '--', '/answer', 'resolve', 'answer.default.svc.cluster.local']))
      .toBe(`${await cluster.kubectl(['get', 'service', 'answer', '-o', 'jsonpath={.spec.clusterIP}'])}\n`);
  });
});

test('two clusters side by side leave each other alone', async () => {
  await other.kubectl(['apply', '-f', '-'], answerer('other', `${ANSWER_IMAGE}@sha256:${'1'.repeat(64)}`));
  await other.kubectl(['wait', '--for=condition=Ready', 'pod/other', '--timeout=60s']);
  expect(await other.kubectl(['get', 'pods', '-o', 'name'])).toBe('pod/other\n');
  // Longer than a kubelet takes to clear away what it does not know.
  await throughout(5, async () => {
    expect(await cluster.kubectl(['get', 'pods', '-o', 'jsonpath={range .items[*]}{.metadata.name} {.status.phase} {.status.containerStatuses[0].restartCount}{end}'])).toBe('answer Running 0');
  }, 500);
});

test('a second start of the same cluster is refused with a reason', async () => {
  await expect(cluster.start()).rejects.toThrow(`cluster ${cluster.name} is up already`);
});
