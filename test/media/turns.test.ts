import { Duration } from 'cdk8s';
import { Drain } from '../../lib';
import { Manifest, manifests } from '../support/charts';
import { exposure, EXPOSURE_NAMES, ExposureName, mediaChart, mediaStack } from '../support/exposures';
import { Network } from '../support/network';
import { matches, services } from '../support/objects';
import { environmentOf, mainContainer, Workload, workloads } from '../support/pods';
import { componentOf } from '../support/posture/rule';

const ONE_EACH: readonly ExposureName[] = ['loadBalancer', 'nodePort'];
const TURNS = ['PEERS', 'PATIENCE', 'POD_IPS'];

function stack(name: ExposureName, bridges: number, drain?: Drain): Manifest[] {
  return mediaStack({ bridges, drain, exposure: exposure(name, undefined, bridges) });
}

function bridges(objects: readonly Manifest[]): Workload[] {
  return workloads(objects).filter((workload) => componentOf(workload) === 'jvb');
}

/** What a bridge is told of its siblings, and how long Kubernetes waits for it. */
function turns(objects: readonly Manifest[]): unknown[] {
  return bridges(objects).map((bridge) => [bridge.spec.template.spec.terminationGracePeriodSeconds, ...TURNS.map((name) => environmentOf(bridge)[name])]);
}

describe('Bridges that a changed manifest stops all at once', () => {
  test.each(ONE_EACH)('take turns to drain behind %s, each as long as the longest drain of another takes', (name) => {
    const [half, minute] = [1800, 60];
    const grace = half + 2 * minute;
    const patience = grace + minute;

    expect(turns(stack(name, 3))).toEqual(Array.from({ length: 3 }, () => [grace + patience, 'jitsi-bridges.jitsi.svc.cluster.local', String(patience), 'field status.podIPs']));
  });

  test('wait in proportion to the drain that was chosen', () => {
    expect(turns(stack('loadBalancer', 2, Drain.within(Duration.minutes(1)))).map((bridge) => (bridge as unknown[]).slice(0, 3))).toEqual(
      Array.from({ length: 2 }, () => [60 + 120 + 240, 'jitsi-bridges.jitsi.svc.cluster.local', '240']),
    );
  });

  test('find each other by a Service that selects the bridges of their pool, stopping ones too', () => {
    const chart = mediaChart({ bridges: 2 });
    chart.meet.addBridges('eu', { bridges: 2 });
    const objects = manifests(chart);
    const found = bridges(objects).map((bridge) => {
      const host = environmentOf(bridge).PEERS?.split('.')[0];
      const service = services(objects).find(({ metadata }) => metadata.name === host);
      const selected = bridges(objects).filter(({ spec }) => matches(service?.spec.selector ?? {}, spec.template.metadata.labels));
      return [bridge.metadata.name, host, service?.spec.clusterIP, service?.spec.publishNotReadyAddresses, selected.length];
    });

    expect(found).toEqual([
      ['jitsi-jvb-0', 'jitsi-bridges', 'None', true, 2], ['jitsi-jvb-1', 'jitsi-bridges', 'None', true, 2],
      ['jitsi-jvb-eu-0', 'jitsi-bridges-eu', 'None', true, 2], ['jitsi-jvb-eu-1', 'jitsi-bridges-eu', 'None', true, 2],
    ]);
  });

  test('may ask each other, and nobody of another pool', () => {
    const chart = mediaChart({ bridges: 2 });
    chart.meet.addBridges('eu', { bridges: 2, exposure: exposure('nodePort') });
    chart.meet.addBridges('us', {});
    const asking = new Network(manifests(chart), ({ metadata }) => metadata.name).connections([{ port: 8080, protocol: 'TCP' }]).filter((flow) => flow.includes('-> jitsi-jvb'));

    expect(asking).toEqual(['', 'eu-'].flatMap((pool) => ['0', '1'].flatMap((from) => ['0', '1'].map((to) => `jitsi-jvb-${pool}${from} -> jitsi-jvb-${pool}${to} 8080/TCP`))).sort());
  });
});

describe('Bridges that nothing stops all at once', () => {
  const NOBODY = [undefined, undefined];

  test.each(EXPOSURE_NAMES.filter((name) => !ONE_EACH.includes(name)))('behind %s drain without asking', (name) => {
    expect(turns(stack(name, 3)).map((bridge) => (bridge as unknown[]).slice(0, 3))).toEqual([[1920, ...NOBODY]]);
  });

  test.each<[string, number, Drain, number]>([
    ['a single one', 1, Drain.within(Duration.minutes(10), { evenIfOnlyBridge: true }), 720],
    ['those that stop at once', 2, Drain.atOnce(), 30],
  ])('%s: no variable, no open port', (_title, number, drain, grace) => {
    const objects = stack('loadBalancer', number, drain);
    const asking = new Network(objects, ({ metadata }) => metadata.name).connections([{ port: 8080, protocol: 'TCP' }]).filter((flow) => flow.includes('-> jitsi-jvb'));

    expect(turns(objects).map((bridge) => (bridge as unknown[]).slice(0, 3))).toEqual(Array.from({ length: number }, () => [grace, ...NOBODY]));
    expect(asking).toEqual([]);
  });

  test.each(EXPOSURE_NAMES)('behind %s stop at once when they are told to, with nothing to ask them by', (name) => {
    const objects = stack(name, 2, Drain.atOnce());

    expect(bridges(objects).map((bridge) => [mainContainer(bridge).lifecycle, environmentOf(bridge).SHUTDOWN_REST_ENABLED, environmentOf(bridge).COLIBRI_REST_ENABLED])).toEqual(
      bridges(objects).map(() => [undefined, undefined, undefined]),
    );
    expect(JSON.stringify(objects)).not.toContain('graceful-shutdown-max-duration');
  });
});
