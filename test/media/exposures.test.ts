import { Duration } from 'cdk8s';
import { AdvertisedAddress, Drain, MediaExposure } from '../../lib';
import { Manifest, manifests } from '../support/charts';
import { exposure, EXPOSURE_NAMES, ExposureName, mediaChart, mediaStack } from '../support/exposures';
import { found, told } from '../support/media-table';
import { Service, services } from '../support/objects';
import { podsOf, Workload, workloads } from '../support/pods';
import { findings } from '../support/posture-rules';
import { componentOf } from '../support/posture/rule';

const MANY = Drain.within(Duration.minutes(30));

function stack(name: ExposureName, bridges: number): Manifest[] {
  return mediaStack({ bridges, exposure: exposure(name, undefined, bridges) });
}

function bridges(objects: readonly Manifest[]): Workload[] {
  return workloads(objects).filter((workload) => componentOf(workload) === 'jvb');
}

function mediaServices(objects: readonly Manifest[]): Service[] {
  return services(objects).filter(({ spec }) => spec.ports.some(({ protocol }) => protocol === 'UDP'));
}

/** Kind, replicas and how a rollout goes, of each workload of a pool. */
function run(objects: readonly Manifest[]): string[] {
  return bridges(objects).map(({ kind, metadata, spec }) => (
    [kind, metadata.name, spec.replicas, spec.podManagementPolicy ?? JSON.stringify(spec.strategy?.rollingUpdate ?? spec.strategy?.type), spec.serviceName].filter(Boolean).join(' ')
  ));
}

const SURGELESS = '{"maxSurge":0,"maxUnavailable":1}';

describe('The table of media', () => {
  test.each(EXPOSURE_NAMES.flatMap((name) => [1, 3].map((number) => [name, number] as const)))('of %s for %i bridges is what the manifests say', (name, number) => {
    const chart = mediaChart({ bridges: number, exposure: exposure(name, undefined, number) });
    const lines = told(chart.meet.jvb.routes);

    expect(found(manifests(chart))).toEqual(lines);
    expect(lines.reduce((sum, line) => sum + line.bridges, 0)).toBe(number);
    expect(findings(manifests(chart))).toEqual([]);
  });

  test.each(EXPOSURE_NAMES)('of %s has one number for all ports of a bridge', (name) => {
    const ports = mediaChart({ bridges: 3, exposure: exposure(name, undefined, 3) }).meet.jvb.routes.map(({ advertisedPort, servicePort, nodePort, hostPort, containerPort, bridgePort }) => (
      [advertisedPort, servicePort, nodePort, hostPort, containerPort, bridgePort].filter((port) => port !== undefined)
    ));

    expect(ports.map((line) => new Set(line).size)).toEqual(ports.map(() => 1));
  });

  test('has the number that a router has in front of a bridge, and no other', () => {
    const { meet } = mediaChart({ exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10#443', '198.51.100.7']), port: 4443 }) });

    expect(meet.jvb.routes).toMatchObject([{ advertisedPort: 443, servicePort: 4443, containerPort: 4443, bridgePort: 4443 }]);
    expect(meet.jvb.openPorts.map(({ port }) => port)).toEqual([443, 4443]);
  });
});

describe('Workloads', () => {
  test.each<[ExposureName, number, string[]]>([
    ['loadBalancer', 1, ['Deployment jitsi-jvb-0 1 "Recreate"']],
    ['loadBalancer', 2, ['StatefulSet jitsi-jvb-0 1 Parallel jitsi-bridges', 'StatefulSet jitsi-jvb-1 1 Parallel jitsi-bridges']],
    ['loadBalancerPerBridge', 1, ['StatefulSet jitsi-jvb 1 Parallel jitsi-bridges']],
    ['loadBalancerPerBridge', 3, ['StatefulSet jitsi-jvb 3 Parallel jitsi-bridges']],
    ['nodePort', 1, ['Deployment jitsi-jvb-0 1 "Recreate"']],
    ['nodePort', 2, ['StatefulSet jitsi-jvb-0 1 Parallel jitsi-bridges', 'StatefulSet jitsi-jvb-1 1 Parallel jitsi-bridges']],
    ['hostPort', 1, [`Deployment jitsi-jvb 1 ${SURGELESS}`]],
    ['hostPort', 3, [`Deployment jitsi-jvb 3 ${SURGELESS}`]],
    ['hostNetwork', 3, [`Deployment jitsi-jvb 3 ${SURGELESS}`]],
    ['turnOnly', 3, [`Deployment jitsi-jvb 3 ${SURGELESS}`]],
  ])('of %s for %i bridges', (name, number, expected) => {
    expect(run(stack(name, number))).toEqual(expected);
  });

  test('behind Services are Deployments when they stop at once, however many', () => {
    const recreated = ['loadBalancer', 'nodePort'] as const;

    expect(recreated.flatMap((name) => run(mediaStack({ bridges: 2, exposure: exposure(name), drain: Drain.atOnce() })))).toEqual(
      recreated.flatMap(() => ['Deployment jitsi-jvb-0 1 "Recreate"', 'Deployment jitsi-jvb-1 1 "Recreate"']),
    );
  });

  test('of one exposure keep kind, selector and governing Service whatever the number of bridges, so that an apply can change it', () => {
    const immutable = (name: ExposureName, number: number): unknown => (
      bridges(mediaStack({ bridges: number, exposure: exposure(name, undefined, number), drain: number > 1 ? MANY : Drain.within(Duration.minutes(30), { evenIfOnlyBridge: true }) }))
        .slice(0, 1).map(({ kind, metadata, spec }) => [kind, metadata.name, spec.selector, spec.serviceName, spec.podManagementPolicy])
    );

    EXPOSURE_NAMES.forEach((name) => {
      expect(immutable(name, 3)).toEqual(immutable(name, 1));
    });
  });
});

describe('Services', () => {
  test.each<[ExposureName, number, string[]]>([
    ['loadBalancer', 1, ['jitsi-jvb LoadBalancer Local 10000']],
    ['loadBalancer', 3, ['jitsi-jvb LoadBalancer Cluster 10000 10001 10002']],
    ['loadBalancerPerBridge', 2, ['jitsi-jvb-0 LoadBalancer Local 10000', 'jitsi-jvb-1 LoadBalancer Local 10000']],
    ['nodePort', 2, ['jitsi-jvb NodePort Local 30000 30001']],
    ['hostPort', 2, []],
    ['hostNetwork', 2, []],
    ['turnOnly', 2, []],
  ])('of %s for %i bridges carry media for browsers, and for bridges that drain', (name, number, expected) => {
    const made = mediaServices(stack(name, number));

    expect(made.map(({ metadata, spec }) => [metadata.name, spec.type, spec.externalTrafficPolicy, ...spec.ports.map(({ port }) => port)].join(' '))).toEqual(expected);
    expect(made.map(({ spec }) => spec.publishNotReadyAddresses)).toEqual(made.map(() => true));
  });

  test.each([
    ['nodeExternalIp', AdvertisedAddress.nodeExternalIp(), 'Local'], ['nodeInternalIp', AdvertisedAddress.nodeInternalIp(), 'Local'],
    ['fixed addresses, which may be any node\'s', AdvertisedAddress.fixed(['203.0.113.10']), 'Cluster'],
  ])('of nodePort with %s take media at the right nodes', (_title, address, policy) => {
    const [service] = mediaServices(mediaStack({ exposure: MediaExposure.nodePort({ address, port: 31000 }) }));

    expect(service?.spec).toMatchObject({ externalTrafficPolicy: policy, ports: [{ port: 31000, nodePort: 31000, targetPort: 'media-0' }] });
  });

  test('of loadBalancerPerBridge select one pod each, by its name', () => {
    const objects = stack('loadBalancerPerBridge', 3);
    const names = bridges(objects).flatMap(podsOf).map(({ name }) => name);

    expect(mediaServices(objects).map(({ metadata, spec }) => [metadata.name, spec.selector['statefulset.kubernetes.io/pod-name']])).toEqual(names.map((name) => [name, name]));
    expect(mediaServices(objects).map(({ metadata }) => Object.keys(metadata.labels ?? {}).includes('statefulset.kubernetes.io/pod-name'))).toEqual([false, false, false]);
  });

  test('of loadBalancerPerBridge are told what is said of all, and what is said of each', () => {
    const made = mediaServices(mediaStack({
      bridges: 2,
      exposure: MediaExposure.loadBalancerPerBridge({
        address: AdvertisedAddress.fromService(), annotations: { 'example.org/all': 'yes', 'example.org/own': 'no' }, loadBalancerClass: 'example.org/one', sourceRanges: ['198.51.100.0/24'],
        perBridge: [{ annotations: { 'example.org/own': 'yes' }, loadBalancerIp: '203.0.113.1' }, { loadBalancerClass: undefined, loadBalancerIp: '203.0.113.2', sourceRanges: ['192.0.2.0/24'] }],
      }),
    }));

    expect(made.map(({ metadata, spec }) => [metadata.annotations, spec.loadBalancerClass, spec.loadBalancerIP, spec.loadBalancerSourceRanges])).toEqual([
      [{ 'example.org/all': 'yes', 'example.org/own': 'yes' }, 'example.org/one', '203.0.113.1', ['198.51.100.0/24']],
      [{ 'example.org/all': 'yes', 'example.org/own': 'no' }, 'example.org/one', '203.0.113.2', ['192.0.2.0/24']],
    ]);
  });

  test('have at most 250 ports, and a pool has as many bridges', () => {
    const objects = stack('loadBalancer', 250);

    expect(mediaServices(objects).map(({ spec }) => [spec.ports.length, spec.ports.at(-1)?.port])).toEqual([[250, 10249]]);
    expect(found(objects)).toHaveLength(250);
    expect(new Set(bridges(objects).map(({ spec }) => JSON.stringify(spec.selector))).size).toBe(250);
  });
});

describe('Open ports', () => {
  const open = (name: ExposureName, number: number): string[] => mediaChart({ bridges: number, exposure: exposure(name, undefined, number) }).meet.jvb.openPorts
    .map(({ port, protocol, service }) => `${port}/${protocol} ${service}`);

  test.each<[ExposureName, string[]]>([
    ['loadBalancer', ['10000/UDP jitsi-jvb', '10001/UDP jitsi-jvb']],
    ['loadBalancerPerBridge', ['10000/UDP jitsi-jvb-0', '10000/UDP jitsi-jvb-1']],
    ['nodePort', ['30000/UDP jitsi-jvb', '30001/UDP jitsi-jvb']],
    ['hostPort', ['10000/UDP jitsi-jvb']],
    ['hostNetwork', ['10000/UDP jitsi-jvb']],
    ['turnOnly', []],
  ])('of %s for two bridges', (name, expected) => {
    expect(open(name, 2)).toEqual(expected);
  });

  test('of load balancers with source ranges of their own say who may come to which', () => {
    const { meet } = mediaChart({
      bridges: 2,
      exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService(), sourceRanges: ['198.51.100.0/24'], perBridge: [{}, { sourceRanges: ['192.0.2.0/24'] }] }),
    });

    expect(meet.jvb.openPorts.map(({ sources }) => sources)).toEqual([['198.51.100.0/24'], ['192.0.2.0/24']]);
  });
});
