import { ClientLimits, EdgeExposure, EdgeIngressOptions, EdgeLoadBalancerOptions, GatewayRoute, IngressController, LoadBalancerProvider, Tls, Turn } from '../../lib';
import { Props, Refused, silentFailures, Taken } from '../support/silent-failures';

const coturn = (provider?: LoadBalancerProvider, more: Partial<Parameters<typeof Turn.coturn>[0]> = {}): Turn => (
  Turn.coturn({ host: 'turn.example.org', tls: Tls.fromSecret('turn-tls'), loadBalancer: { provider }, ...more })
);
const PROXIES = { trustedProxies: ['10.244.0.0/16'] };
const UPSTREAM = Tls.terminatedUpstream(PROXIES);
const SHOWN = Tls.terminatedUpstream({ ...PROXIES, certificate: Tls.fromSecret('meet-tls') });
const ingress = (options: EdgeIngressOptions, tls: Tls = SHOWN): Props => ({ edge: EdgeExposure.ingress(options), tls });
const NGINX = 'nginx.ingress.kubernetes.io';
const AWS = 'service.beta.kubernetes.io/aws-load-balancer';
const ISSUER = { 'cert-manager.io/cluster-issuer': 'le' };
const balancer = (annotations: Record<string, string>, more: Partial<EdgeLoadBalancerOptions> = {}, tls?: Tls): Props => ({ edge: EdgeExposure.loadBalancer({ annotations, ...more }), tls });
const ENTRANCES: readonly Refused[] = [
  ['a namespace of an ALB, which has none', ingress({ controller: IngressController.AWS_ALB, controllerNamespace: 'kube-system' }, UPSTREAM), 'edge.controllerNamespace: an Application Load Balancer is outside the cluster'],
  ['a Secret for an ALB, which reads none', ingress({ controller: IngressController.AWS_ALB }), 'edge.controller: an Application Load Balancer shows certificates of AWS Certificate Manager'],
  ['TLS to an edge that speaks HTTP', ingress({ annotations: { [`${NGINX}/backend-protocol`]: 'HTTPS' } }), `edge.annotations: "${NGINX}/backend-protocol": "HTTPS" has the controller speak TLS`],
  ['TLS that is passed through to it', ingress({ annotations: { [`${NGINX}/ssl-passthrough`]: 'true' } }), `edge.annotations: "${NGINX}/ssl-passthrough": "true"`],
  ['an issuer for an Ingress without a Secret', ingress({ annotations: ISSUER }, UPSTREAM), 'edge.annotations: "cert-manager.io/cluster-issuer" has cert-manager fill the Secret that the Ingress names, and it names none; write certificate: Tls.certManager({ issuer: "le" })'],
  ['a class that cuts websockets', ingress({ className: 'nginx' }), 'edge.controller: is missing: class "nginx" may be that of a controller that cuts websockets after a minute; write IngressController.INGRESS_NGINX'],
  ['a PROXY protocol that nobody expects', balancer({ [`${AWS}-proxy-protocol`]: '*' }), `edge.annotations: "${AWS}-proxy-protocol" has the load balancer send the PROXY protocol`],
  ['TLS that ends before the edge', balancer({ [`${AWS}-ssl-cert`]: 'arn:aws:acm:x' }), `edge.annotations: "${AWS}-ssl-cert" has the load balancer end TLS, and the edge waits for TLS; write endsTls: true`],
  ['a controller alone, without policies', { ...ingress({ controllerNamespace: 'ingress-nginx' }), networkPolicies: false }, 'edge.controllerNamespace: keeps everybody else out by network policies, and networkPolicies is false'],
  [
    'a Gateway alone, without policies', { edge: EdgeExposure.gateway({ className: 'envoy', route: GatewayRoute.TLS_ROUTE, controllerNamespace: 'gateways' }), networkPolicies: false },
    'edge.controllerNamespace: keeps everybody else out',
  ],
  ['another port of nodes than the public one', { publicUrl: 'https://meet.example.org:30002', edge: EdgeExposure.nodePort({ httpsPort: 30001 }) }, 'edge.httpsPort: browsers would come to 30002'],
  ['a TURN server at the edge\'s own name and port', { turn: coturn(undefined, { host: 'meet.example.org' }) }, 'turn.host: "meet.example.org" is the host of publicUrl, and TCP 443 there is the edge\'s'],
  ['fewer connections than a page needs', { nginx: { clientLimits: ClientLimits.perAddress({ connections: 5 }) } }, 'nginx.clientLimits.connections: 5: a browser that opens the page sends some 50 requests at once'],
  ['fewer requests than a page has', { nginx: { clientLimits: ClientLimits.perAddress({ burst: 49 }) } }, 'nginx.clientLimits.burst: 49: '],
];

const ENTRANCES_TAKEN: readonly Taken[] = [
  ['a controller alone, with policies', ingress({ controllerNamespace: 'ingress-nginx' })],
  ['an ALB with its own certificate', ingress({ controller: IngressController.AWS_ALB }, UPSTREAM)],
  ['annotations that are not known', ingress({ annotations: { [`${NGINX}/backend-protocol`]: 'HTTP', [`${NGINX}/whitelist-source-range`]: '192.0.2.0/24' } })],
  ['an issuer for the Secret that the Ingress names', ingress({ annotations: ISSUER })],
  ['a class whose controller needs nothing', ingress({ className: 'nginx', annotations: {} })],
  ['a class that is not known', ingress({ className: 'internal' })],
  ['a PROXY protocol that is expected', balancer({ [`${AWS}-proxy-protocol`]: '*' }, { proxyProtocol: PROXIES })],
  ['a PROXY protocol of somebody of whom nothing is known', balancer({}, { proxyProtocol: PROXIES })],
  ['TLS that ends before the edge and begins anew', balancer({ [`${AWS}-ssl-cert`]: 'arn', [`${AWS}-backend-protocol`]: 'ssl' })],
  ['TLS that ends at another port', balancer({ [`${AWS}-ssl-cert`]: 'arn', [`${AWS}-ssl-ports`]: '8443' })],
  ['TLS that ends before the edge, which knows', balancer({ [`${AWS}-ssl-cert`]: 'arn' }, { endsTls: true }, UPSTREAM)],
  ['a port that a router forwards to one of nodes', { edge: EdgeExposure.nodePort({ httpsPort: 30001 }) }],
  ['a TURN server at the edge\'s name and another port', { turn: coturn(undefined, { host: 'meet.example.org', tlsPort: 5349 }) }],
];

silentFailures(ENTRANCES, ENTRANCES_TAKEN);
