import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AdvertisedAddress, BridgeScaling, CpuScalingOptions, Drain, JvbOptions, MediaExposure, PodSecurityLevel, Relays, StressScalingOptions } from '../lib';
import { Manifest, manifests, meetChart, ofKind, rendered, serviceOf } from './support/charts';
import { mainContainer, workload } from './support/pods';
import { refusal, wrong } from './support/refusal';

const PROMETHEUS = 'http://prometheus.monitoring.svc:9090';
const BUSY = { resources: { cpu: { request: kplus.Cpu.units(4) } } };

const HOST_PORT = MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() });
const HOST_NETWORK = MediaExposure.hostNetwork({ address: AdvertisedAddress.nodeExternalIp(), nodeCidrs: ['192.0.2.0/24'] });
const PER_BRIDGE = MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService() });

function byCpu(options: Partial<CpuScalingOptions> = {}): BridgeScaling {
  return BridgeScaling.byCpu({ minBridges: 2, maxBridges: 6, ...options });
}

function byStress(options: Partial<StressScalingOptions> = {}): BridgeScaling {
  return BridgeScaling.byStress({ minBridges: 2, maxBridges: 6, prometheus: PROMETHEUS, ...options });
}

function pool(options: JvbOptions): Manifest[] {
  return rendered({ podSecurity: PodSecurityLevel.PRIVILEGED, jvb: options });
}

/** What makes pods, and how many. */
function replicas(objects: readonly Manifest[], name = 'jitsi-jvb'): unknown {
  const { kind, spec } = workload(objects, name);
  return [kind, 'replicas' in spec];
}

function only(objects: readonly Manifest[], kind: string): Manifest | undefined {
  const [first, ...more] = ofKind(objects, kind);
  expect(more).toEqual([]);
  return first;
}

const BEHAVIOR = {
  scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }, { type: 'Pods', value: 2, periodSeconds: 60 }] },
  scaleDown: { stabilizationWindowSeconds: 900, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] },
};

describe('Bridges that are scaled', () => {
  test.each<[string, JvbOptions, unknown]>([
    ['on ports of nodes', { exposure: HOST_PORT }, ['Deployment', false]],
    ['in the network of nodes', { exposure: HOST_NETWORK }, ['Deployment', false]],
    ['behind a load balancer each', { exposure: PER_BRIDGE }, ['StatefulSet', false]],
  ])('%s are not counted by their workload, so that no apply takes the count from the autoscaler', (_title, options, expected) => {
    expect(replicas(pool({ ...options, scaling: byStress() }))).toEqual(expected);
  });

  test('by CPU have a HorizontalPodAutoscaler, which looks at the bridge alone, adds fast and removes one at a time', () => {
    const objects = pool({ exposure: HOST_PORT, scaling: byCpu({ targetUtilization: 75 }), ...BUSY });

    expect(only(objects, 'HorizontalPodAutoscaler')).toMatchObject({
      apiVersion: 'autoscaling/v2',
      metadata: { name: 'jitsi-jvb', namespace: 'jitsi', labels: { 'app.kubernetes.io/instance': 'jitsi', 'cdk8s-jitsi/pool': 'default' } },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'jitsi-jvb' },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'jvb', target: { type: 'Utilization', averageUtilization: 75 } } }],
        behavior: BEHAVIOR,
      },
    });
    expect(mainContainer(workload(objects, 'jitsi-jvb')).name).toBe('jvb');
    expect(ofKind(objects, 'ScaledObject')).toEqual([]);
  });

  test('by stress have a ScaledObject of KEDA, to which a Prometheus that knows nothing of them is no lack of load', () => {
    const objects = pool({ exposure: PER_BRIDGE, scaling: byStress({ minBridges: 1, targetStress: 0.35 }) });

    expect(only(objects, 'ScaledObject')).toMatchObject({
      apiVersion: 'keda.sh/v1alpha1',
      metadata: { name: 'jitsi-jvb', namespace: 'jitsi' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'jitsi-jvb' },
        minReplicaCount: 1,
        maxReplicaCount: 6,
        advanced: { horizontalPodAutoscalerConfig: { behavior: BEHAVIOR } },
        triggers: [{
          type: 'prometheus',
          metricType: 'AverageValue',
          metadata: { serverAddress: PROMETHEUS, query: 'sum(jitsi_jvb_stress{namespace="jitsi",pod=~"jitsi-jvb-[0-9]+"})', threshold: '0.35', ignoreNullValues: 'false' },
        }],
      },
    });
    expect(ofKind(objects, 'HorizontalPodAutoscaler')).toEqual([]);
  });

  test.each<[string, JvbOptions, readonly string[], readonly string[]]>([
    [
      'of a Deployment', { exposure: HOST_PORT }, ['jitsi-jvb-7d9c5b8f6d-x2k4p', 'jitsi-jvb-5c9f7-zzzzz', 'jitsi-jvb-7d9c5x2k4p'],
      ['jitsi-jvb-eu-7d9c5b8f6d-x2k4p', 'jitsi-jvb-0', 'jitsi-jvb-eu-0', 'jitsi-jvb-eu-west-0-7d9c5b8f6d-x2k4p', 'jitsi-jicofo-7d9c5b8f6d-x2k4p'],
    ],
    ['of a StatefulSet', { exposure: PER_BRIDGE }, ['jitsi-jvb-0', 'jitsi-jvb-11'], ['jitsi-jvb-eu-0', 'jitsi-jvb-7d9c5b8f6d-x2k4p', 'other-jitsi-jvb-0']],
  ])('%s are asked for by the names of their pods, and those of no other pool', (_title, options, own, others) => {
    const { query } = (only(pool({ ...options, scaling: byStress() }), 'ScaledObject') as unknown as { spec: { triggers: Array<{ metadata: { query: string } }> } }).spec.triggers[0]?.metadata ?? { query: '' };
    // Prometheus matches whole values.
    const names = new RegExp(`^(?:${/pod=~"([^"]*)"/.exec(query)?.[1] ?? ''})$`);

    expect([own.filter((name) => !names.test(name)), others.filter((name) => names.test(name))]).toEqual([[], []]);
  });

  test('behind a load balancer each have one for the largest number from the beginning', () => {
    const objects = pool({ exposure: PER_BRIDGE, scaling: byStress({ minBridges: 1, maxBridges: 4 }) });

    expect([0, 1, 2, 3, 4].map((bridge) => serviceOf(objects, `jitsi-jvb-${bridge}`) !== undefined)).toEqual([true, true, true, true, false]);
  });

  test('need an address for each that there may be, where addresses are fixed', () => {
    const exposure = MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fixed(['192.0.2.1', '192.0.2.2']) });

    expect(refusal(() => pool({ exposure, scaling: byStress({ maxBridges: 3 }) }))).toContain('jvb.exposure.address: names 2 addresses for 3 bridges');
  });

  test('drain when there are always two or more, and do not when the last one could be told to', () => {
    const grace = (options: JvbOptions): number | undefined => workload(pool({ exposure: HOST_PORT, ...options }), 'jitsi-jvb').spec.template.spec.terminationGracePeriodSeconds;
    const drain = Drain.within(Duration.minutes(5));

    expect([grace({ scaling: byStress() }), grace({ scaling: byStress({ minBridges: 1 }) })]).toEqual([1920, 30]);
    expect(refusal(() => pool({ exposure: HOST_PORT, scaling: byStress({ minBridges: 1 }), drain }))).toContain('jvb.drain: while a single bridge drains');
  });

  test('go one at a time when nodes are drained, however few there are', () => {
    expect(ofKind(pool({ exposure: HOST_PORT, scaling: byStress({ minBridges: 1 }) }), 'PodDisruptionBudget').map(({ metadata }) => metadata.name)).toContain('jitsi-jvb');
  });

  test('count as several for relays', () => {
    expect(() => rendered({ podSecurity: PodSecurityLevel.PRIVILEGED, relays: Relays.between(), jvb: { exposure: HOST_PORT, scaling: byStress({ minBridges: 1 }) } })).not.toThrow();
  });

  test('may be a pool beside one that is not scaled', () => {
    const chart = meetChart();
    chart.meet.addBridges('eu', { exposure: PER_BRIDGE, scaling: byStress() });
    const objects = manifests(chart);

    expect([replicas(objects, 'jitsi-jvb-0'), replicas(objects, 'jitsi-jvb-eu'), only(objects, 'ScaledObject')?.metadata.name]).toEqual([['Deployment', true], ['StatefulSet', false], 'jitsi-jvb-eu']);
  });
});

describe('Scaling is refused', () => {
  test.each<[string, JvbOptions]>([
    ['loadBalancer', {}],
    ['nodePort', { exposure: MediaExposure.nodePort({ address: AdvertisedAddress.nodeExternalIp(), port: 30000 }) }],
  ])('with %s, where a further bridge needs what no autoscaler makes', (name, options) => {
    expect(refusal(() => pool({ ...options, scaling: byStress() }))).toContain(
      `jvb.scaling: with MediaExposure.${name} each bridge has a workload and a port of its own, which no autoscaler makes; use hostPort, hostNetwork or loadBalancerPerBridge, or write bridges`,
    );
  });

  test.each<[string, JvbOptions, string]>([
    ['beside a number of bridges', { scaling: byStress(), bridges: 3 }, 'jvb.bridges: an autoscaler would change this number, and each apply would change it back; write minBridges in scaling, or leave scaling out'],
    ['by CPU of which nobody said how much is needed', { scaling: byCpu() }, 'jvb.scaling: CPU is counted in parts of what is requested, and by default bridges request what small meetings need; say in resources'],
    ['to nothing', { scaling: byStress({ minBridges: 0 }) }, 'jvb.scaling.minBridges: 0 must be a whole number from 1 to 249'],
    ['by halves', { scaling: byStress({ minBridges: 1.5 }) }, 'jvb.scaling.minBridges: 1.5 must be a whole number'],
    ['to as many as there are', { scaling: byStress({ maxBridges: 2 }) }, 'jvb.scaling.maxBridges: 2 must be a whole number above minBridges, at most 250; where the number never changes, write bridges instead of scaling'],
    ['beyond what a pool may have', { scaling: byStress({ maxBridges: 251 }) }, 'jvb.scaling.maxBridges: 251 must be a whole number'],
    ['to no number', { scaling: byStress({ maxBridges: NaN }) }, 'jvb.scaling.maxBridges: NaN must be a whole number'],
    ['above all CPU', { ...BUSY, scaling: byCpu({ targetUtilization: 101 }) }, 'jvb.scaling.targetUtilization: 101 must be a whole number of per cent from 1 to 100'],
    ['at a part of CPU, not per cent', { ...BUSY, scaling: byCpu({ targetUtilization: 0.6 }) }, 'jvb.scaling.targetUtilization: 0.6 must be a whole number of per cent from 1 to 100'],
    ['at stress in per cent', { scaling: byStress({ targetStress: 60 }) }, 'jvb.scaling.targetStress: 60 must be a number from 0.01 to 1; from 0.8 on Jicofo counts a bridge as overloaded'],
    ['without stress', { scaling: byStress({ targetStress: 0 }) }, 'jvb.scaling.targetStress: 0 must be'],
    ['with a Prometheus by its host alone', { scaling: byStress({ prometheus: 'prometheus:9090' }) }, 'jvb.scaling.prometheus: "prometheus:9090" is no address of a Prometheus; write one such as "http://prometheus.monitoring.svc:9090", without a password'],
    ['with a password in an address', { scaling: byStress({ prometheus: 'https://user:password@prometheus.example.org' }) }, 'jvb.scaling.prometheus: '],
    ['without a Prometheus', { scaling: byStress({ prometheus: wrong(undefined) }) }, 'jvb.scaling.prometheus: is missing; write "http://prometheus.monitoring.svc:9090"'],
    ['without any numbers', { scaling: BridgeScaling.byCpu(wrong({})) }, 'jvb.scaling.minBridges: is missing; write a number of bridges, such as 2'],
    ['with nothing', { scaling: BridgeScaling.byCpu(wrong(null)) }, 'jvb.scaling: null is not a struct of props'],
    ['with a text for a number', { scaling: byStress({ minBridges: wrong('2') }) }, 'jvb.scaling.minBridges: "2" is not a number'],
    ['as a number', { scaling: wrong(3) }, 'jvb.scaling: 3 is not of class BridgeScaling; write BridgeScaling.byCpu({ minBridges: 2, maxBridges: 6 })'],
  ])('%s', (_title, options, problem) => {
    expect(refusal(() => pool({ exposure: HOST_PORT, ...options }))).toContain(problem);
  });

  test.each(['http://192.0.2.1', 'https://prometheus.example.org/a/b', 'http://[2001:db8::1]:9090/', 'http://p:1'])('by no means with a Prometheus at %s', (prometheus) => {
    expect(() => pool({ exposure: HOST_PORT, scaling: byStress({ prometheus }) })).not.toThrow();
  });
});
