import { readFileSync, writeFileSync } from 'node:fs';
import { Files } from './support/kubelet-folder';
import { KubernetesApi } from './support/kubernetes-api';
import { Pod } from './support/pod';
import { RunningContainer } from './support/running-container';
import { recorded } from './support/recorder';
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
