import { AdvertisedAddress, Authentication, EdgeExposure, GatewayRoute, JitsiMeetChartProps, JwtKey, MediaExposure, Tls, Turn } from '../lib';
import { AUTHENTICATIONS } from './support/authentications';
import { Manifest, manifests, meetChart, ofKind } from './support/charts';
import { EDGES, UPSTREAM } from './support/edges';
import { exposure, mediaStack } from './support/exposures';
import { knownPorts, Network, WORLD } from './support/network';
import { openIdConnectAdapter, openIdConnectProps } from './support/openid-connect';
import { Workload, workloads } from './support/pods';
import { componentOf } from './support/posture/rule';

function rendered(props: Partial<JitsiMeetChartProps> = {}, id = 'jitsi'): Manifest[] {
  return manifests(meetChart(props, id));
}

/** Component, and pool and number of a bridge, such as `jvb` and `jvb-eu-0`. */
function podName(workload: Workload): string {
  const component = componentOf(workload) ?? '';
  return component === 'jvb' ? workload.metadata.name.replace(/^[a-z]+-/, '').replace(/^jvb-0$/, 'jvb') : component;
}

function connections(objects: readonly Manifest[], nameOf = podName): string[] {
  return new Network(objects, nameOf).connections(knownPorts(objects));
}

function flows(from: string, to: string, ...ports: readonly string[]): string[] {
  return ports.map((port) => `${from} -> ${to} ${port}`);
}

const PODS = ['bootstrap', 'jicofo', 'jvb', 'nginx', 'prosody', 'web'];
const TURN = Turn.coturn({ host: 'turn.example.org', tls: Tls.fromSecret('turn-tls'), bridgePeerCidrs: ['10.244.0.0/16'] });
const API_SERVER = ['443/TCP', '6443/TCP', '8443/TCP', '16443/TCP'];

const SIGNALLING = [
  ...flows('nginx', 'web', '8000/TCP'),
  ...flows('nginx', 'prosody', '5280/TCP'),
  ...flows('web', 'prosody', '5280/TCP'),
  ...flows('jicofo', 'prosody', '5222/TCP'),
  ...flows('jvb', 'prosody', '5222/TCP'),
];

const EDGE = flows(WORLD, 'nginx', '8443/TCP', '8080/TCP');
const NAMES = PODS.flatMap((pod) => flows(pod, WORLD, '53/TCP', '53/UDP', '5353/TCP', '5353/UDP'));

/** Browsers choose the ports at which they want media. */
function media(objects: readonly Manifest[], bridge = 'jvb', port = 10000): string[] {
  const everyPort = knownPorts(objects).filter(({ protocol }) => protocol === 'UDP').map((known) => `${known.port}/UDP`);
  return [...flows(WORLD, bridge, `${port}/UDP`), ...flows(bridge, WORLD, ...everyPort), ...flows(bridge, bridge, `${port}/UDP`)];
}

/** The API server may be anywhere, and one of its usual ports is the edge's: whoever may reach the one anywhere may reach the other, as everybody may. */
function apiServer(pod: string): string[] {
  return [...flows(pod, WORLD, ...API_SERVER), ...flows(pod, 'nginx', '8443/TCP')];
}

function sorted(...parts: readonly string[][]): string[] {
  return [...new Set(parts.flat())].sort();
}

describe('The network policies', () => {
  test('of the default stack open what its components need, and nothing else', () => {
    const objects = rendered();

    expect(connections(objects)).toEqual(sorted(SIGNALLING, EDGE, NAMES, media(objects), apiServer('bootstrap'), apiServer('jvb')));
  });

  test('keep bridges that know their address from the API server', () => {
    const objects = rendered({ jvb: { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10']) }) } });

    expect(connections(objects)).toEqual(sorted(SIGNALLING, EDGE, NAMES, media(objects), apiServer('bootstrap')));
  });

  test('open the API server at the given ports alone', () => {
    const toWorld = connections(rendered({ apiServerPorts: [7443] })).filter((flow) => flow.startsWith('bootstrap -> ') && !/ (53|5353)\//.test(flow));

    expect(toWorld).toEqual(flows('bootstrap', WORLD, '7443/TCP'));
  });

  test('close the port of a redirect that is switched off', () => {
    expect(connections(rendered({ nginx: { redirectHttp: false } })).filter((flow) => flow.includes('-> nginx'))).toEqual(
      ['bootstrap -> nginx 8443/TCP', 'jvb -> nginx 8443/TCP', 'world -> nginx 8443/TCP'],
    );
  });

  test('let bridges of all pools reach each other, each at the ports of its pool', () => {
    const chart = meetChart();
    chart.meet.addBridges('eu', { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService(), port: 20000 }) });
    const toBridges = connections(manifests(chart)).filter((flow) => flow.includes('-> jvb'));

    expect(toBridges).toEqual(sorted(
      ...['jvb', 'jvb-eu-0', WORLD].flatMap((from) => [flows(from, 'jvb', '10000/UDP'), flows(from, 'jvb-eu-0', '20000/UDP')]),
    ));
  });

  test('let relays alone send to bridges that only they reach', () => {
    const objects = mediaStack({ exposure: MediaExposure.turnOnly({ relayCidrs: ['198.51.100.0/24', '2001:db8:1::/64'] }) });

    expect(connections(objects).filter((flow) => flow.includes('-> jvb'))).toEqual(['198.51.100.0/24 -> jvb 10000/UDP', '2001:db8:1::/64 -> jvb 10000/UDP']);
  });

  test('open a TURN server to the world, and to it the ports by which bridges are reached, and nothing else', () => {
    const objects = rendered({ turn: TURN, jvb: { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10#443']) }) } });
    const own = connections(objects).filter((flow) => flow.includes('coturn') && !/ (53|5353)\//.test(flow));

    expect(own).toEqual(sorted(flows(WORLD, 'coturn', '3478/TCP', '5349/TCP'), flows('coturn', WORLD, '443/UDP', '10000/UDP'), flows('coturn', 'jvb', '10000/UDP')));
  });

  test('let the stack\'s own TURN server send to bridges of all pools that only relays reach', () => {
    const chart = meetChart({ turn: TURN, jvb: { exposure: MediaExposure.turnOnly() } });
    chart.meet.addBridges('eu', { exposure: MediaExposure.turnOnly({ relayCidrs: ['198.51.100.0/24'], port: 20000 }) });

    expect(connections(manifests(chart)).filter((flow) => flow.includes('-> jvb'))).toEqual(
      ['198.51.100.0/24 -> jvb-eu 20000/UDP', 'coturn -> jvb 10000/UDP', 'coturn -> jvb-eu 20000/UDP'],
    );
  });

  test('let nodes log in to Prosody where bridges are in their network, and not where they only take a port', () => {
    const nodes = (objects: readonly Manifest[]): string[] => connections(objects).filter((flow) => flow.includes('-> prosody') && !/^(nginx|web|jicofo|jvb) /.test(flow));

    expect(nodes(mediaStack({ exposure: exposure('hostNetwork') }))).toEqual(['192.0.2.0/24 -> prosody 5222/TCP', '2001:db8::/64 -> prosody 5222/TCP']);
    expect(nodes(mediaStack({ exposure: exposure('hostPort') }))).toEqual([]);
  });

  test('let the pods of an Ingress controller alone connect to the edge, where its namespace is known, and everybody where it is not', () => {
    const toEdge = (props: Partial<JitsiMeetChartProps>): string[] => connections(rendered(props)).filter((flow) => flow.includes('-> nginx') && !/^(bootstrap|jvb) /.test(flow));
    const ingress = (controllerNamespace?: string): Partial<JitsiMeetChartProps> => ({ edge: EdgeExposure.ingress({ controllerNamespace }), tls: UPSTREAM });
    const gateway = { edge: EdgeExposure.gateway({ className: 'a', route: GatewayRoute.TLS_ROUTE, controllerNamespace: 'gateways' }) };

    expect(toEdge(ingress('ingress-nginx'))).toEqual(['namespace ingress-nginx -> nginx 8082/TCP']);
    expect(toEdge(gateway)).toEqual(['namespace gateways -> nginx 8443/TCP']);
    expect(toEdge(ingress())).toEqual(['world -> nginx 8082/TCP']);
  });

  test.each(EDGES)('open the ports of the edge at which it is reached, and no other, with %s', (_title, props) => {
    const { ports = [] } = workloads(rendered(props)).find(({ metadata }) => metadata.name === 'jitsi-nginx')?.spec.template.spec.containers[0] ?? {};
    const open = connections(rendered(props)).filter((flow) => /^(world|namespace .*|[\d.]+\/\d+|[0-9a-f:]+\/\d+) -> nginx/.test(flow)).map((flow) => Number(/(\d+)\/TCP$/.exec(flow)?.[1]));
    const balanced = props.edge?._way.healthPorts?.map(({ port }) => port) ?? [];

    expect([...new Set(open)].sort()).toEqual([...ports.map(({ containerPort }) => containerPort).filter((port) => port !== 8081), ...balanced].sort());
  });

  test.each<[string, Authentication, string[]]>([
    ['accounts of Prosody\'s own', AUTHENTICATIONS.internalAccounts.most, []],
    ['a shared secret', AUTHENTICATIONS.jwt.least, []],
    ['keys of a server', Authentication.jwt({ appId: 'meetings', key: JwtKey.keyServer('https://keys.example.org/asap') }), ['443/TCP']],
    ['keys of a server behind another port', AUTHENTICATIONS.jwt['by a key server'], ['8088/TCP']],
    ['a directory', Authentication.ldap({ url: 'ldaps://ldap.example.org', baseDn: 'dc=org' }), ['636/TCP']],
    ['a directory at a port of its own', AUTHENTICATIONS.ldap.least, ['1636/TCP']],
    ['a directory in the clear', AUTHENTICATIONS.ldap['in the clear'], ['389/TCP']],
    ['a directory at several ports', AUTHENTICATIONS.ldap.most, ['389/TCP', '1389/TCP']],
    ['a Matrix server', AUTHENTICATIONS.matrix.least, ['443/TCP']],
    ['a Matrix server beside tokens', AUTHENTICATIONS.hybridMatrixToken.most, ['3000/TCP']],
  ])('let Prosody alone ask those who know people: %s', (_title, authentication, ports) => {
    const flowsOf = (objects: readonly Manifest[]): string[] => connections(objects).filter((flow) => flow.includes(` -> ${WORLD} `) && /^(prosody|web|jicofo) /.test(flow));
    const before = flowsOf(rendered());

    expect(flowsOf(rendered({ authentication })).filter((flow) => !before.includes(flow))).toEqual(sorted(flows('prosody', WORLD, ...ports)));
  });

  test('let the edge alone connect to the adapter for OpenID Connect that the document deploys, and it to the provider', () => {
    const objects = [...rendered(openIdConnectProps()), ...openIdConnectAdapter()];
    const own = connections(objects, (workload) => podName(workload) || workload.metadata.name).filter((flow) => flow.includes('oidc'));

    expect(own).toEqual(sorted(flows('nginx', 'jitsi-oidc-adapter', '9000/TCP'), flows('jitsi-oidc-adapter', WORLD, '53/TCP', '53/UDP', '443/TCP')));
  });

  test('keep two stacks in one namespace apart', () => {
    const objects = [...rendered({}, 'one'), ...rendered({}, 'two')];
    const across = connections(objects, ({ metadata }) => metadata.name.replace(/-bootstrap-.*/, '-bootstrap')).filter((flow) => /^one.* -> two/.test(flow));

    // What is open to the world is open to the other stack too.
    expect(across).toEqual(sorted(
      flows('one-bootstrap', 'two-nginx', '8443/TCP'), flows('one-jvb-0', 'two-nginx', '8443/TCP'), flows('one-jvb-0', 'two-jvb-0', '10000/UDP'),
    ));
  });

  test('close a pod of the stack that no component knows', () => {
    const stranger = (workload: Workload): Workload => ({
      ...workload,
      metadata: { ...workload.metadata, name: 'jitsi-stranger', labels: { ...workload.metadata.labels, 'app.kubernetes.io/name': 'stranger' } },
      spec: {
        ...workload.spec,
        template: { ...workload.spec.template, metadata: { labels: { ...workload.spec.template.metadata.labels, 'app.kubernetes.io/name': 'stranger' } } },
      },
    });
    const objects = rendered();
    const web = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'jitsi-web') as Workload;

    // jvb may send UDP to anywhere, but the stranger takes none; the only way left is the one that is open to the world.
    expect(connections([...objects, stranger(web)]).filter((flow) => flow.includes('stranger'))).toEqual([]);
  });

  test('are none when they are switched off', () => {
    const objects = rendered({ networkPolicies: false });

    expect(ofKind(objects, 'NetworkPolicy')).toEqual([]);
    expect(connections(objects)).toContain('web -> jvb 8080/TCP');
  });
});
