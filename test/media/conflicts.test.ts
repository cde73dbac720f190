import * as kplus from 'cdk8s-plus-27';
import { AdvertisedAddress, JvbOptions, MediaExposure, PodSecurityLevel, Turn } from '../../lib';
import { manifests, meetChart } from '../support/charts';
import { complaints, exposure, EXPOSURE_NAMES, mediaChart } from '../support/exposures';

const node = AdvertisedAddress.nodeExternalIp();
const service = AdvertisedAddress.fromService();
const nodeCidrs = ['192.0.2.0/24'];

function balanced(loadBalancerIp: string, port?: number, bridges = 1): JvbOptions {
  return { bridges, exposure: MediaExposure.loadBalancer({ address: service, loadBalancerIp, port }) };
}

function onNodes(port: number, bridges = 1, address = node): JvbOptions {
  return { bridges, exposure: MediaExposure.nodePort({ address, port }) };
}

function onHost(port?: number, nodeSelector?: Record<string, string>): JvbOptions {
  return { exposure: MediaExposure.hostPort({ address: node, port }), nodeSelector };
}

function inHost(port: number, restPort?: number, nodeSelector?: Record<string, string>): JvbOptions {
  return { exposure: MediaExposure.hostNetwork({ address: node, nodeCidrs, port, restPort }), nodeSelector };
}

function fixed(addresses: readonly string[], port?: number): MediaExposure {
  return MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed([...addresses]), port });
}

/** What is said of a second pool beside the first one. */
function beside(first: JvbOptions, second: JvbOptions): string[] {
  const { meet } = mediaChart(first);
  return complaints(() => meet.addBridges('eu', second));
}

const BOTH_NODES = 'is another pool\'s port on nodes that both may run on; choose another port, or nodes by a label of which the pools want different values';
const ANNOUNCED = 'is announced by another pool; choose another address, or another port of exposure';

describe('A second pool is refused', () => {
  test.each<[title: string, first: JvbOptions, second: JvbOptions, said: string[]]>([
    ['what the first announces', { exposure: fixed(['203.0.113.1']) }, { exposure: fixed(['203.0.113.2', '203.0.113.1']) }, [`exposure.address: "203.0.113.1#10000" ${ANNOUNCED}`]],
    [
      'what the first announces in another way', { exposure: fixed(['203.0.113.1'], 30000) },
      { exposure: MediaExposure.nodePort({ address: AdvertisedAddress.fixed(['203.0.113.1']), port: 30000 }) }, [`exposure.address: "203.0.113.1#30000" ${ANNOUNCED}`],
    ],
    [
      'what one bridge of the first announces', { bridges: 2, exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fixed(['203.0.113.1', '203.0.113.2']) }) },
      { exposure: fixed(['203.0.113.2']) }, [`exposure.address: "203.0.113.2#10000" ${ANNOUNCED}`],
    ],
    [
      'an address and port of the first\'s load balancer', balanced('203.0.113.1', 10000, 3), balanced('203.0.113.1', 10002),
      ['exposure.loadBalancerIp: UDP 10002 of 203.0.113.1 is taken by bridges already; choose another port, or another address'],
    ],
    ['a port that the first has on all nodes', onNodes(30000, 3), onNodes(30002, 1, AdvertisedAddress.nodeInternalIp()), ['exposure.port: 30002 is another pool\'s port on all nodes; choose another']],
    ['a port of a node that the first has on all nodes', onNodes(30000), onHost(30000), ['exposure.port: 30000 is a port on all nodes of one pool, and on its own nodes of another; choose another']],
    ['a port on all nodes that the first has on its own', inHost(30000), onNodes(30000), ['exposure.port: 30000 is a port on all nodes of one pool, and on its own nodes of another; choose another']],
    ['the first\'s port on the same nodes', onHost(), onHost(), [`exposure.port: 10000 ${BOTH_NODES}`]],
    ['the first\'s port on nodes that it may run on too', onHost(10000, { zone: 'a' }), onHost(10000, { disk: 'fast' }), [`exposure.port: 10000 ${BOTH_NODES}`]],
    ['the first\'s port in its nodes\' network', onHost(20000), inHost(20000), [`exposure.port: 20000 ${BOTH_NODES}`]],
    ['the first\'s REST port', inHost(10000), inHost(20000), [`exposure.restPort: 8080 ${BOTH_NODES}`]],
  ])('%s', (_title, first, second, said) => {
    expect(beside(first, second)).toEqual(said);
  });
});

describe('A second pool is taken', () => {
  test.each<[title: string, first: JvbOptions, second: JvbOptions]>([
    ['at another port of the same load balancer', balanced('203.0.113.1', 10000, 3), balanced('203.0.113.1', 10003)],
    ['at the next port of all nodes', onNodes(30000, 3), onNodes(30003)],
    ['on the same port of other nodes', onHost(10000, { zone: 'a' }), onHost(10000, { zone: 'b' })],
    ['on other ports of the same nodes', inHost(10000, 8080), inHost(20000, 9080)],
    ['in the network of other nodes', inHost(10000, 8080, { zone: 'a' }), inHost(10000, 8080, { zone: 'b' })],
    ['on a port of its node, where the first has a load balancer with the same', {}, onHost(10000)],
    ['in pods of the same port', { exposure: exposure('turnOnly') }, { exposure: exposure('turnOnly') }],
  ])('%s', (_title, first, second) => {
    expect(beside(first, second)).toEqual([]);
  });

  test('and a third that takes what the second has is refused', () => {
    const { meet } = mediaChart({});
    meet.addBridges('eu', onHost(20000));

    expect(complaints(() => meet.addBridges('us', onHost(20000)))).toEqual([`exposure.port: 20000 ${BOTH_NODES}`]);
  });

  test('at what a refused one would have taken', () => {
    const { meet } = mediaChart({});
    complaints(() => meet.addBridges('eu', { ...onHost(20000), bridges: 0 }));

    expect(complaints(() => meet.addBridges('eu', onHost(20000)))).toEqual([]);
  });
});

describe('Pod Security', () => {
  const NODES = ['hostPort', 'hostNetwork'];

  test.each(EXPOSURE_NAMES.flatMap((name) => [PodSecurityLevel.RESTRICTED, PodSecurityLevel.BASELINE, PodSecurityLevel.PRIVILEGED].map((level) => [name, level] as const)))(
    '%s in a namespace that enforces %s', (name, level) => {
      const said = complaints(() => mediaChart({ exposure: exposure(name) }, { podSecurity: level }));

      expect(said).toEqual(NODES.includes(name) && level !== PodSecurityLevel.PRIVILEGED ? [expect.stringContaining(
        `jvb.exposure: MediaExposure.${name} needs a namespace that does not forbid it, and this chart's enforces Pod Security "${level}"; give the pool a namespace of its own, or the chart podSecurity: PodSecurityLevel.PRIVILEGED`,
      )] : []);
    },
  );

  test('forbids the same to further pools, and by default', () => {
    const { meet } = meetChart();

    expect(complaints(() => meet.addBridges('eu', onHost()))).toEqual([expect.stringContaining('exposure: MediaExposure.hostPort needs a namespace that does not forbid it, and this chart\'s enforces Pod Security "restricted"')]);
  });

  test('is not ours to know in somebody else\'s namespace', () => {
    expect(complaints(() => meetChart({ createNamespace: false, jvb: onHost() }))).toEqual([]);
  });

  test('is what the Namespace says', () => {
    const labels = (podSecurity?: PodSecurityLevel): unknown => manifests(meetChart({ podSecurity })).find(({ kind }) => kind === 'Namespace')?.metadata.labels;

    expect(labels()).toEqual(Object.fromEntries(['audit', 'enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted'])));
    expect(labels(PodSecurityLevel.PRIVILEGED)).toEqual(Object.fromEntries(['audit', 'enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'privileged'])));
  });
});

describe('Relays', () => {
  const turnOnly: JvbOptions = { exposure: exposure('turnOnly') };
  const SAID = 'exposure: with MediaExposure.turnOnly browsers must learn of the TURN servers from Prosody; write turn: Turn.coturn or Turn.external';

  test('that nobody tells browsers of are refused', () => {
    expect(complaints(() => meetChart({ jvb: turnOnly }))).toEqual([`jvb.${SAID}`]);
    expect(complaints(() => meetChart().meet.addBridges('eu', turnOnly))).toEqual([SAID]);
  });

  test('could reach no bridge that kept the address of its pod to itself', () => {
    const extraEnv = { JVB_ADVERTISE_PRIVATE_CANDIDATES: kplus.EnvValue.fromValue('0') };

    expect(complaints(() => mediaChart({ ...turnOnly, extraEnv }))).toEqual([expect.stringContaining('jvb.extraEnv.JVB_ADVERTISE_PRIVATE_CANDIDATES: with MediaExposure.turnOnly')]);
    expect(complaints(() => mediaChart({ extraEnv }))).toEqual([]);
  });

  test.each([
    ['elsewhere', Turn.external({ host: 'turn.example.org', secretName: 'turn' })],
    ['beside the stack that send to pods', Turn.coturn({ host: 'turn.example.org', overTls: false, bridgePeerCidrs: ['10.244.0.0/16'] })],
  ])('%s are taken', (_title, turn) => {
    expect(complaints(() => meetChart({ turn, jvb: turnOnly }).meet.addBridges('eu', turnOnly))).toEqual([]);
  });

  test('elsewhere must be known by their addresses', () => {
    const turn = Turn.external({ host: 'turn.example.org', secretName: 'turn' });
    const said = 'exposure.relayCidrs: is missing: with a TURN server elsewhere bridges must know from where it sends; write ["192.0.2.0/24"]';

    expect(complaints(() => meetChart({ turn, jvb: { exposure: MediaExposure.turnOnly() } }))).toEqual([`jvb.${said}`]);
    expect(complaints(() => meetChart({ turn }).meet.addBridges('eu', { exposure: MediaExposure.turnOnly() }))).toEqual([said]);
  });

  test('beside the stack that send to no pod are refused', () => {
    const said = 'exposure: with MediaExposure.turnOnly bridges have the addresses of their pods alone, to which this TURN server does not send; name the pod network in bridgePeerCidrs of turn';
    const turn = Turn.coturn({ host: 'turn.example.org', overTls: false });

    expect(complaints(() => meetChart({ turn, jvb: turnOnly }))).toEqual([`jvb.${said}`]);
    expect(complaints(() => meetChart({ turn }).meet.addBridges('eu', turnOnly))).toEqual([said]);
  });
});
