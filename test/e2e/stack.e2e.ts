import { AdvertisedAddress, MediaExposure } from '../../lib';
import { CLIENT_ADDRESS } from '../../tools/cluster/addresses';
import { manifests, meetChart } from '../support/charts';
import { yamlOf } from '../verify/cluster/support/stacks';
import { ClientProcess } from '../verify/support/client-process';
import { Scope, scopePerFile } from '../verify/support/scope';
import { until } from '../verify/support/until';
import { XmppClients } from '../verify/support/xmpp-clients';
import { askByUdp, openPage, Site } from './support/clients';
import { decoded, DIST, HOST, NAMESPACE, secretOf, siteOf, workersOf } from './support/dist-stack';
import { shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';
import { sharesOf, StartedPod } from './support/start-times';
import { table } from './support/table';
import { tableOfUses, usesBeforeAndAfter } from './support/usage';
import { componentOf, isDone, Pod, restartsOf, Secret, Workload } from './support/workloads';

// The manifests as they are committed, from the first apply to the removal: each test goes on where the one before it ended.

const SECRETS = ['jitsi-credentials', 'jitsi-self-signed-tls'];

/** Seconds that the cloud takes to give an address. */
const DELAY = 3;

/** Clients whose use of memory is looked at. */
const CROWD = 400;

const scope = scopePerFile();
let cluster: StackCluster;

const fromBrowsers = (command: readonly string[]): readonly string[] => cluster.fromClients(command);

const shown = shownIn(() => cluster);

const secret = (name: string): Promise<Secret> => secretOf(cluster, name);

const site = (): Promise<Site> => siteOf(cluster);

const workers = (): Promise<readonly Pod[]> => workersOf(cluster);

beforeAll(async () => {
  console.log('NetworkPolicies are accepted and not enforced in this cluster: no plugin that enforces them comes as a Go module or a Debian package');
  cluster = await StackCluster.launch(scope, `stack-${process.pid}`);
  cluster.setLoadBalancerDelay(DELAY);
});

shown('one apply brings up everything, in a namespace that enforces Pod Security restricted', async () => {
  const begin = performance.now();
  await cluster.kubectl(['apply', '-f', DIST]);
  await cluster.settles(NAMESPACE, 120);
  const seconds = (performance.now() - begin) / 1000;
  const pods = await cluster.list<StartedPod>('pods', NAMESPACE);
  const { ours, longestWait, text } = sharesOf(pods.filter((pod) => !isDone(pod)), seconds, DELAY);
  console.log(text);
  expect(await cluster.kubectl(['get', 'namespace', NAMESPACE, '-o', 'jsonpath={.metadata.labels.pod-security\\.kubernetes\\.io/enforce}'])).toBe('restricted');
  expect(pods.map(componentOf).sort()).toEqual(['bootstrap', 'jicofo', 'jvb', 'nginx', 'nginx', 'prosody', 'web', 'web']);
  expect(pods.map(restartsOf)).toEqual(pods.map(() => 0));
  expect(pods.filter(isDone).map(componentOf)).toEqual(['bootstrap']);
  expect(seconds).toBeGreaterThan(DELAY);
  expect(seconds).toBeLessThan(120);
  expect(Math.max(ours, longestWait)).toBeLessThan(80);
});

shown('the Job has made the passwords and the certificate', async () => {
  const [credentials, tls] = await Promise.all([secret('jitsi-credentials'), secret('jitsi-self-signed-tls')]);
  expect(Object.fromEntries(Object.entries(credentials.data).map(([key, value]) => [key, decoded(value)]))).toEqual({
    JICOFO_AUTH_PASSWORD: expect.stringMatching(/^[0-9a-f]{32}$/) as string, JVB_AUTH_PASSWORD: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
  });
  expect(tls.type).toBe('kubernetes.io/tls');
  expect(Object.keys(tls.data).sort()).toEqual(['tls.crt', 'tls.key']);
});

shown("a browser opens a room by the edge's address, with the Job's certificate, and is told where to log in", async () => {
  const at = await site();
  const begin = performance.now();
  const room = await openPage(fromBrowsers, at, '/some-room');
  console.log(`handshake and page in ${(performance.now() - begin).toFixed(0)} ms, with the start of a client`);
  expect(room).toEqual({ status: 200, text: expect.stringContaining('<title>Jitsi Meet</title>') as string });
  expect((await openPage(fromBrowsers, at, '/config.js')).text).toContain(`config.websocket = 'wss://${HOST}/xmpp-websocket'`);
  expect((await openPage(fromBrowsers, { ...at, host: 'other.example.com' }, '/')).text).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
});

shown("browsers log in by websocket and by BOSH and meet in a room, and Prosody's log has their address", async () => {
  const { address, host, ca } = await site();
  const clients = await XmppClients.start(scope, { authority: host, certificate: { certificate: ca }, address: () => address }, fromBrowsers);
  const begin = performance.now();
  const [websocket, bosh] = [await clients.login({ path: '/xmpp-websocket?room=together' }), await clients.login({ path: '/http-bind?room=together', transport: 'bosh' })];
  console.log(`two logins in ${(performance.now() - begin).toFixed(0)} ms`);
  await websocket.join('together@muc.meet.jitsi', 'one');
  await bosh.join('together@muc.meet.jitsi', 'two');
  await bosh.say('together@muc.meet.jitsi', 'hello');
  await until('the message', async () => (await websocket.state()).messages.includes('hello'));
  const log = await cluster.kubectl(['logs', '-n', NAMESPACE, 'deployment/jitsi-prosody']);
  const sessions = [...log.matchAll(/browser session (\{.*\})/g)].map(([, json = '']) => JSON.parse(json) as { readonly kind: string; readonly ip: string });
  expect(sessions.map(({ kind, ip }) => `${kind} ${ip}`).sort()).toEqual([`bosh ${CLIENT_ADDRESS}`, `websocket ${CLIENT_ADDRESS}`]);
  await Promise.all([websocket.end(), bosh.end()]);
});

shown('the edge and Prosody, with hundreds of clients, need less memory than they request', async () => {
  const { address, ca } = await site();
  const visit = new Scope();
  try {
    const crowd = await ClientProcess.start(visit, 'logins.mjs', fromBrowsers);
    const uses = await usesBeforeAndAfter(cluster, NAMESPACE, async () => {
      expect(await crowd.command('hold', { times: CROWD, atOnce: 16, host: address, port: 443, name: HOST, ca, path: '/xmpp-websocket?room=crowd' })).toEqual({ errors: [] });
    });
    expect(await crowd.command('alive', {})).toBe(CROWD);
    console.log(`what each pod uses, alone and when ${CROWD} clients have logged in; web, jicofo and jvb are stand-ins, whose figures say nothing of the real programs:\n${tableOfUses(uses)}`);
    expect(uses.map(({ component }) => component).sort()).toEqual(['jicofo', 'jvb', 'nginx', 'nginx', 'prosody', 'web', 'web']);
    const real = uses.filter(({ component }) => ['nginx', 'prosody'].includes(component));
    expect(real.filter(({ busyMemory, requestedMemory }) => !(busyMemory < requestedMemory))).toEqual([]);
  } finally {
    await visit.close();
  }
});

shown('media by UDP reaches the bridge, which announces the address that its Service got', async () => {
  const address = await cluster.addressOf(NAMESPACE, 'jitsi-jvb');
  const bridge = (await workers()).find((pod) => componentOf(pod) === 'jvb');
  const answer = await askByUdp(fromBrowsers, address, 10000);
  console.log(`the bridge says: ${answer}`);
  expect(answer).toBe(`${bridge?.metadata.name ?? 'no bridge'} ${address} ?`);
});

shown('a second apply changes nothing and rolls nothing', async () => {
  const state = async (): Promise<unknown> => ({
    pods: (await cluster.pods(NAMESPACE)).map(({ metadata }) => metadata.uid).sort(),
    generations: (await Promise.all((['deployments', 'poddisruptionbudgets'] as const).map((kind) => cluster.list<Workload>(kind, NAMESPACE)))).flat().map(({ metadata }) => [metadata.name, metadata.generation]),
  });
  const before = await state();
  const said = (await cluster.kubectl(['apply', '-f', DIST])).trim().split('\n');
  await cluster.settles(NAMESPACE, 60);
  console.log(`second apply: ${said.length} objects`);
  // kubectl always sends the selector of a PodDisruptionBudget, and the API server finds no change in it.
  expect(said.filter((line) => !line.endsWith(' unchanged') && !line.startsWith('poddisruptionbudget'))).toEqual([]);
  expect(await state()).toEqual(before);
});

shown('a bridge that waits for an address that never comes is replaced, without hands, when a fixed one is applied', async () => {
  const namespace = 'waiting';
  const bridgeOf = (address: AdvertisedAddress): string => yamlOf(manifests(meetChart({ namespace, createNamespace: true, jvb: { exposure: MediaExposure.loadBalancer({ address }) } }))
    .filter(({ metadata: { labels } }) => ['bootstrap', 'jvb', undefined].includes(labels?.['app.kubernetes.io/name'])));
  cluster.setLoadBalancerDelay(3600);
  await cluster.kubectl(['apply', '-f', '-'], bridgeOf(AdvertisedAddress.fromService()));
  const waiting = await until('a bridge that waits', async () => {
    const pods = await cluster.podsOf(namespace, 'jvb');
    return pods.find(({ status }) => status.initContainerStatuses?.some(({ state }) => state.running !== undefined));
  });
  await until('the reason', async () => (await cluster.podLog(namespace, waiting.metadata.name, { container: 'advertised-address' })).includes('has no address yet'));
  await cluster.kubectl(['apply', '-f', '-'], bridgeOf(AdvertisedAddress.fixed(['203.0.113.10'])));
  const seconds = await cluster.settles(namespace, 120);
  console.log(`a waiting bridge is replaced ${seconds.toFixed(1)} s after a fixed address is applied`);
  const bridges = await cluster.podsOf(namespace, 'jvb');
  expect(bridges).toHaveLength(1);
  const [{ metadata, status } = waiting] = bridges;
  expect(metadata.uid).not.toBe(waiting.metadata.uid);
  expect(await askByUdp((command) => cluster.inside(command), status.podIP ?? '', 10000)).toBe(`${metadata.name} 203.0.113.10 ?`);
  await cluster.kubectl(['delete', 'namespace', namespace, '--wait=false']);
  cluster.setLoadBalancerDelay(DELAY);
});

shown('the documented removal ends within the grace periods and leaves the namespace and the generated Secrets', async () => {
  const patience = new Map((await workers()).map(({ metadata, spec }) => [metadata.name, spec.terminationGracePeriodSeconds]));
  const begin = performance.now();
  await cluster.kubectl(['delete', '-f', DIST, '-l', 'app.kubernetes.io/instance=jitsi']);
  const rows: string[][] = [];
  await until('the end of all pods', async () => {
    const left = (await cluster.pods(NAMESPACE)).map(({ metadata }) => metadata.name);
    const seconds = (performance.now() - begin) / 1000;
    [...patience].filter(([name]) => !left.includes(name)).forEach(([name, grace]) => {
      rows.push([name, seconds.toFixed(1), `of ${grace}`]);
      patience.delete(name);
      expect(seconds).toBeLessThan(grace);
    });
    return left.length === 0;
  }, { seconds: 120 });
  console.log(`seconds until a pod has gone, of those that it may take:\n${table(...rows)}`);
  expect(patience.size).toBe(0);
  const kinds = (await cluster.kubectl(['api-resources', '--namespaced', '--verbs=list', '-o', 'name'])).trim().split('\n').filter((kind) => !kind.startsWith('events'));
  const left = await until('an end of what belonged to the rest', async () => {
    const names = (await cluster.kubectl(['get', kinds.join(','), '-n', NAMESPACE, '-o', 'name'])).trim().split('\n');
    return names.some((name) => /^(endpoints|endpointslice)/.test(name)) ? undefined : names;
  }, { every: 1000 });
  expect(left.sort()).toEqual(['configmap/kube-root-ca.crt', ...SECRETS.map((name) => `secret/${name}`), 'serviceaccount/default']);
});
