import { readFileSync, writeFileSync } from 'node:fs';
import { loopbackAddresses } from './support/addresses';
import { DnsServer } from './support/dns-server';
import { Files } from './support/kubelet-folder';
import { KubernetesApi } from './support/kubernetes-api';
import { podNetwork } from './support/pod-network';
import { RunningContainer } from './support/running-container';
import { recorded } from './support/recorder';
import { scopePerTest } from './support/scope';
import { ScriptPod } from './support/script-pod';
import { until } from './support/until';

const SERVICE = 'jitsi-jvb';
const NO_ADDRESS = `advertised address: Service jitsi/${SERVICE} has no address yet; its load balancer must give it one, or name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)`;

const scope = scopePerTest();
let api: KubernetesApi;
let pod: ScriptPod;

beforeEach(async () => {
  api = await KubernetesApi.start(scope);
  pod = new ScriptPod(scope, 'advertised-address.sh', { apiAccess: api.access });
});

const OF_SERVICE = { NAMESPACE: 'jitsi', SERVICE };

function start(tools: Files = {}, from: Files = OF_SERVICE): RunningContainer {
  return pod.start({ env: { ...api.env, INTERVAL: '0.05', ADDRESS_FILE: '/scratch/ips', POD_IPS: '10.0.0.7', ...from }, tools });
}

const address = (): string => readFileSync(pod.path('scratch', 'ips'), 'utf8');
const logOf = (container: RunningContainer): string[] => container.output().trim().split('\n');

/** Waits until the API server was asked some more times. */
async function polls(more = 5): Promise<void> {
  const before = api.requests.length;
  await until(`${more} more requests`, () => api.requests.length >= before + more);
}

test('it says what it waits for at once, not with every poll, and again after half a minute', async () => {
  api.putService(SERVICE);
  const clock = (seconds: number): void => {
    writeFileSync(pod.path('records', 'now'), String(seconds));
  };
  clock(1000);
  const container = start({ date: '#!/bin/sh\ncat /opt/records/now\n' });
  await container.says(NO_ADDRESS);
  await polls();
  clock(1029);
  await polls();
  expect(logOf(container)).toEqual([NO_ADDRESS]);
  clock(1030);
  await polls();
  expect(logOf(container)).toEqual([NO_ADDRESS, NO_ADDRESS]);
});

test.each([404, 500, 503])('an answer of %i is reported and asked again', async (status) => {
  api.putService(SERVICE, { ip: '192.0.2.1' });
  api.failNext({ status }, { status });
  const container = start();
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
  expect(logOf(container)).toEqual([
    expect.stringMatching(`^advertised address: the API server does not answer: curl: \\(22\\) .* ${status}$`), `advertised address: 192.0.2.1, from Service jitsi/${SERVICE}`,
  ]);
  expect(api.requests).toHaveLength(3);
});

test('an answer that is no Service is reported and asked again', async () => {
  api.putService(SERVICE, { ip: '192.0.2.1' });
  api.failNext({ status: 200, body: '<html>sign in</html>' }, { status: 200, body: '{"kind":"Status"}' });
  const container = start();
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
  expect(logOf(container)).toEqual(['advertised address: the API server\'s answer is no Service', `advertised address: 192.0.2.1, from Service jitsi/${SERVICE}`]);
});

test('a refused connection is reported once and tried again', async () => {
  api = await KubernetesApi.prepare(scope);
  pod = new ScriptPod(scope, 'advertised-address.sh', { apiAccess: api.access });
  api.putService(SERVICE, { ip: '192.0.2.1' });
  // The message of a real one differs by the milliseconds that it took.
  const container = start({
    curl: '#!/bin/sh\necho >> /opt/records/calls\n[ "$(wc -l < /opt/records/calls)" -gt 5 ] || { echo "curl: (7) Failed to connect after $(wc -l < /opt/records/calls) ms" >&2; exit 7; }\nexec /usr/bin/curl "$@"\n',
  });
  await until('six calls', () => recorded(pod.records, 'calls').length > 5);
  await api.listen();
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
  expect(logOf(container).filter((line) => line.includes('Failed to connect after'))).toHaveLength(1);
});

test('whoever reads the file finds all addresses or none', async () => {
  api.putService(SERVICE, { ip: '192.0.2.1' }, { ip: '198.51.100.9' });
  const container = start({ mv: '#!/bin/sh\n[ -e /scratch/ips ] || cp "$1" /opt/records/before\nexec /usr/bin/mv "$@"\n' });
  expect(await container.end()).toBe(0);
  expect(recorded(pod.records, 'before')).toBe('192.0.2.1\n198.51.100.9\n');
  expect(address()).toBe('192.0.2.1\n198.51.100.9\n');
});

describe('of the families that the load balancer has, those of the pod are taken', () => {
  const both = [{ ip: '2001:db8::1' }, { ip: '192.0.2.1' }];

  test.each([
    ['IPv4', '10.0.0.7', '192.0.2.1', '2001:db8::1'],
    ['IPv6', '2001:db8:7::7', '2001:db8::1', '192.0.2.1'],
  ])('only %s', async (family, podIps, taken, left) => {
    api.putService(SERVICE, ...both);
    const container = start({}, { ...OF_SERVICE, POD_IPS: podIps });
    expect(await container.end()).toBe(0);
    expect(address()).toBe(`${taken}\n`);
    expect(logOf(container)).toEqual([
      `advertised address: leaves out ${left}, because the pod has no other address than ${family}`, `advertised address: ${taken}, from Service jitsi/${SERVICE}`,
    ]);
  });

  test.each(['10.0.0.7,2001:db8:7::7', '2001:db8:7::7,10.0.0.7'])('both, whichever is the first of %s', async (podIps) => {
    api.putService(SERVICE, ...both);
    const container = start({}, { ...OF_SERVICE, POD_IPS: podIps });
    expect(await container.end()).toBe(0);
    expect(address()).toBe('192.0.2.1\n2001:db8::1\n');
    expect(logOf(container)).toEqual([`advertised address: 192.0.2.1,2001:db8::1, from Service jitsi/${SERVICE}`]);
  });

  test('none as long as there is no such address, which is told', async () => {
    api.putService(SERVICE, { ip: '192.0.2.1' });
    const container = start({}, { ...OF_SERVICE, POD_IPS: '2001:db8:7::7' });
    await container.says('advertised address: no IPv6 address behind 192.0.2.1; if it never comes, name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)');
    await polls();
    api.putService(SERVICE, ...both);
    expect(await container.end()).toBe(0);
    expect(address()).toBe('2001:db8::1\n');
  });
});

test.each([
  ['10.0.0.7', '192.0.2.7\n'], ['2001:db8:7::7', '2001:db8::7\n2001:db8::8\n'], ['10.0.0.7,2001:db8:7::7', '192.0.2.7\n2001:db8::7\n2001:db8::8\n'],
])('a host name has the addresses of both families, of which a pod on %s takes its own', async (podIps, expected) => {
  await podNetwork(scope);
  const nameServer = loopbackAddresses()(53);
  const dns = await DnsServer.start(scope, nameServer);
  dns.records.set('lb.example.org', ['2001:db8::8', '192.0.2.7', '2001:db8::7']);
  pod = new ScriptPod(scope, 'advertised-address.sh', { apiAccess: api.access, resolvConf: `nameserver ${nameServer}\n` });
  api.putService(SERVICE, { hostname: 'lb.example.org' });
  expect(await start({}, { ...OF_SERVICE, POD_IPS: podIps }).end()).toBe(0);
  expect(address()).toBe(expected);
});

describe('from the Node', () => {
  const NODE = 'worker-1';
  const INTERNAL = [{ type: 'InternalIP', address: '10.1.1.1' }, { type: 'Hostname', address: NODE }];
  const NONE = `advertised address: Node ${NODE} has no ExternalIP address; if it never gets one, use AdvertisedAddress.nodeInternalIp or AdvertisedAddress.fixed`;

  test('the external addresses are taken, and no others', async () => {
    api.putNode(NODE, ...INTERNAL, { type: 'ExternalIP', address: '203.0.113.5' }, { type: 'ExternalIP', address: '198.51.100.5' }, { type: 'ExternalIP', address: '2001:db8::5' });
    const container = start({}, { NODE });
    expect(await container.end()).toBe(0);
    expect(address()).toBe('198.51.100.5\n203.0.113.5\n');
    expect(logOf(container)).toEqual([
      'advertised address: leaves out 2001:db8::5, because the pod has no other address than IPv4', `advertised address: 198.51.100.5,203.0.113.5, from Node ${NODE}`,
    ]);
  });

  test('while it has none, the log says what to use instead', async () => {
    api.putNode(NODE);
    const container = start({}, { NODE });
    await container.says(NONE);
    api.putNode(NODE, ...INTERNAL);
    await polls();
    expect(logOf(container)).toEqual([NONE]);
    api.putNode(NODE, ...INTERNAL, { type: 'ExternalIP', address: '203.0.113.5' });
    expect(await container.end()).toBe(0);
    expect(address()).toBe('203.0.113.5\n');
  });

  test('an answer that is no Node is reported and asked again', async () => {
    api.putNode(NODE, { type: 'ExternalIP', address: '203.0.113.5' });
    api.failNext({ status: 200, body: '{"kind":"Service","status":{"addresses":[{"type":"ExternalIP","address":"192.0.2.9"}]}}' });
    const container = start({}, { NODE });
    expect(await container.end()).toBe(0);
    expect(logOf(container)).toEqual(['advertised address: the API server\'s answer is no Node', `advertised address: 203.0.113.5, from Node ${NODE}`]);
  });

  test('a pod that is deleted ends at once', async () => {
    api.putNode(NODE);
    const container = start({}, { NODE, INTERVAL: '600' });
    await container.says(NONE);
    container.signal('SIGTERM');
    expect(await container.end(3)).toBe(143);
  });
});
