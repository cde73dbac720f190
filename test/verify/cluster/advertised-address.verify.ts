import { existsSync, readFileSync } from 'node:fs';
import { loopbackAddresses } from '../support/addresses';
import { DnsServer } from '../support/dns-server';
import { Files } from '../support/kubelet-folder';
import { Pod } from '../support/pod';
import { RunningContainer } from '../support/running-container';
import { recorded, recorders } from '../support/recorder';
import { scopePerTest } from '../support/scope';
import { Stack } from '../support/stack';
import { until } from '../support/until';
import { EmittedServiceAccount } from './support/emitted-service-account';
import { SilentServer } from './support/tcp-servers';

type Ingress = ReadonlyArray<{ readonly ip?: string; readonly hostname?: string }>;

const NAMESPACE = 'advertised-address';
const SERVICE = 'jitsi-jvb';
const NO_ADDRESS = `advertised address: Service ${NAMESPACE}/${SERVICE} has no address yet; its load balancer must give it one, or name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)`;
const SILENT_PORT = 16445;
const OF_POD = { POD_IPS: '10.0.0.7' };
const DUAL_STACK = { POD_IPS: '10.0.0.7,2001:db8:7::7' };

const scope = scopePerTest();
const stack = new Stack({ namespace: NAMESPACE });
let account: EmittedServiceAccount;
let access: Files;
let pod: Pod;

beforeAll(async () => {
  account = await EmittedServiceAccount.of(stack, 'jvb', stack.find(({ kind, metadata }) => kind === 'Service' && metadata.name === SERVICE, `Service ${SERVICE}`));
  access = await account.access();
});

beforeEach(async () => {
  pod = new Pod(scope, stack, 'jvb', { apiAccess: access });
  await balance();
});

/** What a load balancer's controller does when it has, or has not, an address for the Service. */
async function balance(...ingress: Ingress): Promise<void> {
  await account.api.patch(`/api/v1/namespaces/${NAMESPACE}/services/${SERVICE}/status`, { status: { loadBalancer: { ingress: ingress.length === 0 ? null : ingress } } });
}

function start({ tools = recorders('sleep'), env = {} }: { readonly tools?: Files; readonly env?: Files } = {}): RunningContainer {
  return pod.start('advertised-address', { image: 'debian', env: { ...account.env, ...OF_POD, INTERVAL: '0.05', ...env }, tools });
}

const address = (): string => readFileSync(pod.path('address', 'addresses'), 'utf8');
const logOf = (container: RunningContainer): string[] => container.output().trim().split('\n');

/** Waits until it has asked the API server some more times. */
async function polls(more = 5): Promise<void> {
  const polled = (): number => recorded(pod, 'sleep').match(/^sleep$/gm)?.length ?? 0;
  const before = polled();
  await until(`${more} more polls`, () => polled() >= before + more);
}

test('it waits until the load balancer has given an address, which is then written down', async () => {
  const container = start();
  await container.says(NO_ADDRESS);
  await polls();
  expect(container.running).toBe(true);
  expect(existsSync(pod.path('address', 'addresses'))).toBe(false);
  await balance({ ip: '192.0.2.1' });
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
  expect(logOf(container)).toEqual([NO_ADDRESS, `advertised address: 192.0.2.1, from Service ${NAMESPACE}/${SERVICE}`]);
});

test.each<[string, Ingress, string]>([
  ['one', [{ ip: '192.0.2.1' }], '192.0.2.1'],
  ['several, which are sorted', [{ ip: '198.51.100.9' }, { ip: '192.0.2.1' }, { ip: '203.0.113.5' }], '192.0.2.1\n198.51.100.9\n203.0.113.5'],
  ['the same twice', [{ ip: '192.0.2.1' }, { ip: '192.0.2.1' }], '192.0.2.1'],
  ['IPv4 beside IPv6, of a pod without IPv6', [{ ip: '2001:db8::1' }, { ip: '192.0.2.1' }], '192.0.2.1'],
  ['a host name, which is resolved', [{ hostname: 'localhost' }], '127.0.0.1'],
  ['a host name beside an address', [{ hostname: 'localhost' }, { ip: '192.0.2.1' }], '127.0.0.1\n192.0.2.1'],
  ['a host name and the address that belongs to it', [{ hostname: 'lb.example.org', ip: '192.0.2.1' }], '192.0.2.1'],
])('of the load balancer\'s addresses it takes %s', async (_, ingress, expected) => {
  await balance(...ingress);
  const container = start();
  expect(await container.end()).toBe(0);
  expect(address()).toBe(`${expected}\n`);
});

test('of a pod with both families, addresses of both are taken', async () => {
  await balance({ ip: '2001:db8::1' }, { ip: '192.0.2.1' }, { ip: '2001:db8::1' });
  const container = start({ env: DUAL_STACK });
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n2001:db8::1\n');
});

test('while there is only an IPv6 address it waits and says so', async () => {
  await balance({ ip: '2001:db8::1' });
  const container = start();
  await container.says('advertised address: no IPv4 address behind 2001:db8::1; if it never comes, name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)');
  await polls();
  expect(logOf(container)).toHaveLength(1);
  await balance({ ip: '2001:db8::1' }, { ip: '192.0.2.1' });
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
});

describe('a host name', () => {
  let dns: DnsServer;

  beforeEach(async () => {
    const block = loopbackAddresses();
    dns = await DnsServer.start(scope, block(53));
    pod = new Pod(scope, stack, 'jvb', { apiAccess: access, resolvConf: `nameserver ${block(53)}\n` });
    await balance({ hostname: 'lb.example.org' });
  });

  test('that DNS does not know yet is waited for', async () => {
    const container = start();
    await container.says('advertised address: no IPv4 address behind lb.example.org;');
    await polls();
    expect(logOf(container)).toHaveLength(1);
    dns.records.set('lb.example.org', '192.0.2.7');
    expect(await container.end()).toBe(0);
    expect(address()).toBe('192.0.2.7\n');
  });

  test('that DNS is silent about holds up no pod that is deleted', async () => {
    dns.silent = true;
    const container = start({ tools: recorders('getent') });
    await until('the question', () => recorded(pod, 'getent') !== '');
    container.signal('SIGTERM');
    expect(await container.end(3)).toBe(143);
  });
});

describe('a pod that is deleted ends at once', () => {
  test('while it waits for its next try', async () => {
    const container = start({ env: { INTERVAL: '600' } });
    await polls(1);
    container.signal('SIGTERM');
    expect(await container.end(3)).toBe(143);
  });

  test('while it waits for an answer', async () => {
    const silent = new SilentServer(scope, SILENT_PORT);
    await silent.open();
    const container = start({ env: { KUBERNETES_SERVICE_PORT: String(SILENT_PORT) } });
    await silent.hasHad(1);
    container.signal('SIGTERM');
    expect(await container.end(3)).toBe(143);
  });
});

test('what is forbidden is told and asked again, and the token is in no log, argument or variable of a program', async () => {
  await balance({ ip: '192.0.2.1' });
  scope.onClose(() => account.regainRole());
  await account.loseRole();
  const programs = ['curl', 'jq', 'cat', 'sleep'];
  const container = start({ tools: recorders(...programs) });
  await polls();
  expect(logOf(container)).toEqual([expect.stringMatching(/^advertised address: the API server does not answer: curl: \(22\) .* 403$/)]);
  await account.regainRole();
  expect(await container.end()).toBe(0);
  for (const program of programs) {
    expect(recorded(pod, program)).not.toBe('');
  }
  expect(container.output() + programs.map((program) => recorded(pod, program)).join('')).not.toContain(access.token);
});

describe('start-bridge.sh', () => {
  const init = { init: '#!/bin/sh\necho "process $$ announces $JVB_ADVERTISE_IPS"\n' };

  test('the bridge\'s own start gets the address that was found, and becomes process 1', async () => {
    await balance({ ip: '198.51.100.9' }, { ip: '192.0.2.1' });
    expect(await start().end()).toBe(0);
    const bridge = pod.start('jvb', { image: 'debian', env: { ...OF_POD, INIT: '/opt/tools/init' }, tools: init });
    expect(await bridge.end()).toBe(0);
    expect(bridge.stdout()).toBe('process 1 announces 192.0.2.1,198.51.100.9\n');
    expect(bridge.stderr()).toBe('bridge: announces 192.0.2.1,198.51.100.9, UDP port 10000\n');
  });

  test('without an address the bridge does not start', async () => {
    const bridge = pod.start('jvb', { image: 'debian', env: { ...OF_POD, INIT: '/opt/tools/init' }, tools: init });
    expect(await bridge.end()).not.toBe(0);
    expect(bridge.stdout()).toBe('');
  });
});
