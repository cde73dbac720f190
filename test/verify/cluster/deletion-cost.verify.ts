import { BridgeRest } from '../support/bridge-rest';
import { scopePerTest } from '../support/scope';
import { ScriptPod } from '../support/script-pod';
import { until } from '../support/until';
import { KubernetesObject } from './support/rest-client';
import { BareServiceAccount } from './support/bare-service-account';

const NAME = 'deletion-cost';
const PODS = `/api/v1/namespaces/${NAME}/pods`;
const COST = 'controller.kubernetes.io/pod-deletion-cost';

const scope = scopePerTest();

test('the API server takes the number of participants as the pod\'s deletion cost, and keeps all else', async () => {
  const account = await BareServiceAccount.in(NAME, { apiGroups: [''], resources: ['pods'], verbs: ['patch'] });
  await account.create(PODS, {
    metadata: { name: 'bridge', annotations: { other: 'kept' }, labels: { app: 'jvb' } },
    spec: { serviceAccountName: NAME, containers: [{ name: 'jvb', image: 'registry.example.org/jvb:1' }] },
  });
  const annotations = async (): Promise<KubernetesObject['metadata']['annotations']> => (await account.api.get<KubernetesObject>(`${PODS}/bridge`)).metadata.annotations;
  const bridge = await BridgeRest.start(scope);
  bridge.participants = 7;
  const pod = new ScriptPod(scope, 'deletion-cost.sh', { apiAccess: await account.access() });
  const container = pod.start({ env: { ...account.env, NAMESPACE: NAME, POD: 'bridge', REST: bridge.url, INTERVAL: '0.05' } });
  for (const participants of [7, 0, 12]) {
    bridge.participants = participants;
    await until(`cost ${participants}`, async () => (await annotations())?.[COST] === String(participants), { context: () => container.output() });
  }
  expect(await annotations()).toEqual({ other: 'kept', [COST]: '12' });
  expect(container.output()).toBe('');
});
