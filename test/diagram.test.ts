import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, JsonPatch } from 'cdk8s';
import { AdvertisedAddress, BridgeScaling, DiagramFormat, DiagramOptions, EdgeExposure, GatewayRoute, JitsiMeetChart, JitsiMeetChartProps, JvbOptions, MediaExposure, Relays, Tls, Turn } from '../lib';
import { topologyOf } from '../lib/topology/topology';
import { pictures } from '../tools/diagram/pictures';
import { stacks } from './support/arbitrary/stacks';
import { EVERY_AUTHENTICATION } from './support/authentications';
import { meetChart } from './support/charts';
import { DOCUMENTED_EDGES, EDGES, UPSTREAM } from './support/edges';
import { everythingOfAStack } from './support/everything';
import { exposure, EXPOSURE_NAMES, SURROUNDINGS } from './support/exposures';
import { arrowsOf, boxesByFrame, endsOf, untruths } from './support/pictures';
import { announce, check, runs } from './support/runs';

type Props = Partial<JitsiMeetChartProps>;

const TURN = Turn.coturn({ host: 'turn.example.org', tls: Tls.fromSecret('turn-tls'), bridgePeerCidrs: ['10.244.0.0/16'] });
const ROUTER: JvbOptions = { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10#443', '2001:db8::10#3478']) }) };
const OFFICE = EdgeExposure.loadBalancer({ sourceRanges: ['192.0.2.0/24', '198.51.100.0/24'] });
const MANY: JvbOptions = { exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService() }), scaling: BridgeScaling.byStress({ minBridges: 2, maxBridges: 20, prometheus: 'http://prometheus.monitoring.svc:9090' }) };

const STACKS: ReadonlyArray<readonly [title: string, props: Props]> = [
  ['the default stack', {}],
  ['a stack with everything', everythingOfAStack()],
  ['twenty bridges that relay', { jvb: { bridges: 20 }, relays: Relays.between() }],
  ['a TURN server, and bridges behind a router', { turn: TURN, jvb: ROUTER }],
  ['bridges that only the TURN server reaches', { turn: TURN, jvb: { exposure: MediaExposure.turnOnly() } }],
  ['an edge for an office', { edge: OFFICE }],
  ['bridges that are scaled', { jvb: MANY }],
  ...EDGES.map(([title, props]) => [`the edge by ${title}`, props] as const),
  ...DOCUMENTED_EDGES,
  ...EXPOSURE_NAMES.map((name) => [`media by ${name}`, { ...SURROUNDINGS, jvb: { exposure: exposure(name) } }] as const),
  ...EVERY_AUTHENTICATION.map(([title, authentication]) => [`authentication ${title}`, { authentication }] as const),
];

function arrows(props: Props, options?: DiagramOptions): string[] {
  return arrowsOf(meetChart(props).diagram(options)).arrows;
}

/** The default stack after somebody patched an object of it. */
function patched(kind: string, name: string, ...patches: readonly JsonPatch[]): JitsiMeetChart {
  return patchedOf(meetChart(), kind, name, ...patches);
}

function patchedOf(chart: JitsiMeetChart, kind: string, name: string, ...patches: readonly JsonPatch[]): JitsiMeetChart {
  chart.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node)).find((object) => object.kind === kind && object.name === name)?.addJsonPatch(...patches);
  return chart;
}

/** Arrows that a patch takes away, and those that it brings. */
function changed(chart: JitsiMeetChart): { readonly gone: string[]; readonly come: string[] } {
  const [before, after] = [arrows({}, { clusterServices: true }), arrowsOf(chart.diagram({ clusterServices: true })).arrows];
  return { gone: before.filter((arrow) => !after.includes(arrow)), come: after.filter((arrow) => !before.includes(arrow)) };
}

/** Ports that a summary says are open. */
function open(chart: JitsiMeetChart): string[] {
  return [...chart.meet.summary().matchAll(/^ {2}(\d+ +(?:TCP|UDP) +\S+)/gm)].map(([, row = '']) => row.replaceAll(/ +/g, ' '));
}

test.each(['README.md', 'docs/pictures/stack.svg', 'docs/pictures/large-stack.svg'])('%s is as "npm run diagram" draws it', async (file) => {
  expect(readFileSync(join(__dirname, '..', file), 'utf8') === (await pictures())[file]).toBe(true);
});

test.each(STACKS)('The picture of %s shows what its policies let through, and its firewall\'s table what its constructs say', (_title, props) => {
  const chart = meetChart(props);
  const picture = chart.diagram({ clusterServices: true });
  const { arrows: shown, problems } = arrowsOf(picture);

  expect([...untruths(chart), ...problems]).toEqual([]);
  expect(endsOf(picture).sort()).toEqual(topologyOf(chart.meet).flows.map(({ from, to }) => `${from} -> ${to}`).sort());
  expect(chart.meet.diagram({ format: DiagramFormat.DOT, clusterServices: true }).match(/ -> /g)?.length).toBe(shown.length);
});

test('The picture of a generated stack shows what its policies let through, and what its constructs say is open', () => {
  const count = runs(20);
  announce('pictures', count);
  check(count, stacks.good, ({ id, ...props }) => {
    const chart = meetChart(props, id);
    expect([...untruths(chart), ...arrowsOf(chart.diagram()).problems]).toEqual([]);
  });
});

describe('A picture', () => {
  test('shows stacks as people know them', () => {
    const gateway = EdgeExposure.gateway({ existing: { name: 'public', namespace: 'gateways' }, route: GatewayRoute.TLS_ROUTE });
    const large = meetChart({ edge: gateway, turn: TURN, jvb: { bridges: 3 }, relays: Relays.between() });
    large.meet.addBridges('hosts', { namespace: 'jitsi-bridges', bridges: 2, exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }) });
    large.meet.addBridges('many', { ...MANY, exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService(), port: 20000 }) });

    expect(large.diagram()).toMatchSnapshot();
    expect(meetChart().diagram({ clusterServices: true })).toMatchSnapshot();
  });

  test('shows the same where no policies are made', () => {
    const props = { turn: TURN, relays: Relays.between(), jvb: { bridges: 2 } };

    expect(meetChart({ ...props, networkPolicies: false }).diagram({ clusterServices: true })).toBe(meetChart(props).diagram({ clusterServices: true }));
  });

  test('shows whom the stack asks and who alone may connect', () => {
    const outside = (props: Props): string[] => arrows(props).filter((arrow) => !arrows({}).includes(arrow));
    const [, ldap] = EVERY_AUTHENTICATION.find(([title]) => title.includes('ldap')) ?? [];

    expect(outside({ authentication: ldap })).toEqual(['prosody -> others: TCP 1636']);
    expect(outside({ edge: OFFICE })).toEqual(['browsers -> nginx: TCP 443, 80<br>from 192.0.2.0/24<br>198.51.100.0/24']);
    expect(outside({ edge: EdgeExposure.clusterIp() })).toEqual(['inside -> nginx: TCP 8443, 8080']);
    expect(outside({ ...SURROUNDINGS, jvb: { exposure: exposure('hostNetwork') } })).toEqual(['from_192_0_2_0_24_2001_db8___64 -> prosody: TCP 5222']);
    expect(outside({ turn: TURN, jvb: ROUTER })).toEqual(['browsers -> coturn: TCP 3478, 443', 'browsers <-> jvb: UDP 443, 3478', 'coturn -> anywhere: UDP 443, 3478', 'coturn -> jvb: UDP 10000']);
  });

  test.each<[kind: string, name: string, path: string, gone: string[]]>([
    ['NetworkPolicy', 'jitsi-prosody', '/spec/ingress/0', ['jicofo -> prosody: TCP 5222']],
    ['NetworkPolicy', 'jitsi-prosody', '/spec/ingress/1', ['jvb -> prosody: TCP 5222']],
    ['NetworkPolicy', 'jitsi-prosody', '/spec/ingress/2', ['nginx -> prosody: TCP 5280']],
    ['NetworkPolicy', 'jitsi-prosody', '/spec/ingress/3', ['web -> prosody: TCP 5280']],
    ['NetworkPolicy', 'jitsi-prosody', '/spec/egress', ['namespace_jitsi -> name_servers: TCP and UDP 53, 5353']],
    ['NetworkPolicy', 'jitsi-jicofo', '/spec/egress/0', ['jicofo -> prosody: TCP 5222']],
    ['NetworkPolicy', 'jitsi-nginx', '/spec/egress/2', ['nginx -> web: TCP 8000']],
    ['NetworkPolicy', 'jitsi-nginx', '/spec/ingress/0', ['browsers -> nginx: TCP 443, 80']],
    ['NetworkPolicy', 'jitsi-bootstrap', '/spec/egress/0', ['bootstrap -> api_server: TCP 443, 6443, 8443, 16443']],
    ['NetworkPolicy', 'jitsi-jvb', '/spec/ingress', ['browsers <-> jvb: UDP 10000']],
  ])('loses what a patch of %s %s closes: %s', (kind, name, path, gone) => {
    expect(changed(patched(kind, name, JsonPatch.remove(path))).gone).toEqual(gone);
  });

  test('has one arrow to the name servers where all pods of a namespace ask them, and one from each that asks where one does not', () => {
    const asking = (chart: JitsiMeetChart): string[] => arrowsOf(chart.diagram({ clusterServices: true })).arrows.filter((arrow) => arrow.includes('name_servers')).sort();
    const chart = meetChart();
    chart.meet.addBridges('hosts', { namespace: 'jitsi-bridges', exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }) });

    expect(asking(chart)).toEqual(['namespace_jitsi -> name_servers: TCP and UDP 53, 5353', 'namespace_jitsi_bridges -> name_servers: TCP and UDP 53, 5353']);
    expect(chart.diagram({ format: DiagramFormat.DOT, clusterServices: true })).toContain('prosody -> name_servers [label="   TCP and UDP 53, 5353" ltail="cluster_namespace_jitsi"]');
    expect(asking(patchedOf(chart, 'NetworkPolicy', 'jitsi-web', JsonPatch.remove('/spec/egress')))).toEqual([
      ...['bootstrap', 'jicofo', 'jvb'].map((from) => `${from} -> name_servers: TCP and UDP 53, 5353`), 'namespace_jitsi_bridges -> name_servers: TCP and UDP 53, 5353',
      ...['nginx', 'prosody'].map((from) => `${from} -> name_servers: TCP and UDP 53, 5353`),
    ]);
    expect(asking(patched('NetworkPolicy', 'jitsi-web', JsonPatch.remove('/spec/egress/1/ports/3')))).toHaveLength(6);
  });

  test.each<[title: string, props: Props, id: string, frame: string | undefined, box: string]>([
    ['an Ingress in the namespace of its controller', { edge: EdgeExposure.ingress({ controllerNamespace: 'ingress-nginx' }), tls: UPSTREAM }, 'ingress', 'namespace_ingress_nginx', 'Ingress controller<br>for Ingress jitsi-nginx'],
    ['an Ingress in no namespace if nothing tells it', { edge: EdgeExposure.ingress(), tls: UPSTREAM }, 'ingress', undefined, 'Ingress controller<br>for Ingress jitsi-nginx'],
    ['a new Gateway in no namespace if nothing tells it', { edge: EdgeExposure.gateway({ className: 'envoy', route: GatewayRoute.TLS_ROUTE }) }, 'gateway', undefined, 'Gateway proxy<br>for Gateway jitsi-nginx'],
    ['a Gateway in the namespace of its pods, not in its own', { edge: EdgeExposure.gateway({ existing: { name: 'public', namespace: 'gateways' }, controllerNamespace: 'envoy' }), tls: UPSTREAM }, 'gateway', 'namespace_envoy', 'Gateway proxy<br>for Gateway public<br>of namespace gateways'],
  ])('draws what carries the traffic of %s', (_title, props, id, frame, box) => {
    const picture = meetChart(props).diagram();

    expect([...boxesByFrame(picture)].find(([, boxes]) => boxes.includes(id))?.[0]).toBe(frame);
    expect(picture).toContain(`${id}(["${box}"])`);
    expect(boxesByFrame(picture).get('namespace_jitsi')).not.toContain(id);
  });

  test('draws what carries the traffic of an Ingress in no namespace if several may do so', () => {
    const chart = meetChart({ edge: EdgeExposure.ingress({ controllerNamespace: 'ingress-nginx' }), tls: UPSTREAM });
    const other = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } };

    expect(patchedOf(chart, 'NetworkPolicy', 'jitsi-nginx', JsonPatch.add('/spec/ingress/0/from/-', other)).diagram())
      .toContain('\n  ingress(["Ingress controller<br>for Ingress jitsi-nginx<br>in namespace ingress-nginx or other"])');
  });

  test('has a font of which Graphviz knows the widths where it has no fonts, so that text fits in its box', async () => {
    const graphviz = await (await import('@viz-js/viz')).instance();
    const { errors } = graphviz.render(meetChart().diagram({ format: DiagramFormat.DOT, clusterServices: true }));

    expect(errors.map(({ message }) => message).filter((message) => message.includes('metrics') || message.includes('tail'))).toEqual([]);
  });

  test('takes no notice of policies and Services that are in another namespace than the pods', () => {
    const elsewhere = JsonPatch.replace('/metadata/namespace', 'other');

    expect(changed(patched('NetworkPolicy', 'jitsi-nginx', elsewhere)).gone).toContain('browsers -> nginx: TCP 443, 80');
    expect(open(patched('Service', 'jitsi-nginx', elsewhere))).toEqual(['10000 UDP jitsi-jvb']);
  });

  test('shows the ports of a Gateway as they were patched', () => {
    const edge = EdgeExposure.gateway({ className: 'envoy', route: GatewayRoute.TLS_ROUTE });
    const chart = patchedOf(meetChart({ edge }), 'Gateway', 'jitsi-nginx', JsonPatch.replace('/spec/listeners/0/port', 9443));

    expect(open(chart)).toContain('9443 TCP jitsi-nginx');
    expect(open(chart)).not.toContain('443 TCP jitsi-nginx');
  });

  test('shows who may connect past an Ingress that leads nowhere', () => {
    const edge = EdgeExposure.ingress({ controllerNamespace: 'ingress-nginx' });
    const chart = patchedOf(meetChart({ edge, tls: UPSTREAM }), 'Ingress', 'jitsi-nginx', JsonPatch.remove('/spec/rules'));

    expect(arrowsOf(chart.diagram()).arrows.filter((arrow) => arrow.includes('-> nginx') || arrow.includes('ingress'))).toEqual(['from_namespace_ingress_nginx -> nginx: TCP 8082']);
    expect(open(chart)).toEqual(['10000 UDP jitsi-jvb']);
  });

  test('shows ports that a patch gives a Service, moves or takes away, as the firewall\'s table does', () => {
    const opened = patched('Service', 'jitsi-nginx', JsonPatch.add('/spec/ports/-', { name: 'alt', port: 4443, protocol: 'TCP', targetPort: 'https' }));
    const moved = patched('Service', 'jitsi-nginx', JsonPatch.replace('/spec/ports/1/port', 8000));
    const closed = patched('Service', 'jitsi-nginx', JsonPatch.replace('/spec/type', 'ClusterIP'));

    expect(changed(opened)).toEqual({ gone: ['browsers -> nginx: TCP 443, 80'], come: ['browsers -> nginx: TCP 443, 80, 4443'] });
    expect(open(opened)).toEqual(['443 TCP jitsi-nginx', '80 TCP jitsi-nginx', '10000 UDP jitsi-jvb', '4443 TCP jitsi-nginx']);
    expect(open(moved)).toEqual(['443 TCP jitsi-nginx', '10000 UDP jitsi-jvb', '8000 TCP jitsi-nginx']);
    expect(changed(closed)).toEqual({ gone: ['browsers -> nginx: TCP 443, 80'], come: ['inside -> nginx: TCP 8443, 8080'] });
    expect(open(closed)).toEqual(['10000 UDP jitsi-jvb']);
  });

  test('counts pods as they were patched', () => {
    expect(patched('Deployment', 'jitsi-web', JsonPatch.replace('/spec/replicas', 5)).diagram()).toContain('web["web ×5<br>Deployment jitsi-web');
  });

  test('refuses what it cannot draw', () => {
    expect(() => meetChart().diagram({ ...{ format: 'svg' } as object })).toThrow('format: "svg" is not of DiagramFormat; write one of DiagramFormat.MERMAID ("mermaid"), DiagramFormat.DOT ("dot")');
  });
});
