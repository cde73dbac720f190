import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AdvertisedAddress, Jvb, JvbOptions } from '../../lib';
import { MANAGED_BY_SCRIPTS } from '../../lib/components/bridge-variables';
import { chart, Manifest, manifests, prosody } from '../support/charts';
import { ADDRESSES, exposure, EXPOSURE_NAMES, EXPOSURES, mediaStack, USUAL } from '../support/exposures';
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from '../support/objects';
import { Container, containers, environmentOf, Workload, workloads } from '../support/pods';
import { componentOf } from '../support/posture/rule';

function bridge(objects: readonly Manifest[]): Workload {
  const [first] = workloads(objects).filter((workload) => componentOf(workload) === 'jvb');
  if (first === undefined) {
    throw new Error('there is no bridge');
  }
  return first;
}

const ABOUT_ADDRESSES = ['JVB_ADVERTISE_IPS', 'JVB_DISABLE_STUN', 'JVB_STUN_SERVERS', 'ADDRESSES', 'ADDRESS_FILE', 'PICK', 'POD_IPS'];

/** The variables of a bridge that are about addresses. */
function told(options: JvbOptions): Record<string, string> {
  return Object.fromEntries(Object.entries(environmentOf(bridge(mediaStack(options)))).filter(([name]) => ABOUT_ADDRESSES.includes(name)));
}

const POD_IPS = { POD_IPS: 'field status.podIPs' };
const QUIET = { JVB_DISABLE_STUN: '1' };

describe('A bridge is told', () => {
  test('IPv4 addresses by the image\'s own variable', () => {
    expect(told({ exposure: EXPOSURES.loadBalancer(AdvertisedAddress.fixed(['203.0.113.10#443', '198.51.100.7'])) })).toEqual({ ...QUIET, JVB_ADVERTISE_IPS: '203.0.113.10#443,198.51.100.7' });
  });

  test.each([[['2001:db8::10']], [['203.0.113.10', '2001:db8::10#443']]])('the addresses %j, of which the image knows no variable, by the start script', (addresses) => {
    const options: JvbOptions = { exposure: EXPOSURES.loadBalancer(AdvertisedAddress.fixed(addresses)) };

    expect(told(options)).toEqual({ ...QUIET, ...POD_IPS, ADDRESSES: addresses.join(',') });
    expect(bridge(mediaStack(options)).spec.template.spec.containers[0]?.command).toEqual(['/bin/sh', '/scripts/start-bridge.sh']);
  });

  test('all addresses of its pool where it has one of them to itself, and that it is to pick', () => {
    expect(told({ bridges: 3, exposure: exposure('loadBalancerPerBridge', 'fixed', 3) })).toEqual({ ...QUIET, ...POD_IPS, ADDRESSES: '203.0.113.10,203.0.113.11,203.0.113.12', PICK: '1' });
  });

  test('the address of its node by Kubernetes', () => {
    expect(told({ exposure: exposure('hostPort', 'nodeInternalIp') })).toEqual({ ...QUIET, ...POD_IPS, ADDRESSES: 'field status.hostIP' });
  });

  test.each([['hostPort', 'nodeExternalIp'], ['loadBalancer', 'fromService'], ['loadBalancerPerBridge', 'fromService']] as const)('what an init container finds, with %s and %s', (name, source) => {
    expect(told({ exposure: exposure(name, source) })).toEqual({ ...QUIET, ...POD_IPS, ADDRESS_FILE: '/address/addresses' });
  });

  test('which servers of one\'s own to ask, and only then asks any', () => {
    expect(told({ exposure: EXPOSURES.hostPort(AdvertisedAddress.stun(['stun.example.org:3478', '192.0.2.3:443'])) })).toEqual({ JVB_STUN_SERVERS: 'stun.example.org:3478,192.0.2.3:443' });
  });
});

describe('The init container', () => {
  const asked = (options: JvbOptions): unknown[] => (bridge(mediaStack(options)).spec.template.spec.initContainers ?? []).flatMap(({ env = [] }) => (
    env.filter(({ name }) => ['SERVICE', 'NODE', 'NAMESPACE'].includes(name)).map(({ name, value, valueFrom }) => [name, value ?? valueFrom?.fieldRef?.fieldPath])
  ));

  test('asks for the Service of the pool, that of its pod, or its node', () => {
    expect(asked({ exposure: exposure('loadBalancer') })).toEqual([['NAMESPACE', 'jitsi'], ['SERVICE', 'jitsi-jvb']]);
    expect(asked({ exposure: exposure('loadBalancerPerBridge') })).toEqual([['NAMESPACE', 'jitsi'], ['SERVICE', 'metadata.name']]);
    expect(asked({ exposure: exposure('nodePort', 'nodeExternalIp') })).toEqual([['NAMESPACE', 'jitsi'], ['NODE', 'spec.nodeName']]);
  });

  test('is there for addresses that nobody knows before alone', () => {
    expect([exposure('loadBalancer', 'fixed'), exposure('hostPort', 'nodeInternalIp'), exposure('hostPort', 'stun'), exposure('turnOnly')].flatMap((one) => asked({ exposure: one }))).toEqual([]);
  });
});

describe('Rights', () => {
  const ofPool = (objects: readonly Manifest[]): unknown[] => roles(objects).filter(({ metadata }) => metadata.name !== 'jitsi-bootstrap').map(({ metadata, rules }) => [metadata.name, rules]);
  const services = (names: readonly string[]): unknown[] => [['jitsi-jvb', [{ apiGroups: [''], resources: ['services'], resourceNames: names, verbs: ['get'] }]]];

  test('are to read exactly the Services of the pool', () => {
    expect(ofPool(mediaStack({ bridges: 3, exposure: exposure('loadBalancer') }))).toEqual(services(['jitsi-jvb']));
    expect(ofPool(mediaStack({ bridges: 3, exposure: exposure('loadBalancerPerBridge') }))).toEqual(services(['jitsi-jvb-0', 'jitsi-jvb-1', 'jitsi-jvb-2']));
  });

  test('to get nodes are the cluster\'s, for one account, under a name that no other namespace can have', () => {
    const objects = mediaStack({ exposure: exposure('hostNetwork', 'nodeExternalIp') }, { namespace: 'meet' });

    expect(clusterRoles(objects).map(({ metadata, rules }) => [metadata.name, metadata.namespace, rules])).toEqual([
      ['meet.jitsi-jvb', undefined, [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]],
    ]);
    expect(clusterRoleBindings(objects).map(({ metadata, roleRef, subjects }) => [metadata.name, roleRef.name, subjects])).toEqual([
      ['meet.jitsi-jvb', 'meet.jitsi-jvb', [{ kind: 'ServiceAccount', name: 'jitsi-jvb', namespace: 'meet' }]],
    ]);
    expect(ofPool(objects)).toEqual([]);
  });

  test('of the cluster are in no namespace, even in somebody else\'s chart that has one', () => {
    const scope = chart('meet');
    new Jvb(scope, 'jvb', { prosody: prosody(scope), exposure: exposure('hostPort', 'nodeExternalIp') });

    expect([...clusterRoles(manifests(scope)), ...clusterRoleBindings(manifests(scope))].map(({ metadata }) => metadata.namespace)).toEqual([undefined, undefined]);
  });

  test.each(EXPOSURE_NAMES.filter((name) => name !== 'turnOnly').flatMap((name) => Object.keys(ADDRESSES).filter((source) => source === 'fixed' || source === USUAL[name]).map((source) => (
    [name, source as keyof typeof ADDRESSES] as const
  ))))('with %s and %s are no more than that needs', (name, source) => {
    const objects = mediaStack({ exposure: exposure(name, source) });
    const mine = [...roleBindings(objects).filter(({ metadata }) => metadata.name === 'jitsi-jvb'), ...clusterRoleBindings(objects)].map(({ kind }) => kind);

    expect(mine).toEqual({ fromService: ['RoleBinding'], nodeExternalIp: ['ClusterRoleBinding'], fixed: [] }[source as 'fixed']);
    expect(bridge(objects).spec.template.spec.serviceAccountName).toBe(source === 'fixed' ? 'default' : 'jitsi-jvb');
  });
});

describe('The scripts', () => {
  const NEEDED = /\$\{?([A-Z][A-Z_]*)\}?/g;
  const text = (file: string): string => readFileSync(resolve(__dirname, '../../lib/scripts', file), 'utf8').replace(/^\s*#.*$/gm, '');
  /** Variables that a script reads without having a value for want of one. */
  const needs = (file: string): string[] => [...new Set([...text(file).matchAll(NEEDED)].map(([, name = '']) => name))].filter((name) => !new RegExp(`\\$\\{${name}:-|^\\s*${name}=`, 'm').test(text(file)));
  /** What every container runtime gives. */
  const GIVEN = ['HOSTNAME', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'];
  /** Variables that are read only without another one, or only with one. */
  const UNLESS: Readonly<Record<string, string>> = { SERVICE: 'NODE', NODE: 'SERVICE', ADDRESS_FILE: 'ADDRESSES', ADDRESSES: 'ADDRESS_FILE' };
  const ONLY_WITH: Readonly<Record<string, readonly string[]>> = { POD_IPS: ['PEERS', 'ADDRESSES', 'ADDRESS_FILE'] };

  /** Variables that some script of a container reads and that it does not have. */
  function missing({ command = [], lifecycle, env = [] }: Container): string[] {
    const run = [...command, ...lifecycle?.preStop?.exec?.command ?? []].filter((word) => word.startsWith('/scripts/')).map((word) => word.replace('/scripts/', ''));
    const names = env.map(({ name }) => name);
    return run.flatMap(needs).filter((name) => (
      ![...GIVEN, ...names].includes(name) && !names.includes(UNLESS[name] ?? '') && (ONLY_WITH[name] ?? names).some((other) => names.includes(other))
    ));
  }

  const combinations = EXPOSURE_NAMES.flatMap((name) => [1, 3].map((bridges) => [name, bridges] as const));

  test.each(combinations)('of %s for %i bridges have the variables that they read', (name, bridges) => {
    const objects = mediaStack({ bridges, exposure: exposure(name, undefined, bridges) });
    const fixed = name === 'turnOnly' || (name === 'hostPort' && bridges > 1) || (name === 'hostNetwork' && bridges > 1) ? [] : mediaStack({ bridges, exposure: exposure(name, 'fixed', bridges) });

    expect([...objects, ...fixed].flatMap((object) => (componentOf(object) === 'jvb' ? workloads([object]) : [])).flatMap(containers).flatMap(missing)).toEqual([]);
  });

  test('read all that only they could', () => {
    const read = ['advertised-address.sh', 'start-bridge.sh', 'drain.sh'].map(text).join();

    expect(Object.keys(MANAGED_BY_SCRIPTS).filter((name) => !new RegExp(`\\$\\{?${name}\\b`).test(read))).toEqual([]);
  });
});
