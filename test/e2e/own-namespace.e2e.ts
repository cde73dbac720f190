import { AdvertisedAddress, MediaExposure } from '../../lib';
import { NODE_ADDRESS } from '../../tools/cluster/addresses';
import { manifests, meetChart } from '../support/charts';
import { yamlOf } from '../verify/cluster/support/stacks';
import { QUICK_APPLY } from '../verify/support/quick-apply';
import { scopePerFile } from '../verify/support/scope';
import { until } from '../verify/support/until';
import { askByUdp } from './support/clients';
import { shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';
import { isDone, restartsOf } from './support/workloads';

const STACK = 'jitsi';
const EDGE = 'jitsi-edge';
const PORT = 20000;

const scope = scopePerFile();
let cluster: StackCluster;

const shown = shownIn(() => cluster);

/** Prosody, and a pool that takes ports of its nodes. */
function objects(): string {
  const chart = meetChart();
  chart.meet.addBridges('edge', { namespace: EDGE, exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeInternalIp(), port: PORT }) });
  return yamlOf(manifests(chart).filter(({ metadata: { namespace, labels } }) => namespace === EDGE || ['prosody', 'bootstrap', undefined].includes(labels?.['app.kubernetes.io/name'])
    || labels?.['cdk8s-jitsi/pool'] === 'edge'));
}

beforeAll(async () => {
  cluster = await StackCluster.launch(scope, `own-namespace-${process.pid}`);
});

shown('one apply brings up a pool on ports of its nodes, in a namespace of its own, beside a stack whose namespace forbids that', async () => {
  await cluster.kubectl([...QUICK_APPLY, '-f', '-'], objects());
  await Promise.all([STACK, EDGE].map((namespace) => cluster.settles(namespace, 120)));
  const levels = await Promise.all([STACK, EDGE].map((name) => cluster.kubectl(['get', 'namespace', name, '-o', 'jsonpath={.metadata.labels.pod-security\\.kubernetes\\.io/enforce}'])));
  expect(levels).toEqual(['restricted', 'privileged']);
  expect((await cluster.pods(EDGE)).map((pod) => [isDone(pod), restartsOf(pod)]).sort()).toEqual([[false, 0], [true, 0]]);
});

shown("the bridge logs in with the copied password, and answers media at its node's address", async () => {
  const [bridge] = await cluster.podsOf(EDGE, 'jvb');
  await until('the login', async () => (await cluster.podLog(EDGE, bridge?.metadata.name ?? '')).includes('logged in as jvb'));
  const answer = await askByUdp((command) => cluster.fromClients(command), NODE_ADDRESS, PORT);
  console.log(`the bridge says: ${answer}`);
  expect(answer).toMatch(new RegExp(`^jitsi-jvb-edge-\\S+ ${NODE_ADDRESS} \\?$`));
  const copy = await cluster.kubectl(['get', 'secret', 'jitsi-credentials', '-n', EDGE, '-o', 'jsonpath={.data}']);
  expect(Object.keys(JSON.parse(copy) as object)).toEqual(['JVB_AUTH_PASSWORD']);
});
