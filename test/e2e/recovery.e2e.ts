import { scopePerFile } from '../verify/support/scope';
import { until } from '../verify/support/until';
import { askByUdp, openPage } from './support/clients';
import { DIST, NAMESPACE, siteOf, workersOf } from './support/dist-stack';
import { shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';
import { table } from './support/table';
import { componentOf, isReady, Pod, restartsOf } from './support/workloads';

// What crashes and what is deleted comes back by itself.

const scope = scopePerFile();
let cluster: StackCluster;

const fromBrowsers = (command: readonly string[]): readonly string[] => cluster.fromClients(command);

const shown = shownIn(() => cluster);

beforeAll(async () => {
  cluster = await StackCluster.launch(scope, `recovery-${process.pid}`);
  await cluster.kubectl(['apply', '-f', DIST]);
  await cluster.settles(NAMESPACE, 120);
});

shown('each container that crashes is started again, in its pod', async () => {
  const rows: string[][] = [];
  for (const { metadata, status: { containerStatuses = [] }, ...pod } of await workersOf(cluster)) {
    for (const { containerID = '' } of containerStatuses) {
      const begin = performance.now();
      await cluster.crash(containerID);
      await until(`${metadata.name} again`, async () => (await workersOf(cluster)).some((each) => each.metadata.uid === metadata.uid && restartsOf(each) === 1 && isReady(each)), { seconds: 120 });
      rows.push([componentOf({ metadata, status: {}, ...pod } as Pod), ((performance.now() - begin) / 1000).toFixed(1)]);
    }
  }
  console.log(`seconds from the crash of a container until its pod is Ready again:\n${table(...rows)}`);
  expect(rows).toHaveLength(7);
});

shown('each pod that is deleted has a successor', async () => {
  const rows: string[][] = [];
  for (const pod of await workersOf(cluster)) {
    const begin = performance.now();
    await cluster.kubectl(['delete', 'pod', '-n', NAMESPACE, pod.metadata.name, '--wait=false']);
    await cluster.settles(NAMESPACE, 120);
    expect((await cluster.pods(NAMESPACE)).map(({ metadata }) => metadata.uid)).not.toContain(pod.metadata.uid);
    rows.push([componentOf(pod), ((performance.now() - begin) / 1000).toFixed(1)]);
  }
  console.log(`seconds from the deletion of a pod until it has gone and its successor is Ready:\n${table(...rows)}`);
  expect((await openPage(fromBrowsers, await siteOf(cluster), '/')).status).toBe(200);
  expect(await askByUdp(fromBrowsers, await cluster.addressOf(NAMESPACE, 'jitsi-jvb'), 10000)).toMatch(/^jitsi-jvb-0-/);
});
