import { existsSync, readFileSync } from 'node:fs';
import { JvbOptions } from '../../../lib';
import { Files } from '../support/kubelet-folder';
import { Pod } from '../support/pod';
import { RunningContainer } from '../support/running-container';
import { scopePerTest } from '../support/scope';
import { Stack } from '../support/stack';
import { Api } from './support/api';
import { EmittedServiceAccount } from './support/emitted-service-account';
import { SURROUNDINGS, way } from './support/media-ways';
import { actingAs, EVERYBODY, rightsOf } from './support/rights';

const ACCOUNT = 'jitsi-jvb';
const NODE = 'node-of-media-addresses';
const POD_IPS = '10.0.0.7,2001:db8:7::7';

const scope = scopePerTest();

/** A stack, with what its bridges may do, and their Services. */
async function emitted(namespace: string, jvb: JvbOptions): Promise<{ readonly stack: Stack; readonly account: EmittedServiceAccount; readonly access: Files }> {
  const stack = new Stack({ ...SURROUNDINGS, namespace, jvb });
  const services = stack.manifests.filter(({ kind, metadata }) => kind === 'Service' && metadata.name.startsWith(ACCOUNT));
  const account = await EmittedServiceAccount.of(stack, 'jvb', ...services);
  return { stack, account, access: await account.access() };
}

interface Started {
  readonly container: RunningContainer;
  /** What was found, once there is something. */
  readonly addresses: () => string | undefined;
}

/** Starts the init container of a bridge, with what kubelet knows of its pod. */
function start({ stack, account, access }: Awaited<ReturnType<typeof emitted>>, env: Files): Started {
  const pod = new Pod(scope, stack, 'jvb', { apiAccess: access });
  const file = pod.path('address', 'addresses');
  return {
    container: pod.start('advertised-address', { image: 'debian', env: { ...account.env, POD_IPS, INTERVAL: '0.05', ...env } }),
    addresses: () => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
  };
}

/** Tries what an account has no right to, and says what it was let do. */
async function allowed(namespace: string, ...requests: ReadonlyArray<readonly [method: string, path: string]>): Promise<string[]> {
  const api = await actingAs(Api.ofTests(), namespace, ACCOUNT);
  const answers = await Promise.all(requests.map(async ([method, path]) => ({ line: `${method} ${path}`, ...await api.request(method, path, method === 'GET' ? undefined : {}, method === 'PATCH' ? 'application/merge-patch+json' : undefined) })));
  return answers.filter(({ status }) => status !== 403).map(({ line, status }) => `${line}: ${status}`);
}

describe('A bridge with a load balancer of its own', () => {
  const NAMESPACE = 'media-addresses-per-bridge';
  const [OWN, SIBLING] = [`${ACCOUNT}-1`, `${ACCOUNT}-2`];
  let there: Awaited<ReturnType<typeof emitted>>;

  beforeAll(async () => {
    there = await emitted(NAMESPACE, { bridges: 3, exposure: way('loadBalancerPerBridge', 'fromService', { number: 0, bridges: 3 }) });
  });

  async function balance(service: string, ...ingress: ReadonlyArray<{ readonly ip?: string; readonly hostname?: string }>): Promise<void> {
    await there.account.api.patch(`/api/v1/namespaces/${NAMESPACE}/services/${service}/status`, { status: { loadBalancer: { ingress } } });
  }

  test('waits for the address of its own Service, whatever its siblings have', async () => {
    await balance(SIBLING, { ip: '192.0.2.2' });
    const { container, addresses } = start(there, { SERVICE: OWN });
    await container.says(`advertised address: Service ${NAMESPACE}/${OWN} has no address yet`);
    expect(addresses()).toBeUndefined();
    await balance(OWN, { ip: '192.0.2.1' }, { ip: '2001:db8::1' }, { hostname: 'localhost' });
    expect(await container.end()).toBe(0);
    expect(addresses()?.trim().split('\n')).toEqual(expect.arrayContaining(['127.0.0.1', '192.0.2.1', '2001:db8::1']));
    expect(addresses()).not.toContain('192.0.2.2');
  });

  test('may get the Services of its pool, and nothing else', async () => {
    expect(await rightsOf(Api.ofTests(), NAMESPACE, ACCOUNT)).toEqual([...EVERYBODY, ...[0, 1, 2].map((bridge) => `get services/${ACCOUNT}-${bridge}`)].sort());
    expect(await rightsOf(Api.ofTests(), NAMESPACE, ACCOUNT, 'default')).toEqual([...EVERYBODY].sort());
    expect(await allowed(
      NAMESPACE, ['GET', `/api/v1/namespaces/${NAMESPACE}/services`], ['GET', `/api/v1/namespaces/${NAMESPACE}/services/${ACCOUNT}-3`], ['PATCH', `/api/v1/namespaces/${NAMESPACE}/services/${OWN}`],
      ['PATCH', `/api/v1/namespaces/${NAMESPACE}/services/${OWN}/status`], ['GET', `/api/v1/namespaces/default/services/${OWN}`], ['GET', '/api/v1/nodes'], ['GET', `/api/v1/nodes/${NODE}`],
    )).toEqual([]);
  });
});

describe.each([
  ['nodePort', 'media-addresses-node-port'], ['hostPort', 'media-addresses-host-port'], ['hostNetwork', 'media-addresses-host-network'],
] as const)('A bridge that asks its Node, by %s', (exposure, NAMESPACE) => {
  let there: Awaited<ReturnType<typeof emitted>>;

  beforeAll(async () => {
    there = await emitted(NAMESPACE, { exposure: way(exposure, 'nodeExternalIp', { number: 24, bridges: 1 }) });
    const { status } = await there.account.api.request('POST', '/api/v1/nodes', { metadata: { name: NODE } });
    expect([201, 409]).toContain(status);
  });

  async function known(...addresses: ReadonlyArray<{ readonly type: string; readonly address: string }>): Promise<void> {
    await there.account.api.patch(`/api/v1/nodes/${NODE}/status`, { status: { addresses } });
  }

  test('waits until there is an ExternalIP, and takes all of them', async () => {
    await known({ type: 'InternalIP', address: '10.1.1.1' }, { type: 'Hostname', address: NODE });
    const { container, addresses } = start(there, { NODE });
    await container.says(`advertised address: Node ${NODE} has no ExternalIP address`);
    expect(addresses()).toBeUndefined();
    await known({ type: 'InternalIP', address: '10.1.1.1' }, { type: 'ExternalIP', address: '203.0.113.5' }, { type: 'ExternalIP', address: '2001:db8::5' });
    expect(await container.end()).toBe(0);
    expect(addresses()).toBe('2001:db8::5\n203.0.113.5\n');
  });

  test('may get Nodes, and nothing else', async () => {
    expect(await rightsOf(Api.ofTests(), NAMESPACE, ACCOUNT)).toEqual([...EVERYBODY, 'get nodes'].sort());
    expect(await rightsOf(Api.ofTests(), NAMESPACE, ACCOUNT, 'default')).toEqual([...EVERYBODY, 'get nodes'].sort());
    expect(await allowed(
      NAMESPACE, ['GET', '/api/v1/nodes'], ['PATCH', `/api/v1/nodes/${NODE}`], ['PATCH', `/api/v1/nodes/${NODE}/status`], ['GET', `/api/v1/nodes/${NODE}/proxy/pods`],
      ['GET', `/api/v1/namespaces/${NAMESPACE}/services/${ACCOUNT}`], ['GET', `/api/v1/namespaces/${NAMESPACE}/secrets/jitsi-credentials`], ['GET', `/api/v1/namespaces/${NAMESPACE}/pods`],
    )).toEqual([]);
  });
});
