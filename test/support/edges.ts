import {
  EdgeClusterIpOptions, EdgeExposure, EdgeGatewayOptions, EdgeHostPortOptions, EdgeIngressOptions, EdgeLoadBalancerOptions, EdgeNodePortOptions, GatewayRoute, IngressController, IpFamilies,
  JitsiMeetChartProps, PodSecurityLevel, Tls,
} from '../../lib';
import { Factories } from './arbitrary/domain';
import { everythingOfAnEdgeLoadBalancer } from './everything';
import { run, snippets } from './snippets';

type Props = Partial<JitsiMeetChartProps>;
type Way = keyof Factories<typeof EdgeExposure, EdgeExposure>;

const PROXIES = ['10.244.0.0/16', '2001:db8::7'];
const annotations = { 'example.org/note': 'edge' };

// Every option of every way has a value in one of them. The types make an option that is added without one a compile error.
// Kubernetes gives those up to 30085 to no Service by itself, as long as there are others. Bridges of the tests have some of them.
const nodePort: Required<EdgeNodePortOptions> = { httpsPort: 30082, httpPort: 30083, proxyProtocol: { trustedProxies: PROXIES } };
const hostPort: Required<EdgeHostPortOptions> = { httpsPort: 8443, httpPort: 8080 };
const clusterIp: Required<EdgeClusterIpOptions> = { proxyProtocol: { trustedProxies: PROXIES } };
const ingress: Required<EdgeIngressOptions> = { controller: IngressController.INGRESS_NGINX, className: 'public', annotations, controllerNamespace: 'ingress-nginx' };
const balancer: Required<Pick<EdgeLoadBalancerOptions, 'endsTls'>> = { endsTls: true };
const own: Required<Pick<EdgeGatewayOptions, 'annotations' | 'className' | 'controllerNamespace' | 'disableRequestTimeout' | 'route'>> = {
  className: 'envoy', annotations, route: GatewayRoute.HTTP_ROUTE, disableRequestTimeout: true, controllerNamespace: 'envoy-gateway-system',
};
const through: Required<Pick<EdgeGatewayOptions, Exclude<keyof EdgeGatewayOptions, keyof typeof own> | 'route'>> = {
  existing: { name: 'public', namespace: 'gateways', sectionName: 'tls' }, route: GatewayRoute.TLS_ROUTE, proxyProtocol: { trustedProxies: PROXIES },
};

const certificate = Tls.certManager({ issuer: 'letsencrypt', additionalHosts: ['*.meet.example.org'] });
export const UPSTREAM = Tls.terminatedUpstream({ trustedProxies: PROXIES });
const SHOWN = Tls.terminatedUpstream({ trustedProxies: PROXIES, certificate });

/** What there is of each way in which browsers come, by a title. A way that is added without an example is a compile error. */
const WAYS: { readonly [W in Way]: Readonly<Record<string, Props>> } = {
  loadBalancer: {
    'that names clients by the PROXY protocol': { edge: EdgeExposure.loadBalancer(everythingOfAnEdgeLoadBalancer) },
    'that ends TLS': { edge: EdgeExposure.loadBalancer(balancer), tls: UPSTREAM },
  },
  clusterIp: {
    'behind a proxy of TCP': { edge: EdgeExposure.clusterIp(clusterIp) },
    'behind a proxy that ends TLS': { edge: EdgeExposure.clusterIp(), tls: UPSTREAM },
  },
  nodePort: {
    'with both ports': { edge: EdgeExposure.nodePort(nodePort) },
    'for HTTPS alone': { edge: EdgeExposure.nodePort({ httpsPort: 30084 }), publicUrl: 'https://meet.example.org:30084' },
    'behind a proxy that ends TLS': { edge: EdgeExposure.nodePort({ httpPort: 30085 }), tls: UPSTREAM },
  },
  hostPort: {
    'of the public address': { edge: EdgeExposure.hostPort(), podSecurity: PodSecurityLevel.PRIVILEGED },
    'of its own': { edge: EdgeExposure.hostPort(hostPort), podSecurity: PodSecurityLevel.PRIVILEGED, nginx: { replicas: 1 } },
  },
  ingress: {
    'of an unknown controller, with its certificate': { edge: EdgeExposure.ingress(), tls: UPSTREAM },
    'of a namespace, with several host names': { edge: EdgeExposure.ingress(ingress), tls: SHOWN },
    'of AWS, which has the certificate': { edge: EdgeExposure.ingress({ controller: IngressController.AWS_ALB }), tls: UPSTREAM },
    'with a certificate made in the cluster': { edge: EdgeExposure.ingress({ controller: IngressController.HAPROXY }), tls: Tls.terminatedUpstream({ trustedProxies: PROXIES, certificate: Tls.selfSigned() }) },
  },
  gateway: {
    'of its own': { edge: EdgeExposure.gateway(own), tls: SHOWN },
    'of its own that passes TLS through': { edge: EdgeExposure.gateway({ className: 'envoy', route: GatewayRoute.TLS_ROUTE }), publicUrl: 'https://meet.example.org:8443' },
    'that exists': { edge: EdgeExposure.gateway({ existing: { name: 'public' }, disableRequestTimeout: false }), tls: UPSTREAM },
    'that exists and passes TLS through': { edge: EdgeExposure.gateway(through) },
  },
};

const FAMILIES: { readonly [F in keyof Factories<typeof IpFamilies, IpFamilies>]: IpFamilies } = {
  ipv4: IpFamilies.ipv4(), ipv6: IpFamilies.ipv6(), dualStack: IpFamilies.dualStack(), dualStackWherePossible: IpFamilies.dualStackWherePossible(),
};

/** Stacks that differ in how browsers come. */
export const EDGES: ReadonlyArray<readonly [title: string, props: Props]> = Object.entries(WAYS).flatMap(([way, examples]) => (
  Object.entries(examples).map(([title, props]) => [`${way}, ${title}`, props] as const)
));

/** Stacks that differ in the families of their Services' addresses. */
export const STACKS_OF_FAMILIES: ReadonlyArray<readonly [title: string, props: Props]> = Object.entries(FAMILIES).map(([title, ipFamilies]) => [`Services with ${title}`, { ipFamilies }]);

/** The stacks that the guide to entry points shows. */
export const DOCUMENTED_EDGES: ReadonlyArray<readonly [title: string, props: Props]> = [...snippets('ts')].filter(([file]) => file.includes('entry-points.md'))
  .map(([file, source]) => [`entry-points, example ${/\d+(?=\.ts$)/.exec(file)?.[0] ?? ''}`, run(source).props] as const);
