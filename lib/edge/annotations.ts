import { Labels } from '../kubernetes/labels';
import { at, shown, Violation } from '../validation/violations';

/** Annotations by which somebody who speaks plain HTTP to the edge would speak TLS to it, or pass TLS through, by the values that say so. */
const SPEAKS_TLS: Readonly<Record<string, RegExp>> = {
  'nginx.ingress.kubernetes.io/backend-protocol': /^(HTTPS|GRPCS?|FCGI)$/i,
  'nginx.ingress.kubernetes.io/ssl-passthrough': /^true$/i,
  'haproxy.org/server-ssl': /^true$/i,
  'haproxy.org/ssl-passthrough': /^true$/i,
  'haproxy-ingress.github.io/backend-protocol': /ssl|s$/i,
  'haproxy-ingress.github.io/secure-backends': /^true$/i,
  'haproxy-ingress.github.io/ssl-passthrough': /^true$/i,
  'alb.ingress.kubernetes.io/backend-protocol': /^HTTPS$/i,
};

/** Annotations by which cert-manager fills the Secret that an Ingress names. */
const ISSUERS = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer', 'kubernetes.io/tls-acme'];

/** Annotations that make a load balancer begin with the client's address (PROXY protocol), by the values that say so. */
const PROXY_PROTOCOL: Readonly<Record<string, RegExp>> = {
  'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': /^\*$/,
  'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': /proxy_protocol_v2\.enabled=true/,
  'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': /^true$/,
  'loadbalancer.openstack.org/proxy-protocol': /^(true|v1|v2)$/i,
  'service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2': /^(true|\*)$/,
  'load-balancer.hetzner.cloud/uses-proxyprotocol': /^true$/,
};

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';

function found(annotations: Labels, said: Readonly<Record<string, RegExp>>): string | undefined {
  return Object.keys(said).find((key) => said[key]?.test(annotations[key] ?? '') === true);
}

/** What annotations of an Ingress say otherwise than the stack does. Those that are not known here are taken as they are. */
export function ingressAnnotationMisfits(path: string, annotations: Labels, certificate: string | undefined): Violation[] {
  const field = at(path, 'annotations');
  const tls = found(annotations, SPEAKS_TLS);
  const issuer = ISSUERS.find((key) => annotations[key] !== undefined);
  return [
    ...(tls === undefined ? [] : [{ field, problem: `${shown(tls)}: ${shown(annotations[tls])} has the controller speak TLS to the edge, which speaks plain HTTP behind an Ingress; leave it out` }]),
    ...(issuer === undefined || certificate !== undefined ? [] : [{
      field, problem: `${shown(issuer)} has cert-manager fill the Secret that the Ingress names, and it names none; write certificate: Tls.certManager({ issuer: ${shown(annotations[issuer] === 'true' ? 'letsencrypt' : annotations[issuer])} }) in Tls.terminatedUpstream instead`,
    }]),
  ];
}

/** The same for a load balancer that passes TLS on to the edge. */
export function loadBalancerAnnotationMisfits(
  path: string, annotations: Labels, { proxyProtocol, endsTls, port }: { readonly proxyProtocol: boolean; readonly endsTls: boolean; readonly port: number },
): Violation[] {
  const field = at(path, 'annotations');
  const proxy = found(annotations, PROXY_PROTOCOL);
  const [certificate, backend, ports = '*'] = [annotations[`${AWS}-ssl-cert`], annotations[`${AWS}-backend-protocol`], annotations[`${AWS}-ssl-ports`]];
  const ends = certificate !== undefined && backend !== 'ssl' && ports.split(',').some((each) => ['*', 'https', String(port)].includes(each.trim()));
  return [
    ...(proxy === undefined || proxyProtocol ? [] : [{ field, problem: `${shown(proxy)} has the load balancer send the PROXY protocol, which the edge would take for a broken request; write proxyProtocol: { trustedProxies: […] } beside it` }]),
    ...(ends && !endsTls ? [{ field, problem: `"${AWS}-ssl-cert" has the load balancer end TLS, and the edge waits for TLS; write endsTls: true and tls: Tls.terminatedUpstream({ trustedProxies: […] }), or leave it out` }] : []),
  ];
}
