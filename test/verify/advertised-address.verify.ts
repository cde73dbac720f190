import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loopbackAddresses } from './support/addresses';
import { DnsServer } from './support/dns-server';
import { Files } from './support/kubelet-folder';
import { KubernetesApi } from './support/kubernetes-api';
import { Pod, RunningContainer } from './support/pod';
import { recorded, recorders } from './support/recorder';
import { scopePerTest } from './support/scope';
import { Stack } from './support/stack';
import { until } from './support/until';

const SERVICE = 'jitsi-jvb';
const NO_ADDRESS = `advertised address: Service jitsi/${SERVICE} has no address yet; its load balancer must give it one, or name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)`;

const scope = scopePerTest();
let api: KubernetesApi;
let pod: Pod;

jest.setTimeout(30_000);

beforeEach(async () => {
  api = await KubernetesApi.start(scope);
  pod = new Pod(scope, new Stack(), 'jvb', { apiAccess: api.access });
});

function start(tools: Files = {}): RunningContainer {
  return pod.start('advertised-address', { image: 'debian', env: { ...api.env, INTERVAL: '0.05' }, tools });
}

const address = (): string => readFileSync(pod.path('address', 'ips'), 'utf8');
const logOf = (container: RunningContainer): string[] => container.output().trim().split('\n');

/** Waits until the API server was asked some more times. */
async function polls(more = 5): Promise<void> {
  const before = api.requests.length;
  await until(`${more} more requests`, () => api.requests.length >= before + more);
}

test('it waits until the load balancer has given an address, which is then written down', async () => {
  api.putService(SERVICE);
  const container = start();
  await container.says(NO_ADDRESS);
  await polls();
  expect(container.running).toBe(true);
  expect(existsSync(pod.path('address', 'ips'))).toBe(false);
  api.putService(SERVICE, { ip: '192.0.2.1' });
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
  expect(logOf(container)).toEqual([NO_ADDRESS, `advertised address: 192.0.2.1, from Service jitsi/${SERVICE}`]);
});

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

test.each([
  ['one', [{ ip: '192.0.2.1' }], '192.0.2.1'],
  ['several, which are sorted', [{ ip: '198.51.100.9' }, { ip: '192.0.2.1' }, { ip: '203.0.113.5' }], '192.0.2.1,198.51.100.9,203.0.113.5'],
  ['the same twice', [{ ip: '192.0.2.1' }, { ip: '192.0.2.1' }], '192.0.2.1'],
  ['IPv4 beside IPv6', [{ ip: '2001:db8::1' }, { ip: '192.0.2.1' }], '192.0.2.1'],
  ['a host name, which is resolved', [{ hostname: 'localhost' }], '127.0.0.1'],
  ['a host name beside an address', [{ hostname: 'localhost' }, { ip: '192.0.2.1' }], '127.0.0.1,192.0.2.1'],
  ['a host name and the address that belongs to it', [{ hostname: 'lb.example.org', ip: '192.0.2.1' }], '192.0.2.1'],
])('of the load balancer\'s addresses it takes %s', async (_, ingress, expected) => {
  api.putService(SERVICE, ...ingress);
  const container = start();
  expect(await container.end()).toBe(0);
  expect(address()).toBe(`${expected}\n`);
});

test('while there is only an IPv6 address it waits and says so', async () => {
  api.putService(SERVICE, { ip: '2001:db8::1' });
  const container = start();
  await container.says('advertised address: no IPv4 address behind 2001:db8::1; if it never comes, name a known one with AdvertisedAddress.fixed (JVB_ADVERTISE_IPS)');
  await polls();
  expect(logOf(container)).toHaveLength(1);
  api.putService(SERVICE, { ip: '2001:db8::1' }, { ip: '192.0.2.1' });
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
});

test('a host name that DNS does not know yet is waited for', async () => {
  const block = loopbackAddresses();
  const dns = await DnsServer.start(scope, block(53));
  pod = new Pod(scope, new Stack(), 'jvb', { apiAccess: api.access, resolvConf: `nameserver ${block(53)}\n` });
  api.putService(SERVICE, { hostname: 'lb.example.org' });
  const container = start();
  await container.says('advertised address: no IPv4 address behind lb.example.org;');
  await polls();
  expect(logOf(container)).toHaveLength(1);
  dns.records.set('lb.example.org', '192.0.2.7');
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.7\n');
});

test.each([403, 404, 500, 503])('an answer of %i is reported and asked again', async (status) => {
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
  pod = new Pod(scope, new Stack(), 'jvb', { apiAccess: api.access });
  api.putService(SERVICE, { ip: '192.0.2.1' });
  // The message of a real one differs by the milliseconds that it took.
  const container = start({
    curl: '#!/bin/sh\necho >> /opt/records/calls\n[ "$(wc -l < /opt/records/calls)" -gt 5 ] || { echo "curl: (7) Failed to connect after $(wc -l < /opt/records/calls) ms" >&2; exit 7; }\nexec /usr/bin/curl "$@"\n',
  });
  await until('six calls', () => recorded(pod, 'calls').length > 5);
  await api.listen();
  expect(await container.end()).toBe(0);
  expect(address()).toBe('192.0.2.1\n');
  expect(logOf(container).filter((line) => line.includes('Failed to connect after'))).toHaveLength(1);
});

test('the token is sent, and is not in the log nor among the arguments or variables of a program', async () => {
  api.putService(SERVICE, { ip: '192.0.2.1' });
  const programs = ['curl', 'jq', 'cat'];
  const container = start(recorders(...programs));
  expect(await container.end()).toBe(0);
  expect(api.requests.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([['GET', `/api/v1/namespaces/jitsi/services/${SERVICE}`, `Bearer ${api.token}`]]);
  for (const program of programs) {
    expect(recorded(pod, program)).not.toBe('');
  }
  expect(container.output() + programs.map((program) => recorded(pod, program)).join('')).not.toContain(api.token);
});

describe('start-bridge.sh', () => {
  const init = { init: '#!/bin/sh\necho "process $$ announces $JVB_ADVERTISE_IPS"\n' };

  test('the bridge\'s own start gets the address that was found, and becomes process 1', async () => {
    api.putService(SERVICE, { ip: '198.51.100.9' }, { ip: '192.0.2.1' });
    expect(await start().end()).toBe(0);
    const bridge = pod.start('jvb', { image: 'debian', env: { INIT: '/opt/tools/init' }, tools: init });
    expect(await bridge.end()).toBe(0);
    expect(bridge.stdout()).toBe('process 1 announces 192.0.2.1,198.51.100.9\n');
    expect(bridge.stderr()).toBe('bridge: announces 192.0.2.1,198.51.100.9, UDP port 10000\n');
  });

  test('without an address the bridge does not start', async () => {
    const bridge = pod.start('jvb', { image: 'debian', env: { INIT: '/opt/tools/init' }, tools: init });
    expect(await bridge.end()).not.toBe(0);
    expect(bridge.stdout()).toBe('');
  });
});
