import { Duration, Size } from 'cdk8s';
import { AdvertisedAddress, Drain, MediaExposure } from '../lib';
import { manifests, meetChart, ofKind, rendered, serviceOf } from './support/charts';
import { containers, environmentOf, mainContainer, workload } from './support/pods';

describe('a bridge', () => {
  test('that stops at once is a Deployment without overlap, and comes back by itself when its node is lost', () => {
    const { kind, spec } = workload(rendered(), 'jitsi-jvb-0');

    expect([kind, spec.strategy]).toEqual(['Deployment', { type: 'Recreate' }]);
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(30);
    expect(environmentOf(workload(rendered(), 'jitsi-jvb-0'))).not.toHaveProperty('SHUTDOWN_REST_ENABLED');
  });

  test('that drains is a StatefulSet that a mended spec can always replace', () => {
    const objects = rendered({ jvb: { bridges: 2 } });
    const { kind, spec } = workload(objects, 'jitsi-jvb-1');

    expect([kind, spec.podManagementPolicy, spec.serviceName]).toEqual(['StatefulSet', 'Parallel', 'jitsi-bridges']);
    expect(serviceOf(objects, 'jitsi-bridges')?.spec).toMatchObject({ clusterIP: 'None' });
  });

  test('of two or more drains for half an hour, and Kubernetes waits longer than the bridge', () => {
    const objects = rendered({ jvb: { bridges: 2 } });
    const bridge = workload(objects, 'jitsi-jvb-0');
    const files = ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name === 'jitsi-jvb');

    expect(files?.data?.['custom-jvb.conf']).toBe('videobridge.shutdown.graceful-shutdown-max-duration = 1800 seconds\n');
    expect(bridge.spec.template.spec.terminationGracePeriodSeconds).toBe(1800 + 60 + 60 + (1800 + 60 + 60 + 60));
    expect(mainContainer(bridge).lifecycle?.preStop?.exec?.command).toEqual(['/bin/sh', '/scripts/drain.sh']);
    expect(environmentOf(bridge)).toMatchObject({ COLIBRI_REST_ENABLED: '1', SHUTDOWN_REST_ENABLED: '1' });
  });

  test('alone drains when it is told to twice', () => {
    const { kind } = workload(rendered({ jvb: { drain: Drain.within(Duration.minutes(5), { evenIfOnlyBridge: true }) } }), 'jitsi-jvb-0');

    expect(kind).toBe('StatefulSet');
  });

  test('waits for the address of its Service and hands it to the image\'s own start', () => {
    const bridge = workload(rendered(), 'jitsi-jvb-0');
    const [init] = bridge.spec.template.spec.initContainers ?? [];

    expect(init?.command).toEqual(['/bin/sh', '/scripts/advertised-address.sh']);
    expect(mainContainer(bridge).command).toEqual(['/bin/sh', '/scripts/start-bridge.sh']);
    expect(environmentOf(bridge)).toMatchObject({ JVB_DISABLE_STUN: '1', JVB_PORT: '10000' });
  });

  test('with a fixed address needs neither init container nor permission', () => {
    const objects = rendered({ jvb: { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['192.0.2.1#443', '198.51.100.7']), port: 4443 }) } });
    const bridge = workload(objects, 'jitsi-jvb-0');

    expect(environmentOf(bridge)).toMatchObject({ JVB_ADVERTISE_IPS: '192.0.2.1#443,198.51.100.7', JVB_PORT: '4443' });
    expect(containers(bridge).map(({ name, command }) => [name, command])).toEqual([['jvb', undefined]]);
    expect(ofKind(objects, 'Role').map(({ metadata }) => metadata.name)).toEqual(['jitsi-bootstrap']);
  });

  test('has a heap of 60 % of its memory limit, or the one that was chosen', () => {
    const memory = { limit: Size.gibibytes(4) };

    expect(environmentOf(workload(rendered({ jvb: { resources: { memory } } }), 'jitsi-jvb-0')).VIDEOBRIDGE_MAX_MEMORY).toBe('2457m');
    expect(environmentOf(workload(rendered({ jvb: { resources: { memory }, maxHeap: Size.gibibytes(3) } }), 'jitsi-jvb-0')).VIDEOBRIDGE_MAX_MEMORY).toBe('3072m');
  });
});

describe('a media Service', () => {
  test('keeps clients\' addresses for one bridge, and a bridge\'s endpoint while it stops', () => {
    expect(serviceOf(rendered(), 'jitsi-jvb')?.spec).toMatchObject({
      type: 'LoadBalancer', externalTrafficPolicy: 'Local', publishNotReadyAddresses: true, ports: [{ name: 'media-0', port: 10000, protocol: 'UDP', targetPort: 'media-0' }],
    });
  });

  test('has a port for each of several bridges, on every node', () => {
    const spec = serviceOf(rendered({ jvb: { bridges: 3 } }), 'jitsi-jvb')?.spec;

    expect(spec).toMatchObject({ externalTrafficPolicy: 'Cluster', ports: [10000, 10001, 10002].map((port, index) => ({ port, targetPort: `media-${index}` })) });
  });

  test('is added for each pool', () => {
    const chart = meetChart();
    chart.meet.addBridges('eu-west', { bridges: 2, exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['192.0.2.9']), port: 20000 }) });

    expect(ofKind(manifests(chart), 'Service').map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(['jitsi-jvb', 'jitsi-jvb-eu-west']));
    expect(chart.meet.openPorts.map(({ port, protocol, service, address }) => [port, protocol, service, address])).toEqual([
      [443, 'TCP', 'jitsi-nginx', 'given by the load balancer'],
      [80, 'TCP', 'jitsi-nginx', 'given by the load balancer'],
      [10000, 'UDP', 'jitsi-jvb', 'read from the Service when its load balancer has one'],
      [20000, 'UDP', 'jitsi-jvb-eu-west', '192.0.2.9'],
      [20001, 'UDP', 'jitsi-jvb-eu-west', '192.0.2.9'],
    ]);
  });
});
