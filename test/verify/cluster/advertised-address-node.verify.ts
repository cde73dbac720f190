import { readFileSync } from 'node:fs';
import { RunningContainer } from '../support/running-container';
import { scopePerTest } from '../support/scope';
import { ScriptPod } from '../support/script-pod';
import { BareServiceAccount } from './support/bare-service-account';

const NAME = 'advertised-address-node';
const NODE = 'node-of-advertised-address';

const scope = scopePerTest();
let account: BareServiceAccount;
let pod: ScriptPod;

beforeAll(async () => {
  account = await BareServiceAccount.in(NAME, { apiGroups: [''], resources: ['nodes'], verbs: ['get'] }, 'cluster');
  await account.create('/api/v1/nodes', { metadata: { name: NODE } });
});

beforeEach(async () => {
  pod = new ScriptPod(scope, 'advertised-address.sh', { apiAccess: await account.access() });
});

/** What a cloud's controller or kubelet does when it knows the addresses of a Node. */
async function addresses(...known: ReadonlyArray<{ readonly type: string; readonly address: string }>): Promise<void> {
  await account.api.patch(`/api/v1/nodes/${NODE}/status`, { status: { addresses: [{ type: 'InternalIP', address: '10.1.1.1' }, ...known] } });
}

function start(node: string): RunningContainer {
  return pod.start({ env: { ...account.env, NODE: node, ADDRESS_FILE: '/scratch/ips', POD_IPS: '10.0.0.7,2001:db8:7::7', INTERVAL: '0.05' } });
}

test('it waits until the Node has an external address, which is then written down', async () => {
  await addresses();
  const container = start(NODE);
  await container.says(`advertised address: Node ${NODE} has no ExternalIP address; if it never gets one, use AdvertisedAddress.nodeInternalIp or AdvertisedAddress.fixed`);
  await addresses({ type: 'ExternalIP', address: '2001:db8::5' }, { type: 'ExternalIP', address: '203.0.113.5' });
  expect(await container.end()).toBe(0);
  expect(readFileSync(pod.path('scratch', 'ips'), 'utf8')).toBe('2001:db8::5\n203.0.113.5\n');
});

test('a Node that does not exist is reported and asked for again', async () => {
  const container = start('missing');
  await container.says(/^advertised address: the API server does not answer: curl: \(22\) .* 404$/m);
  expect(container.running).toBe(true);
});
