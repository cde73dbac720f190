import { Size } from 'cdk8s';
import { EdgeExposure, ExistingGateway, GatewayRoute, IngressController, JitsiMeetChartProps, LoadBalancerProvider, NginxOptions, Tls } from '../../lib';
import { INGRESS_CONTROLLERS } from '../../lib/edge/ingress-controllers';
import { manifests, meetChart, ofKind, rendered, serviceOf, yaml } from '../support/charts';
import { EDGES, STACKS_OF_FAMILIES, UPSTREAM } from '../support/edges';
import { gateways, matches, networkPolicies, services } from '../support/objects';
import { workloads } from '../support/pods';
import { findings } from '../support/posture-rules';

const IN_FRONT = ['Certificate', 'Gateway', 'HTTPRoute', 'Ingress', 'NetworkPolicy', 'Service', 'TLSRoute'];

describe.each(EDGES)('A stack with %s', (_title, props) => {
  const { meet } = meetChart(props);
  const objects = rendered(props);

  test('has these objects before its pods, opens these ports, and says where to look', () => {
    const ofEdge = objects.filter(({ kind, metadata }) => IN_FRONT.includes(kind) && metadata.name.startsWith('jitsi-') && (metadata.labels?.['app.kubernetes.io/name'] === 'nginx'));
    const looked = /Point meet\.example\.org at the edge\n +(.*)/.exec(meet.summary())?.[1];

    expect(`${yaml(ofEdge)}---\nopen: ${JSON.stringify(meet.nginx.openPorts)}\nlook: ${looked}\n`).toMatchSnapshot();
  });

  test('breaks no posture rule', () => {
    expect(findings(objects)).toEqual([]);
  });

  test('has no Gateway whose pods Services and policies would take for their own', () => {
    const selectors = [...networkPolicies(objects).map(({ spec }) => spec.podSelector.matchLabels), ...services(objects).map(({ spec }) => spec.selector)];
    const pods = gateways(objects).map(({ spec }) => spec.infrastructure?.labels ?? {});

    // Without labels there, they get those of the Gateway, which are the edge's.
    expect(pods.filter((labels) => Object.keys(labels).length === 0)).toEqual([]);
    expect(pods.filter((labels) => selectors.some((selector) => matches(selector, labels)))).toEqual([]);
  });

  test('sends its Service to ports at which its pods listen, and nothing else', () => {
    const [nginx] = workloads(objects).filter(({ metadata }) => metadata.name === 'jitsi-nginx');
    const config = ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name === 'jitsi-nginx')?.data?.['nginx.conf'] ?? '';
    const listening = [...new Set([...config.matchAll(/listen (?:\[::\]:)?(\d+)/g)].map(([, port]) => Number(port)))].sort();

    expect(nginx?.spec.template.spec.containers[0]?.ports?.map(({ containerPort }) => containerPort).sort()).toEqual(listening);
  });
});

describe('An Ingress of', () => {
  test.each(Object.values(IngressController))('%s has its class and what it needs for websockets, unless annotations say otherwise', (controller) => {
    const { className, annotations } = INGRESS_CONTROLLERS[controller];
    const [key = 'example.org/a'] = Object.keys(annotations);
    const ingress = (given?: Record<string, string>): unknown => ofKind(rendered({ edge: EdgeExposure.ingress({ controller, annotations: given }), tls: UPSTREAM }), 'Ingress')[0];

    expect(ingress()).toMatchObject({ metadata: Object.keys(annotations).length > 0 ? { annotations } : {}, spec: { ingressClassName: className } });
    expect(ingress({ [key]: 'own' })).toMatchObject({ metadata: { annotations: { ...annotations, [key]: 'own' } } });
  });
});

test.each(Object.values(IngressController))('An Ingress of %s takes as large a request as the edge, where its controller has a limit of its own, and says nothing of it by default', (controller) => {
  const { bodySize = 'none' } = INGRESS_CONTROLLERS[controller];
  const said = (nginx?: NginxOptions, annotations?: Record<string, string>): unknown => {
    const [ingress] = ofKind(rendered({ edge: EdgeExposure.ingress({ controller, annotations }), tls: UPSTREAM, nginx }), 'Ingress');
    return Object.entries(ingress?.metadata.annotations ?? {}).filter(([key]) => key.endsWith('body-size'));
  };

  expect(said()).toEqual([]);
  expect(said({ maxRequestBody: Size.mebibytes(10) })).toEqual(bodySize === 'none' ? [] : [[bodySize, '10240k']]);
  expect(said({ maxRequestBody: Size.mebibytes(10) }, { [bodySize]: '20m' })).toEqual(bodySize === 'none' ? [] : [[bodySize, '20m']]);
});

describe('A route to a Gateway that exists', () => {
  const open = (existing: ExistingGateway): unknown => meetChart({ edge: EdgeExposure.gateway({ existing }), tls: UPSTREAM }).meet.openPorts.filter(({ service }) => service === 'public').map(({ port }) => port);

  test('of all its listeners has port 80 open, where the edge sends browsers to HTTPS', () => {
    expect(open({ name: 'public' })).toEqual([443, 80]);
  });

  test('of its listener for HTTPS alone promises nothing of port 80', () => {
    expect(open({ name: 'public', sectionName: 'https' })).toEqual([443]);
  });
});

describe('Families of addresses', () => {
  test.each(STACKS_OF_FAMILIES)('%s: all have them', (_title, props) => {
    const families = ofKind(rendered(props), 'Service').map(({ spec }) => {
      const { ipFamilyPolicy, ipFamilies } = spec as { readonly ipFamilyPolicy?: string; readonly ipFamilies?: string[] };
      return { ipFamilyPolicy, ipFamilies };
    });

    expect(families).toHaveLength(4);
    expect([...new Set(families.map((each) => JSON.stringify(each)))]).toEqual([JSON.stringify(props.ipFamilies?._fields)]);
    expect(findings(rendered(props))).toEqual([]);
  });

  test('that a load balancer\'s addresses ask for go before those of the stack', () => {
    const [, both] = STACKS_OF_FAMILIES.find(([title]) => title === 'Services with dualStack') ?? [];
    const edge = EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.metalLb({ addresses: ['2001:db8::10'] }) });
    const objects = rendered({ ...both, edge });

    expect(serviceOf(objects, 'jitsi-nginx')).toMatchObject({ spec: { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] } });
    expect(serviceOf(objects, 'jitsi-web')).toMatchObject({ spec: { ipFamilyPolicy: 'RequireDualStack' } });
  });
});

test('a certificate for several host names is for the public one and the others, in cert-manager and in the Job', () => {
  const additionalHosts = ['*.meet.example.org', 'chat.example.com'];
  const [certificate] = ofKind(rendered({ tls: Tls.certManager({ issuer: 'a', additionalHosts }) }), 'Certificate');
  const env = workloads(rendered({ tls: Tls.selfSigned({ additionalHosts }) })).find(({ kind }) => kind === 'Job')?.spec.template.spec.containers[0]?.env;

  expect(certificate).toMatchObject({ spec: { dnsNames: ['meet.example.org', ...additionalHosts] } });
  expect(env).toContainEqual({ name: 'TLS_HOST', value: 'meet.example.org *.meet.example.org chat.example.com' });
});

describe('nginx.conf', () => {
  const configuration = (props: Partial<JitsiMeetChartProps>): string => ofKind(rendered(props), 'ConfigMap').find(({ metadata }) => metadata.name === 'jitsi-nginx')?.data?.['nginx.conf'] ?? '';

  test.each(EDGES)('trusts proxies that are named, and by one header alone, with %s', (_title, { tls, edge }) => {
    const way = edge?._way;
    const by = tls?._upstream ? 'X-Forwarded-For' : way?.proxyProtocol ? 'proxy_protocol' : undefined;
    const text = configuration({ tls, edge, podSecurity: undefined, createNamespace: false });

    expect([...text.matchAll(/real_ip_header (.*);/g)].map(([, header]) => header)).toEqual(by === undefined ? [] : [by]);
    expect([...text.matchAll(/set_real_ip_from (.*);/g)].map(([, from]) => from)).toEqual([...tls?._upstream?.trustedProxies ?? way?.proxyProtocol ?? []]);
    expect(/listen .* proxy_protocol;/.test(text)).toBe(by === 'proxy_protocol');
    expect(/listen .* ssl/.test(text)).toBe(tls?._upstream === undefined);
  });

  test('of a Gateway that passes TLS through has the certificate of the edge', () => {
    expect(configuration({ edge: EdgeExposure.gateway({ className: 'a', route: GatewayRoute.TLS_ROUTE }) })).toContain('ssl_certificate /etc/nginx/tls/fullchain.pem;');
    expect(manifests(meetChart({ edge: EdgeExposure.ingress(), tls: UPSTREAM })).some(({ kind }) => kind === 'Job')).toBe(true);
  });
});
