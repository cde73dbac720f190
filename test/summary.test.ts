import { App, Chart } from 'cdk8s';
import { AdvertisedAddress, JitsiMeet, JvbOptions, MediaExposure, PodSecurityLevel } from '../lib';
import { meetChart, PUBLIC_URL } from './support/charts';
import { printedRoutes } from './support/printed-routes';

function printed(jvb: JvbOptions, pools: Readonly<Record<string, JvbOptions>> = {}): string[] {
  const { meet } = meetChart({ jvb, podSecurity: PodSecurityLevel.PRIVILEGED });
  Object.entries(pools).forEach(([name, options]) => meet.addBridges(name, options));
  return printedRoutes(meet.summary());
}

describe('The summary', () => {
  test.each<[to: string, outdir: string | undefined, named: string | undefined]>([
    ['dist/', undefined, undefined],
    ['other/', 'other/', undefined],
    ["'/srv/my manifests/'", '/srv/my manifests', undefined],
    ['-', 'other', '-'],
  ])('says kubectl apply -f %s for an app that writes to %s, when told %s', (to, outdir, named) => {
    const meet = new JitsiMeet(new Chart(new App({ outdir }), 'chart', { namespace: 'jitsi' }), 'jitsi', { publicUrl: PUBLIC_URL });

    expect(/kubectl apply -f (.*)/.exec(meet.summary(named))?.[1]).toBe(to);
  });

  test('shows how media reach the only bridge, and leaves out what no bridge has', () => {
    expect(printed({})).toEqual([
      'BRIDGE       EXPOSURE      ANNOUNCED  SERVICE PORT  TARGET   POD PORT  JVB_PORT  POLICY  ADDRESS',
      'jitsi-jvb-0  loadBalancer  10000      10000         media-0  10000     10000     Local   read from the Service when its load balancer has one',
    ]);
  });

  test('shows bridges that have no Service without the columns of one', () => {
    expect(printed({ exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }), bridges: 3 })).toEqual([
      'BRIDGE     BRIDGES  EXPOSURE  ANNOUNCED  HOST PORT  POD PORT  JVB_PORT  ADDRESS',
      'jitsi-jvb  3        hostPort  10000      10000      10000     10000     the node\'s ExternalIP',
    ]);
  });

  test('shows the bridges of all pools in one table', () => {
    const lines = printed({ exposure: MediaExposure.nodePort({ address: AdvertisedAddress.nodeInternalIp(), port: 30000 }), bridges: 2 }, {
      outside: { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10#443', '2001:db8::10']), port: 20000 }) },
      hosts: { exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }) },
    });

    expect(lines).toEqual([
      'BRIDGE               EXPOSURE      ANNOUNCED  SERVICE PORT  NODE PORT  HOST PORT  TARGET   POD PORT  JVB_PORT  POLICY  ADDRESS',
      'jitsi-jvb-0          nodePort      30000      30000         30000                 media-0  30000     30000     Local   the node\'s InternalIP',
      'jitsi-jvb-1          nodePort      30001      30001         30001                 media-1  30001     30001     Local   the node\'s InternalIP',
      'jitsi-jvb-outside-0  loadBalancer  443        20000                               media-0  20000     20000     Local   203.0.113.10#443, 2001:db8::10',
      'jitsi-jvb-hosts      hostPort      10000                               10000               10000     10000             the node\'s ExternalIP',
    ]);
  });
});

describe('JitsiMeet.routes', () => {
  test('has the lines of all pools, in the order in which they were added', () => {
    const { meet } = meetChart({ jvb: { bridges: 2 } });
    const pool = meet.addBridges('eu', { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService(), port: 20000 }) });

    expect(meet.routes).toEqual([...meet.jvb.routes, ...pool.routes]);
    expect(meet.routes.map(({ bridge }) => bridge)).toEqual(['jitsi-jvb-0', 'jitsi-jvb-1', 'jitsi-jvb-eu-0']);
  });
});
