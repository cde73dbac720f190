import { Tls } from '../options/tls';
import { at, Violation } from '../validation/violations';
import { EdgePlace, EdgeWay } from './edge-way';

/** What is wrong with the way to the edge, with who ends TLS, and with the two together. */
export function edgeMisfits(path: { readonly edge: string; readonly tls: string }, way: EdgeWay, place: EdgePlace, podSecurity: string | undefined): Violation[] {
  const wrong = [...place.tls._violations(path.tls), ...way.violations(path.edge)];
  return wrong.length > 0 ? wrong : [
    ...way.misfits(path.edge, place),
    ...certificateMisfits(path.tls, place.tls, way),
    ...proxyMisfits(path.edge, place.tls, way),
    ...podSecurityMisfits(path.edge, way, podSecurity),
  ];
}

/** A certificate beside a proxy that is not the stack's object would be made for nobody. */
function certificateMisfits(path: string, tls: Tls, way: EdgeWay): Violation[] {
  return tls._upstream?.showsCertificate === true && way.name !== 'ingress' && way.name !== 'gateway' ? [{
    field: at(path, 'certificate'), problem: `is shown by the stack's Ingress or Gateway, and with EdgeExposure.${way.name} there is none; leave it out`,
  }] : [];
}

/** Of two words for a client's address, one would be ignored. */
function proxyMisfits(path: string, tls: Tls, way: EdgeWay): Violation[] {
  return tls._upstream && way.proxyProtocol ? [{
    field: at(path, 'proxyProtocol'), problem: 'with Tls.terminatedUpstream clients\' addresses come in X-Forwarded-For, or as those of the connections where there is no such header; leave it out, or let the edge end TLS',
  }] : [];
}

function podSecurityMisfits(path: string, way: EdgeWay, level: string | undefined): Violation[] {
  return way.name !== 'hostPort' || level === undefined || level === 'privileged' ? [] : [{
    field: path,
    problem: `EdgeExposure.hostPort needs a namespace that does not forbid it, and this chart's enforces Pod Security "${level}"; `
      + 'give the chart podSecurity: PodSecurityLevel.PRIVILEGED, or choose another exposure, such as EdgeExposure.nodePort',
  }];
}
