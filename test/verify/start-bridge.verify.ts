import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { Files } from './support/kubelet-folder';
import { RunningContainer } from './support/running-container';
import { scopePerTest } from './support/scope';
import { ScriptPod } from './support/script-pod';

const SETTING = 'ice4j.harvest.mapping.static-mappings';
const BOTH = '10.0.0.7,2001:db8:7::7';
const INIT = { init: '#!/bin/sh\necho "process $$ announces ${JVB_ADVERTISE_IPS-nothing}"\n' };

const scope = scopePerTest();
let pod: ScriptPod;

beforeEach(() => {
  pod = new ScriptPod(scope, 'start-bridge.sh');
});

function start(env: Files): RunningContainer {
  return pod.start({ env: { INIT: '/opt/tools/init', JVB_PORT: '10000', POD_IPS: '10.0.0.7', ...env }, tools: INIT });
}

/** Starts it to its end, which must be a good one. */
async function started(env: Files): Promise<RunningContainer> {
  const container = start(env);
  if (await container.end() !== 0) {
    throw new Error(container.output());
  }
  return container;
}

async function refused(env: Files): Promise<string> {
  const container = start(env);
  expect(await container.end()).not.toBe(0);
  expect(container.stdout()).toBe('');
  return container.stderr();
}

const custom = (): string => readFileSync(pod.path('config', 'custom-jvb.conf'), 'utf8');

/** The values of all lines of the bridge's own configuration that set the mappings; of a list in JSON, HOCON makes the same. */
function mappings(): unknown[] {
  return custom().split('\n').filter((line) => line.startsWith(SETTING)).map((line) => JSON.parse(line.slice(`${SETTING} = `.length)) as unknown);
}

function mapping(index: number, local: string, address: string, port = 10000): object {
  return { 'local-address': local, 'public-address': address, 'local-port': 10000, 'public-port': port, 'name': `ip-${index}` };
}

test.each([
  ['one', '203.0.113.1'], ['several', '203.0.113.1,198.51.100.9'], ['with the port that the public one is', '203.0.113.1#30000,198.51.100.9'],
])('addresses of IPv4, %s, are announced by the image\'s own variable, and its start becomes process 1', async (_, addresses) => {
  const container = await started({ ADDRESSES: addresses });
  expect(container.stdout()).toBe(`process 1 announces ${addresses}\n`);
  expect(container.stderr()).toBe(`bridge: announces ${addresses}, UDP port 10000\n`);
  expect(() => custom()).toThrow('ENOENT');
});

test('the addresses that the init container found are announced', async () => {
  writeFileSync(pod.path('scratch', 'ips'), '198.51.100.9\n203.0.113.1\n');
  const container = await started({ ADDRESS_FILE: '/scratch/ips' });
  expect(container.stdout()).toBe('process 1 announces 198.51.100.9,203.0.113.1\n');
});

describe('with an address of IPv6', () => {
  test('the whole list is in the bridge\'s own configuration, and the image\'s variable is not set', async () => {
    const container = await started({ POD_IPS: BOTH, ADDRESSES: '203.0.113.1,2001:db8::1,2001:db8::2#30000,198.51.100.9#30001', JVB_ADVERTISE_IPS: '192.0.2.99' });
    expect(container.stdout()).toBe('process 1 announces nothing\n');
    expect(container.stderr()).toBe('bridge: announces 203.0.113.1,2001:db8::1,2001:db8::2#30000,198.51.100.9#30001, UDP port 10000\n');
    expect(mappings()).toEqual([[
      mapping(0, '10.0.0.7', '203.0.113.1'), mapping(1, '2001:db8:7::7', '2001:db8::1'), mapping(2, '2001:db8:7::7', '2001:db8::2', 30000), mapping(3, '10.0.0.7', '198.51.100.9', 30001),
    ]]);
  });

  test('it is mapped to the first address of its family that the pod has', async () => {
    await started({ POD_IPS: '2001:db8:7::7,10.0.0.7,2001:db8:7::8', ADDRESSES: '2001:db8::1' });
    expect(mappings()).toEqual([[mapping(0, '2001:db8:7::7', '2001:db8::1')]]);
  });

  test('a pod without IPv4 starts', async () => {
    const container = await started({ POD_IPS: '2001:db8:7::7', ADDRESSES: '203.0.113.1,2001:db8::1' });
    expect(mappings()).toEqual([[mapping(0, '2001:db8:7::7', '2001:db8::1')]]);
    expect(container.stderr()).toBe('bridge: leaves out 203.0.113.1, because the pod has no address of its family, only 2001:db8:7::7\nbridge: announces 2001:db8::1, UDP port 10000\n');
  });

  test('a pod without IPv6 leaves it out and says so', async () => {
    const container = await started({ ADDRESSES: '2001:db8::1#30000,203.0.113.1' });
    expect(container.stdout()).toBe('process 1 announces 203.0.113.1\n');
    expect(container.stderr()).toBe('bridge: leaves out 2001:db8::1#30000, because the pod has no address of its family, only 10.0.0.7\nbridge: announces 203.0.113.1, UDP port 10000\n');
    expect(() => custom()).toThrow('ENOENT');
  });
});

describe('the bridge does not start', () => {
  test.each([['10.0.0.7', '2001:db8::1'], ['2001:db8:7::7', '203.0.113.1']])('on %s with no other address than %s', async (podIps, address) => {
    expect(await refused({ POD_IPS: podIps, ADDRESSES: address })).toContain('bridge: there is no address that it could announce, so no media would arrive; it does not start\n');
  });

  test('when nothing was found', async () => {
    writeFileSync(pod.path('scratch', 'ips'), '');
    expect(await refused({ ADDRESS_FILE: '/scratch/ips' })).toContain('bridge: there is no address that it could announce');
    expect(await refused({ ADDRESS_FILE: '/scratch/missing' })).toContain('/scratch/missing: No such file or directory');
  });
});

describe('of one address for each bridge', () => {
  const env = { PICK: '1', ADDRESSES: '203.0.113.1,203.0.113.2#30000,2001:db8::3', POD_IPS: BOTH };

  test.each([['jitsi-jvb-0', '203.0.113.1'], ['jitsi-jvb-1', '203.0.113.2#30000'], ['jitsi-jvb-eu-2', '2001:db8::3']])('%s announces %s', async (hostname, address) => {
    const container = await started({ ...env, HOSTNAME: hostname });
    expect(container.stderr()).toBe(`bridge: announces ${address}, UDP port 10000\n`);
  });

  test('a bridge that none is left for does not start', async () => {
    expect(await refused({ ...env, HOSTNAME: 'jitsi-jvb-3' })).toBe(
      'bridge: no address is left for bridge 3 (counted from 0) among 203.0.113.1,203.0.113.2#30000,2001:db8::3: name one for each bridge of the pool\n',
    );
  });

  test('a pod without a number does not start', async () => {
    expect(await refused({ ...env, HOSTNAME: 'jitsi-jvb-x7k' })).toBe('bridge: the pod\'s name jitsi-jvb-x7k ends in no number, which would say which address is this bridge\'s\n');
  });
});

describe('files of the bridge\'s own configuration', () => {
  const DRAIN = 'videobridge.shutdown.graceful-shutdown-max-duration = 60 seconds';

  beforeEach(() => {
    // Its last line does not end, as people write it.
    pod = new ScriptPod(scope, 'start-bridge.sh', { source: { 'custom-jvb.conf': DRAIN, 'custom-sip-communicator.properties': 'a=b\n' } });
  });

  test('are copied from the ConfigMap, so that the image\'s start can read and replace them', async () => {
    await started({ ADDRESSES: '203.0.113.1', CONFIG_SOURCE: '/source' });
    expect(custom()).toBe(DRAIN);
    for (const file of ['custom-jvb.conf', 'custom-sip-communicator.properties']) {
      expect(statSync(pod.path('config', file)).mode & 0o777).toBe(0o644);
    }
  });

  test('get the mappings as a line of their own, the last', async () => {
    await started({ POD_IPS: BOTH, ADDRESSES: '2001:db8::1', CONFIG_SOURCE: '/source' });
    expect(custom()).toMatch(new RegExp(`^${DRAIN}\n${SETTING} = .*\n$`));
  });

  test('can be somewhere else', async () => {
    await started({ POD_IPS: BOTH, ADDRESSES: '2001:db8::1', CONFIG_SOURCE: '/source', CONFIG: '/scratch' });
    expect(readFileSync(pod.path('scratch', 'custom-jvb.conf'), 'utf8')).toContain(SETTING);
    expect(() => custom()).toThrow('ENOENT');
  });

  test.each([['copied anew', { CONFIG_SOURCE: '/source' }], ['that stay', {}]])('%s are right after the container starts again, with whatever address there is then', async (_, source) => {
    await started({ ADDRESSES: '203.0.113.1', CONFIG_SOURCE: '/source' });
    await started({ POD_IPS: BOTH, ADDRESSES: '2001:db8::1', ...source });
    const once = custom();
    await started({ POD_IPS: BOTH, ADDRESSES: '2001:db8::1', ...source });
    expect(custom()).toBe(once);
    await started({ POD_IPS: BOTH, ADDRESSES: '2001:db8::2', ...source });
    expect(mappings()).toEqual([[mapping(0, '2001:db8:7::7', '2001:db8::2')]]);
    const container = await started({ POD_IPS: BOTH, ADDRESSES: '203.0.113.1', ...source });
    expect(container.stdout()).toBe('process 1 announces 203.0.113.1\n');
    expect(custom().trim()).toBe(DRAIN);
  });
});
