import { Size } from 'cdk8s';
import {
  ClientLimits, EdgeExposure, GatewayRoute, JitsiMeetChartProps, LoadBalancerProvider, NginxOptions, PodSecurityLevel, Tls,
} from '../../lib';
import { meetChart } from '../support/charts';
import { UPSTREAM } from '../support/edges';
import { complaints } from '../support/exposures';

type Case = readonly [wrong: string, props: Partial<JitsiMeetChartProps>, field: string, said: string];

const SELF_SIGNED_IN_FRONT = Tls.terminatedUpstream({ trustedProxies: ['10.0.0.0/8'], certificate: Tls.selfSigned() });

const TOGETHER: readonly Case[] = [
  ['an Ingress before an edge that ends TLS', { edge: EdgeExposure.ingress() }, 'edge', 'write tls: Tls.terminatedUpstream({'],
  ['an HTTPRoute before an edge that ends TLS', { edge: EdgeExposure.gateway({ existing: { name: 'a' } }), tls: Tls.fromSecret('a') }, 'edge', 'write tls: Tls.terminatedUpstream({'],
  ['a TLSRoute before an edge that does not', { edge: EdgeExposure.gateway({ className: 'a', route: GatewayRoute.TLS_ROUTE }), tls: UPSTREAM }, 'edge.route', 'so the edge must end it'],
  ['plain HTTP behind a load balancer of TCP', { tls: UPSTREAM }, 'edge.endsTls', 'write endsTls: true where it ends TLS itself'],
  ['TLS that ends twice', { edge: EdgeExposure.loadBalancer({ endsTls: true }) }, 'edge.endsTls', 'and the edge would as well'],
  ['plain HTTP on ports of nodes for browsers', { edge: EdgeExposure.hostPort(), tls: UPSTREAM, podSecurity: PodSecurityLevel.PRIVILEGED }, 'edge', 'so it must end TLS'],
  ['a port for HTTPS where the edge speaks HTTP', { edge: EdgeExposure.nodePort({ httpsPort: 30443, httpPort: 30080 }), tls: UPSTREAM }, 'edge.httpsPort', 'write httpPort instead'],
  ['no port for the proxy in front', { edge: EdgeExposure.nodePort({}), tls: UPSTREAM }, 'edge.httpPort', 'is missing; write the port'],
  ['no port for HTTPS', { edge: EdgeExposure.nodePort({ httpPort: 30080 }) }, 'edge.httpsPort', 'such as 30443'],
  ['ports of nodes in a namespace that forbids them', { edge: EdgeExposure.hostPort() }, 'edge', 'podSecurity: PodSecurityLevel.PRIVILEGED'],
  ['one port of nodes for two', { edge: EdgeExposure.hostPort({ httpPort: 443 }), podSecurity: PodSecurityLevel.PRIVILEGED }, 'edge.httpPort', '443 is the port for HTTPS'],
  ['an address for a host name, behind an Ingress', { edge: EdgeExposure.ingress(), tls: UPSTREAM, publicUrl: 'https://192.0.2.1' }, 'edge', 'has the address 192.0.2.1'],
  ['an address for a host name, behind a Gateway', { edge: EdgeExposure.gateway({ className: 'a', route: GatewayRoute.TLS_ROUTE }), publicUrl: 'https://192.0.2.1' }, 'edge', 'by their names'],
  ['a certificate that nobody shows', { edge: EdgeExposure.clusterIp(), tls: SELF_SIGNED_IN_FRONT }, 'tls.certificate', 'and with EdgeExposure.clusterIp there is none'],
  ['a new Gateway without a certificate', { edge: EdgeExposure.gateway({ className: 'a' }), tls: UPSTREAM }, 'edge.className', 'needs a certificate to show'],
  ['a certificate beside that of a Gateway', { edge: EdgeExposure.gateway({ existing: { name: 'a' } }), tls: SELF_SIGNED_IN_FRONT }, 'edge.existing', 'would be for nobody'],
  ['a port of nodes for a redirect that is off', { edge: EdgeExposure.nodePort({ httpsPort: 30443, httpPort: 30080 }), nginx: { redirectHttp: false } }, 'edge.httpPort', 'leave out one of the two'],
  ['a port of its own node for a redirect that is off', {
    edge: EdgeExposure.hostPort({ httpPort: 8080 }), nginx: { redirectHttp: false }, podSecurity: PodSecurityLevel.PRIVILEGED,
  }, 'edge.httpPort', 'leave out one of the two'],
  ['two words for a client\'s address', { edge: EdgeExposure.clusterIp({ proxyProtocol: { trustedProxies: ['192.0.2.1'] } }), tls: UPSTREAM }, 'edge.proxyProtocol', 'in X-Forwarded-For'],
];

const CERTIFICATES: readonly Case[] = [
  ['nobody to be trusted', { tls: Tls.terminatedUpstream({ trustedProxies: [] }) }, 'tls.trustedProxies', '[] must be one or more addresses'],
  ['everybody to be trusted', { tls: Tls.terminatedUpstream({ trustedProxies: ['10.0.0.0/8', '::/0'] }) }, 'tls.trustedProxies', 'whom the edge trusts can claim any address'],
  ['a proxy by its name', { tls: Tls.terminatedUpstream({ trustedProxies: ['ingress.example.org'] }) }, 'tls.trustedProxies', 'addresses or address blocks'],
  ['a certificate of somebody else', { tls: Tls.terminatedUpstream({ trustedProxies: ['192.0.2.1'], certificate: UPSTREAM }) }, 'tls.certificate', 'leave it out, or write Tls.certManager'],
  ['keys that no Ingress looks for', { tls: Tls.terminatedUpstream({ trustedProxies: ['192.0.2.1'], certificate: Tls.fromSecret('a', { certificateKey: 'fullchain.pem' }) }) }, 'tls.certificate', 'tls.crt and tls.key'],
  ['a wrong issuer of what an Ingress shows', { tls: Tls.terminatedUpstream({ trustedProxies: ['192.0.2.1'], certificate: Tls.certManager({ issuer: 'A b' }) }) }, 'tls.certificate.issuer', 'is no name of an Issuer'],
  ['a star in the middle', { tls: Tls.selfSigned({ additionalHosts: ['a.*.example.org'] }) }, 'tls.additionalHosts[0]', 'is no host name'],
  ['everything', { tls: Tls.certManager({ issuer: 'a', additionalHosts: ['b.example.org', '*'] }) }, 'tls.additionalHosts[1]', '"*" is no host name'],
  ['no further host', { tls: Tls.selfSigned({ additionalHosts: [] }) }, 'tls.additionalHosts', 'names nothing'],
  ['a host twice', { tls: Tls.selfSigned({ additionalHosts: ['a.example.org', 'a.example.org'] }) }, 'tls.additionalHosts', 'names a host twice'],
];

const WAYS: readonly Case[] = [
  ['a port of nodes below 1024', { edge: EdgeExposure.nodePort({ httpsPort: 443 }) }, 'edge.httpsPort', '443 must be a port of the cluster\'s range'],
  ['one port for both', { edge: EdgeExposure.nodePort({ httpsPort: 30443, httpPort: 30443 }) }, 'edge.httpPort', 'is the port for HTTPS'],
  ['a port that is none', { edge: EdgeExposure.hostPort({ httpsPort: 70000 }), podSecurity: PodSecurityLevel.PRIVILEGED }, 'edge.httpsPort', 'from 1 to 65535'],
  ['a class that is none', { edge: EdgeExposure.ingress({ className: 'Public' }), tls: UPSTREAM }, 'edge.className', 'kubectl get ingressclasses'],
  ['an annotation that is none', { edge: EdgeExposure.ingress({ annotations: { 'a b': '' } }), tls: UPSTREAM }, 'edge.annotations', 'is no key of an annotation'],
  ['a namespace that is none', { edge: EdgeExposure.ingress({ controllerNamespace: 'a.b' }), tls: UPSTREAM }, 'edge.controllerNamespace', 'is no name of a namespace'],
  ['no Gateway', { edge: EdgeExposure.gateway({}), tls: UPSTREAM }, 'edge.className', 'is missing, and so is existing'],
  ['two Gateways', { edge: EdgeExposure.gateway({ className: 'a', existing: { name: 'b' } }), tls: UPSTREAM }, 'edge.className', 'write one of the two'],
  ['annotations for a Gateway of somebody else', { edge: EdgeExposure.gateway({ existing: { name: 'b' }, annotations: {} }), tls: UPSTREAM }, 'edge.annotations', 'of a new Gateway'],
  ['a listener that is none', { edge: EdgeExposure.gateway({ existing: { name: 'b', sectionName: 'HTTPS' } }), tls: UPSTREAM }, 'edge.existing.sectionName', 'is no name of an object'],
  ['the PROXY protocol before HTTP', { edge: EdgeExposure.gateway({ existing: { name: 'b' }, proxyProtocol: { trustedProxies: ['192.0.2.1'] } }), tls: UPSTREAM }, 'edge.proxyProtocol', 'in X-Forwarded-For'],
  ['a time limit of requests that are none', { edge: EdgeExposure.gateway({ existing: { name: 'b' }, route: GatewayRoute.TLS_ROUTE, disableRequestTimeout: true }) }, 'edge.disableRequestTimeout', 'is for HTTP'],
  ['the PROXY protocol of everybody', { edge: EdgeExposure.loadBalancer({ proxyProtocol: { trustedProxies: ['0.0.0.0/0'] } }) }, 'edge.proxyProtocol.trustedProxies', 'and not everything'],
  ['the PROXY protocol of nobody', { edge: EdgeExposure.nodePort({ httpsPort: 30443, proxyProtocol: { trustedProxies: [] } }) }, 'edge.proxyProtocol.trustedProxies', '[] must be'],
  ['a provider that does not speak the PROXY protocol', {
    edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.metalLb(), proxyProtocol: { trustedProxies: ['192.0.2.1'] } }),
  }, 'edge.proxyProtocol', 'MetalLB does not speak the PROXY protocol, and need not'],
];

function nginx(options: NginxOptions): Partial<JitsiMeetChartProps> {
  return { nginx: options };
}

const OPTIONS: readonly Case[] = [
  ['no connection', nginx({ clientLimits: ClientLimits.perAddress({ connections: 0 }) }), 'nginx.clientLimits.connections', 'write ClientLimits.none() for no limits'],
  ['half a request', nginx({ clientLimits: ClientLimits.perAddress({ requestsPerSecond: 0.5 }) }), 'nginx.clientLimits.requestsPerSecond', 'must be a whole number'],
  ['a body of nothing', nginx({ maxRequestBody: Size.mebibytes(0) }), 'nginx.maxRequestBody', '0 KiB: must be'],
  ['a body that would fill the pod\'s disk', nginx({ maxRequestBody: Size.mebibytes(65) }), 'nginx.maxRequestBody', 'at most 64 MiB'],
  ['a frame of a host name', nginx({ securityHeaders: { frameAncestors: ['portal.example.org'] } }), 'nginx.securityHeaders.frameAncestors[0]', 'is no site; write one such as "https://portal.example.org"'],
  ['a referrer policy that is none', nginx({ securityHeaders: { referrerPolicy: 'never' } }), 'nginx.securityHeaders.referrerPolicy', 'write one of no-referrer,'],
  ['a variable in a header', nginx({ securityHeaders: { permissionsPolicy: '$host' } }), 'nginx.securityHeaders.permissionsPolicy', '"$host" is no policy'],
  ['a snippet that ends its block', nginx({ serverSnippet: '} server {' }), 'nginx.serverSnippet', 'closes a brace that it has not opened'],
  ['a snippet that does not end its own', nginx({ httpSnippet: 'map $host $a { default b;' }), 'nginx.httpSnippet', 'opens a brace that it does not close'],
  ['a snippet without its end', nginx({ serverSnippet: 'set $a b; # and\nset $c d' }), 'nginx.serverSnippet', 'ends without a semicolon'],
  ['a snippet with an open quotation', nginx({ httpSnippet: 'set $a "b;\n' }), 'nginx.httpSnippet', 'without its end'],
];

describe.each([['What does not go together', TOGETHER], ['Certificates', CERTIFICATES], ['Ways', WAYS], ['Options of NGINX', OPTIONS]] as const)('%s:', (_group, cases) => {
  test.each(cases)('%s is refused at its field, with what to write instead', (_wrong, props, field, said) => {
    const problems = complaints(() => meetChart(props)).filter((problem) => problem.startsWith(`${field}: `));

    expect(problems).toEqual([expect.stringContaining(said)]);
  });
});

test.each([
  'set $a "}";', "set $a '{';", 'set $a a}b;', 'set $a ${host}b;', '# }', 'set $a b; # {', 'location /a { return 200 "it\\"s }"; }', 'if ($a ~ "^{2}$") { return 404; }', 'set $a \\};', '', '\n\n', 'set $a b;\n# the end',
])('The snippet %j is taken', (snippet) => {
  expect(complaints(() => meetChart({ nginx: { httpSnippet: snippet, serverSnippet: snippet } }))).toEqual([]);
});
