import { Chart, Duration } from 'cdk8s';
import { AdvertisedAddress, Drain, JitsiMeetChartProps, MediaExposure, Tls } from '../lib';
import { EVERY_AUTHENTICATION } from './support/authentications';
import { BROKEN_STACKS } from './support/broken-stacks';
import { Manifest, manifests, meetChart } from './support/charts';
import { everythingOfAStack } from './support/everything';
import { containers, workloads } from './support/pods';
import { amount } from './support/posture/quantity';
import { findings, POSTURE_RULES } from './support/posture-rules';

function rendered(props: Partial<JitsiMeetChartProps> = {}): Manifest[] {
  return manifests(meetChart(props));
}

/** Three pools that differ in all that a pool may differ in. */
function pools(): Chart {
  const chart = meetChart();
  chart.meet.addBridges('eu-west', { bridges: 3 });
  chart.meet.addBridges('us-east', { bridges: 2, drain: Drain.atOnce(), exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10']), port: 20000 }) });
  chart.meet.addBridges('ap', {
    drain: Drain.within(Duration.minutes(1), { evenIfOnlyBridge: true }), exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.11#443']) }),
  });
  return chart;
}

describe('No posture rule finds anything in', () => {
  test.each<[string, Partial<JitsiMeetChartProps>]>([
    ['the default stack', {}],
    ['a stack with a self-signed certificate', { tls: Tls.selfSigned() }],
    ['a stack with a certificate of its own', { tls: Tls.fromSecret('meet-tls') }],
    ['a stack with a certificate of cert-manager', { tls: Tls.certManager({ issuer: 'letsencrypt' }) }],
    ...EVERY_AUTHENTICATION.map(([title, authentication]) => [`a stack with authentication ${title}`, { authentication }] as [string, Partial<JitsiMeetChartProps>]),
    ['a stack with three bridges', { jvb: { bridges: 3 } }],
    ['a stack with one pod of each', { web: { replicas: 1 }, nginx: { replicas: 1 } }],
    ['a stack without network policies', { networkPolicies: false }],
  ])('%s', (_title, props) => {
    expect(findings(rendered(props))).toEqual([]);
  });

  test('a stack with every prop set, but for the CPU limits that it sets', () => {
    expect(findings(rendered(everythingOfAStack()), ['noThrottlingWhereItHurts'])).toEqual([]);
  });

  test('a stack by tag alone, but for the digests that it does without', () => {
    expect(findings(rendered({ images: { pinDigests: false } }), ['imagesHaveDigests'])).toEqual([]);
  });

  test('a stack with several pools', () => {
    expect(findings(manifests(pools()))).toEqual([]);
  });
});

describe('The posture rule', () => {
  // A drain has more to get wrong than the default stack. The Job's name changes with its task.
  const sound = rendered({ jvb: { bridges: 2 } }).map((object) => (object.kind === 'Job' ? { ...object, metadata: { ...object.metadata, name: 'jitsi-bootstrap' } } : object));

  test.each(BROKEN_STACKS)('%s alone notices %s', (rule, _wrong, edit) => {
    expect([...new Set(findings(edit(sound)).map((finding) => finding.replace(/:.*/s, '')))]).toEqual([rule]);
  });

  test('is in the list of what is noticed, whichever it is', () => {
    expect([...new Set(BROKEN_STACKS.map(([rule]) => rule))].sort()).toEqual(POSTURE_RULES.map(([rule]) => rule).sort());
  });
});

describe('The default stack', () => {
  test.each([['cpu', 1.2], ['memory', 2.5 * 1024 ** 3]])('requests little %s in all', (resource, most) => {
    const requests = workloads(rendered()).map((workload) => {
      const each = containers(workload).map(({ resources }) => amount(resources?.requests?.[resource] ?? ''));
      const main = workload.spec.template.spec.containers.length;
      // Init containers run before the others, so a pod needs what the larger of the two needs.
      const pod = Math.max(...each.slice(0, -main), each.slice(-main).reduce((sum, request) => sum + request, 0));
      return pod * (workload.spec.replicas ?? 1);
    });

    expect(requests.reduce((sum, request) => sum + request, 0)).toBeLessThanOrEqual(most);
  });
});
