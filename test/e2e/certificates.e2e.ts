import { X509Certificate } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Credentials, JitsiMeetChart, Tls } from '../../lib';
import { NODE } from '../../tools/cluster/addresses';
import { output } from '../../tools/cluster/programs';
import { manifests, meetChart } from '../support/charts';
import { yamlOf } from '../verify/cluster/support/stacks';
import { QUICK_APPLY } from '../verify/support/quick-apply';
import { scopePerFile } from '../verify/support/scope';
import { temporaryFolder } from '../verify/support/temporary-folder';
import { until } from '../verify/support/until';
import { XmppClient, XmppClients } from '../verify/support/xmpp-clients';
import { Authority } from './support/authority';
import { certificatesOf, certificatesUntil, openPage, Site } from './support/clients';
import { explained, shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';
import { Pod, restartsOf } from './support/workloads';

// Certificates in the files of the original stack. They are replaced in two stacks at once, by a good one and by a broken one, since that takes a minute:
// each test goes on where the one before it ended.

const HOST = 'meet.example.org';
/** The namespace of the README, and that of an edge alone which gets a broken certificate. */
const [NAMESPACE, OTHER] = ['jitsi', 'broken'];
const FILES = { certificateKey: 'fullchain.pem', privateKeyKey: 'private.key' };

/** Seconds of docs/operations.md. */
const MOST_SECONDS = 120;
/** Those of them that a kubelet of default settings may take: it looks at a pod's Secrets again after one to one and a half minutes. */
const KUBELET_SECONDS = 90;

const README = readFileSync('README.md', 'utf8');

const scope = scopePerFile();
let cluster: StackCluster;
let authority: Authority;
let folders: Readonly<Record<'first' | 'second' | 'mixed', string>>;
let before: readonly Pod[];
let replaced: number;

const shown = shownIn(() => cluster);

const fromBrowsers = (command: readonly string[]): readonly string[] => cluster.fromClients(command);

/** Arguments that the README gives to kubectl, for a namespace. */
function documented(pattern: RegExp, namespace: string): readonly string[] {
  const [, args] = pattern.exec(README) ?? [];
  if (args === undefined) {
    throw new Error(`README.md has no ${String(pattern)}`);
  }
  return args.split(/ +/).map((word) => (word === NAMESPACE ? namespace : word));
}

const createSecret = (namespace: string): readonly string[] => documented(/^kubectl (-n jitsi create secret generic meet-tls .*)$/m, namespace);

/** kubectl, where the files of a certificate are. */
const kubectlIn = (folder: string, args: readonly string[]): Promise<string> => output(cluster.inside(['sh', '-c', 'cd "$0" && exec "$@"', folder, ...cluster.kubectlCommand(args)]));

async function replaceSecret(namespace: string, folder: string): Promise<void> {
  const [, dry = '', apply = ''] = /`kubectl create secret … (.*?) \| kubectl (.*?)`/.exec(README) ?? [];
  await cluster.kubectl(apply.split(' '), await kubectlIn(folder, [...createSecret(namespace), ...dry.split(' ')]));
}

async function site(namespace: string): Promise<Site> {
  return { address: await cluster.addressOf(namespace, 'jitsi-nginx'), host: HOST, ca: authority.root };
}

const served = async (namespace: string): Promise<readonly string[]> => certificatesOf(fromBrowsers, await site(namespace));

const fingerprint = (folder: string): string => new X509Certificate(readFileSync(join(folder, FILES.certificateKey))).fingerprint256;

const edges = (namespace: string): Promise<readonly Pod[]> => cluster.podsOf(namespace, 'nginx');

const identities = (pods: readonly Pod[]): readonly string[] => pods.map((pod) => `${pod.metadata.uid} ${restartsOf(pod)}`).sort();

/** Seconds from the replacement until the kubelet had written it into a pod. */
async function writtenAfter({ metadata }: Pod): Promise<number> {
  const link = join(cluster.folder, 'kubelet/pods', metadata.uid, 'volumes/kubernetes.io~secret/tls/..data');
  return Number(await output(cluster.inside(['stat', '--format=%.3Y', link]))) - replaced / 1000;
}

beforeAll(async () => {
  authority = await Authority.found(temporaryFolder(scope));
  const [first, second, mixed] = [await authority.issue('first', HOST), await authority.issue('second', HOST), await authority.issue('mixed', HOST)];
  copyFileSync(join(first, FILES.privateKeyKey), join(mixed, FILES.privateKeyKey));
  folders = { first, second, mixed };
  cluster = await StackCluster.launch(scope, `certificates-${process.pid}`);
});

shown('a Secret made of fullchain.pem and private.key, as the README says, is served with its whole chain', async () => {
  const chart = (namespace: string): JitsiMeetChart => meetChart({
    publicUrl: `https://${HOST}`, namespace, createNamespace: true, tls: Tls.fromSecret('meet-tls', FILES), credentials: Credentials.fromSecret('passwords'),
  });
  const parts: ReadonlyArray<readonly [string, readonly string[]]> = [[NAMESPACE, ['prosody', 'web', 'nginx']], [OTHER, ['nginx']]];
  for (const [namespace, components] of parts) {
    await cluster.kubectl(documented(/^kubectl (create namespace jitsi)/m, namespace));
    await kubectlIn(folders.first, createSecret(namespace));
    await cluster.kubectl(['create', 'secret', 'generic', 'passwords', '-n', namespace, '--from-literal=JICOFO_AUTH_PASSWORD=one', '--from-literal=JVB_AUTH_PASSWORD=two']);
    await cluster.kubectl([...QUICK_APPLY, '-f', '-'], yamlOf(manifests(chart(namespace)).filter(({ metadata: { labels } }) => [...components, undefined].includes(labels?.['app.kubernetes.io/name']))));
  }
  await Promise.all([cluster.settles(NAMESPACE, 120), cluster.settles(OTHER, 120)]);
  expect(await served(NAMESPACE)).toEqual([fingerprint(folders.first)]);
  expect(await served(OTHER)).toEqual([fingerprint(folders.first)]);
  expect(await openPage(fromBrowsers, await site(NAMESPACE), '/room')).toEqual({ status: 200, text: expect.stringContaining('<title>Jitsi Meet</title>') as string });
  before = [...await edges(NAMESPACE), ...await edges(OTHER)];
});

shown('a replaced certificate is served within two minutes, and a websocket that was open before lives on', async () => {
  const at = await site(NAMESPACE);
  const clients = await XmppClients.start(scope, { authority: HOST, certificate: { certificate: at.ca }, address: () => at.address }, fromBrowsers);
  const enter = async (nick: string): Promise<XmppClient> => {
    const client = await clients.login({ path: '/xmpp-websocket?room=lasting' });
    await client.join('lasting@muc.meet.jitsi', nick);
    return client;
  };
  const [one, two] = [await enter('one'), await enter('two')];
  const { kubeletconfig: { syncFrequency } } = JSON.parse(await cluster.kubectl(['get', '--raw', `/api/v1/nodes/${NODE}/proxy/configz`])) as { readonly kubeletconfig: { readonly syncFrequency: string } };
  replaced = Date.now();
  await Promise.all([replaceSecret(NAMESPACE, folders.second), replaceSecret(OTHER, folders.mixed)]);
  expect(await certificatesUntil(fromBrowsers, at, fingerprint(folders.second), MOST_SECONDS)).toEqual([fingerprint(folders.second)]);
  const seconds = (Date.now() - replaced) / 1000;
  const written = await Promise.all((await edges(NAMESPACE)).map(writtenAfter));
  const ours = seconds - Math.max(...written);
  console.log(`a replaced certificate is served after ${seconds.toFixed(1)} s: the kubelet wrote it into the pods after ${written.map((each) => each.toFixed(1)).join(' and ')} s, the edges took ${ours.toFixed(1)} s more;\n`
    + `a kubelet looks at Secrets again after 1 to 1.5 times its syncFrequency, which is ${syncFrequency} here, and 1m0s by default`);
  expect(ours).toBeLessThan(MOST_SECONDS - KUBELET_SECONDS);
  await one.say('lasting@muc.meet.jitsi', 'from before');
  await (await enter('three')).say('lasting@muc.meet.jitsi', 'from after');
  await until('the messages', async () => (await two.state()).messages.length === 2);
  expect(await two.state()).toEqual({ messages: ['from before', 'from after'] });
});

shown('a replacement whose key belongs to another certificate is not taken, and each edge logs why', async () => {
  for (const { metadata } of await edges(OTHER)) {
    const log = await until(`a refusal by ${metadata.name}`, async () => {
      const text = await cluster.podLog(OTHER, metadata.name);
      return text.includes('the old one stays in use') && text;
    }, { seconds: MOST_SECONDS, every: 500 });
    expect(log).toMatch(/key values mismatch[^]*edge: the certificate changed but cannot be used, the old one stays in use/);
  }
  expect(await served(OTHER)).toEqual([fingerprint(folders.first)]);
});

test('no edge was started again for any of it', async () => {
  expect(identities([...await edges(NAMESPACE), ...await edges(OTHER)])).toEqual(identities(before));
  expect(before.map(restartsOf)).toEqual([0, 0, 0, 0]);
});

test('what fails in a cluster leaves the logs of its programs and its pods, in a folder that it names', async () => {
  const said = jest.spyOn(console, 'error').mockReturnValue(undefined);
  await expect(explained(cluster, () => Promise.reject(new Error('a failure')))).rejects.toThrow('a failure');
  const text = String(said.mock.lastCall?.[0]);
  said.mockRestore();
  const kept = /logs .* are in (\/\S+)$/.exec(text)?.[1] ?? '';
  scope.onClose(() => {
    rmSync(kept, { recursive: true });
  });
  expect(text).toMatch(/kubectl get pods -A [^]*kubectl get events -A /);
  expect(readFileSync(join(kept, 'kubelet.log'), 'utf8')).toMatch(/\S/);
  expect(await output(['grep', '--recursive', '--no-filename', 'the old one stays in use', join(kept, 'pod-logs')])).toMatch(/(edge: the certificate changed but cannot be used.*\s+.*){2}/);
});
