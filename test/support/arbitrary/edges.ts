import * as fc from 'fast-check';
import {
  CertManagerOptions, EdgeClusterIpOptions, EdgeExposure, EdgeGatewayOptions, EdgeHostPortOptions, EdgeIngressOptions, EdgeLoadBalancerOptions, EdgeNodePortOptions, ExistingGateway,
  GatewayRoute, IngressController, IpFamilies, IssuerKind, LoadBalancerProvider, NginxOptions, PodSecurityLevel, ProxyProtocolOptions, SelfSignedOptions, TerminatedUpstreamOptions, Tls,
  TlsSecretOptions,
} from '../../../lib';
import { edgeMisfits } from '../../../lib/edge/misfits';
import { instance } from '../charts';
import { choice, Domain, Factories, leaf, made, map, oneOf, struct, values } from './domain';
import { whole } from './numbers';
import { anyText, dataKey, freeText, objectName, qualifiedName } from './texts';
import { BAD_BLOCKS, cidr, hostAddress, LOAD_BALANCER } from './values';

// How browsers reach a stack, and who ends TLS: what fits to what is in `reachable`.

const narrow = cidr.filter((block) => !block.endsWith('/0'));
const proxies: Domain<string[]> = values(fc.oneof(narrow, hostAddress), [...BAD_BLOCKS, '10.244.0.0', '0.0.0.0/0', '::/0'], fc.oneof(cidr, anyText), { minLength: 1 });

const HOSTS = ['*.meet.example.org', 'chat.example.com', 'a.b.c.example.net'];
const hosts: Domain<string[]> = {
  ...values(fc.constantFrom(...HOSTS), [], fc.oneof(fc.constantFrom(...HOSTS), anyText), { minLength: 1 }),
  bad: fc.constantFrom(...['', '*', 'localhost', 'a.*.example.org', '*.*.example.org', 'Upper.example.org', '192.0.2.1', 'https://a.example.org', 'a b.example.org'].map((host) => [host]), [], ['a.example.org', 'a.example.org'])
    .map((value) => ({ value, field: '' })),
  kinds: 11,
};

/** A value whose factory takes a name and a struct. */
function named<O extends object, T>(name: Domain<string>, options: Domain<O>, make: (name: string, options: O) => T, field: string): Domain<T> {
  const both = struct<{ readonly name: string; readonly options: O }>({ name, options }, ['name', 'options']);
  return made(both, (value) => make(value.name, value.options), (path) => (path === 'name' ? field : path.replace(/^options\./, '')));
}

const differentKeys: Domain<TlsSecretOptions> = (() => {
  const one = struct<TlsSecretOptions>({ certificateKey: dataKey, privateKeyKey: dataKey });
  const same = ({ certificateKey = 'tls.crt', privateKeyKey = 'tls.key' }: TlsSecretOptions): boolean => certificateKey === privateKeyKey;
  return {
    good: one.good.filter((options) => !same(options)),
    odd: one.odd,
    bad: fc.oneof(one.bad, fc.constantFrom<TlsSecretOptions>({ certificateKey: 'a', privateKeyKey: 'a' }, { certificateKey: 'tls.key' }).map((value) => ({ value, field: 'privateKeyKey' }))),
    kinds: one.kinds,
  };
})();

const selfSigned: Domain<Tls> = made(struct<SelfSignedOptions>({ additionalHosts: hosts }), Tls.selfSigned.bind(Tls));
const certManager: Domain<Tls> = made(
  struct<CertManagerOptions>({ issuer: objectName, issuerKind: choice(IssuerKind.ISSUER, IssuerKind.CLUSTER_ISSUER), additionalHosts: hosts }, ['issuer']), Tls.certManager.bind(Tls),
);
const usualSecret: Domain<Tls> = made(objectName, (name) => Tls.fromSecret(name), () => 'secretName');
const unusual = fc.constantFrom(Tls.fromSecret('a', { certificateKey: 'fullchain.pem' }), Tls.terminatedUpstream({ trustedProxies: ['192.0.2.1'] })).map((value) => ({ value, field: '' }));
const shown = oneOf({ selfSigned, certManager, usualSecret });

const TLS: Factories<typeof Tls, Tls> = {
  selfSigned,
  fromSecret: named(objectName, differentKeys, Tls.fromSecret.bind(Tls), 'secretName'),
  certManager,
  terminatedUpstream: made(
    struct<TerminatedUpstreamOptions>({ trustedProxies: proxies, certificate: { ...shown, bad: fc.oneof(unusual, ...(shown.bad ? [shown.bad] : [])) } }, ['trustedProxies']), Tls.terminatedUpstream.bind(Tls),
  ),
};
export const tls: Domain<Tls> = oneOf(TLS);

const proxyProtocol: Domain<ProxyProtocolOptions> = struct<ProxyProtocolOptions>({ trustedProxies: proxies }, ['trustedProxies']);
const nodePort = (first: number): Domain<number> => leaf(fc.integer({ min: first, max: first + 999 }), [0, -1, 80, 1023, 65536, 30000.5, NaN], whole(1, 65535).odd);
const hostPort = (good: number): Domain<number> => leaf(fc.constantFrom(good, good + 8000), [0, -1, 65536, 443.5, NaN], whole(1, 65535).odd);
const label: Domain<string> = leaf(fc.constantFrom('ingress-nginx', 'a', '1gateways'), ['', 'Upper', 'a.b', 'a_b', 'a'.repeat(64)], anyText);
const annotations = map(qualifiedName(), freeText);

const existing: Domain<ExistingGateway> = struct<ExistingGateway>({ name: objectName, namespace: label, sectionName: objectName }, ['name']);

/** Of a new Gateway and one that exists, one is named; and each kind of route has its own options. */
function oneGateway({ className, annotations: given, ...options }: EdgeGatewayOptions): EdgeGatewayOptions {
  const own = options.existing === undefined;
  const route = options.route === GatewayRoute.TLS_ROUTE ? { ...options, disableRequestTimeout: undefined } : { ...options, proxyProtocol: undefined };
  return { ...route, ...(own && { className: className ?? 'envoy', annotations: given }) };
}

const gateway: Domain<EdgeGatewayOptions> = (() => {
  const one = struct<EdgeGatewayOptions>({
    className: objectName, annotations, existing, route: choice(GatewayRoute.HTTP_ROUTE, GatewayRoute.TLS_ROUTE), disableRequestTimeout: choice(true, false), proxyProtocol, controllerNamespace: label,
  });
  const both = fc.constantFrom<EdgeGatewayOptions>({}, { className: 'a', existing: { name: 'b' } }).map((value) => ({ value, field: 'className' }));
  return { ...one, good: one.good.map(oneGateway), bad: fc.oneof({ weight: 9, arbitrary: one.bad }, { weight: 1, arbitrary: both }) };
})();

const CAPABLE = [LoadBalancerProvider.awsNlb({ healthCheckSources: ['192.0.2.0/24'] }), LoadBalancerProvider.digitalOcean(), LoadBalancerProvider.ovh(), LoadBalancerProvider.scaleway()];
const balancer = struct<EdgeLoadBalancerOptions>({ ...LOAD_BALANCER, provider: choice(...CAPABLE, LoadBalancerProvider.metalLb()), proxyProtocol, endsTls: choice(true, false) });

/** A provider chooses the class and takes addresses itself, and not each speaks the PROXY protocol. Who ends TLS names clients by HTTP. */
function besideProvider({ loadBalancerIp, loadBalancerClass, ...options }: EdgeLoadBalancerOptions): EdgeLoadBalancerOptions {
  const speaks = options.endsTls !== true && (options.provider === undefined || CAPABLE.includes(options.provider));
  return { ...options, ...(options.provider === undefined && { loadBalancerIp, loadBalancerClass }), proxyProtocol: speaks ? options.proxyProtocol : undefined };
}

const ingress = struct<EdgeIngressOptions>({ controller: choice(...Object.values(IngressController)), className: objectName, annotations, controllerNamespace: label });

/** A load balancer outside the cluster is in no namespace. */
function outside(options: EdgeIngressOptions): EdgeIngressOptions {
  return options.controller === IngressController.AWS_ALB ? { ...options, controllerNamespace: undefined } : options;
}

const EDGE: Factories<typeof EdgeExposure, EdgeExposure> = {
  loadBalancer: made({ ...balancer, good: balancer.good.map(besideProvider) }, EdgeExposure.loadBalancer.bind(EdgeExposure)),
  clusterIp: made(struct<EdgeClusterIpOptions>({ proxyProtocol }), EdgeExposure.clusterIp.bind(EdgeExposure)),
  nodePort: made(struct<EdgeNodePortOptions>({ httpsPort: nodePort(30000), httpPort: nodePort(31000), proxyProtocol }, ['httpsPort']), EdgeExposure.nodePort.bind(EdgeExposure)),
  hostPort: made(struct<EdgeHostPortOptions>({ httpsPort: hostPort(443), httpPort: hostPort(81) }, ['httpsPort']), EdgeExposure.hostPort.bind(EdgeExposure)),
  ingress: made({ ...ingress, good: ingress.good.map(outside) }, EdgeExposure.ingress.bind(EdgeExposure)),
  gateway: made(gateway, EdgeExposure.gateway.bind(EdgeExposure)),
};
export const edge: Domain<EdgeExposure> = oneOf(EDGE);

const FAMILIES: Factories<typeof IpFamilies, IpFamilies> = {
  ipv4: choice(IpFamilies.ipv4()), ipv6: choice(IpFamilies.ipv6()), dualStack: choice(IpFamilies.dualStack()), dualStackWherePossible: choice(IpFamilies.dualStackWherePossible()),
};
export const ipFamilies: Domain<IpFamilies> = oneOf(FAMILIES);

/** What has a say in how browsers come. */
interface Reached {
  readonly publicUrl: string;
  readonly edge?: EdgeExposure;
  readonly tls?: Tls;
  readonly podSecurity?: PodSecurityLevel;
  readonly nginx?: NginxOptions;
  readonly networkPolicies?: boolean;
}

const UPSTREAM = Tls.terminatedUpstream({ trustedProxies: ['10.244.0.0/16'], certificate: Tls.fromSecret('own.certificate') });
const BARE_UPSTREAM = Tls.terminatedUpstream({ trustedProxies: ['10.244.0.0/16'] });

/** The same stack with TLS ended where its exposure has it ended, and what else that needs. */
export function reachable<T extends Reached>(stack: T): T {
  const way = stack.edge?._way;
  const place = { instance: instance(), name: 'jitsi-nginx', redirectHttp: true };
  const taken = (one: Tls): boolean => edgeMisfits({ edge: '', tls: '' }, (stack.edge ?? EdgeExposure.loadBalancer())._way, { ...place, tls: one }, undefined).length === 0;
  const fitting = [...(stack.tls ? [stack.tls] : []), Tls.selfSigned(), UPSTREAM, BARE_UPSTREAM].find(taken);
  return {
    ...stack,
    tls: fitting,
    ...(way && ['ingress', 'gateway', 'nodePort'].includes(way.name) && { publicUrl: 'https://meet.example.org' }),
    ...(stack.nginx && ['nodePort', 'hostPort'].includes(way?.name ?? '') && { nginx: { ...stack.nginx, redirectHttp: undefined } }),
    ...(way?.comesFrom !== undefined && { networkPolicies: true }),
    ...(way?.name === 'hostPort' && { podSecurity: PodSecurityLevel.PRIVILEGED }),
  };
}
