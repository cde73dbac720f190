import { isIPv4 } from 'node:net';
import { isDnsSubdomain } from '../validation/formats';
import { text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { EdgePlace } from './edge-way';

/** The kind of the prop that names who alone may connect. */
export const CONTROLLER_NAMESPACE = text('the name of a namespace, such as "ingress-nginx"');

/** What is wrong with the namespace of those who may connect. */
export function controllerNamespaceViolations(path: string, namespace: string | undefined): Violation[] {
  return namespaceViolations(at(path, 'controllerNamespace'), namespace, "write the one in which the controller's pods are");
}

/** What is wrong with the name of somebody else's namespace. */
export function namespaceViolations(field: string, namespace: string | undefined, instead: string): Violation[] {
  return namespace === undefined || (isDnsSubdomain(namespace) && !namespace.includes('.')) ? [] : [{ field, problem: `${shown(namespace)} is no name of a namespace; ${instead}` }];
}

/** What names somebody whom network policies let in needs them. */
export function policyMisfits(path: string, { instance }: EdgePlace, controllerNamespace: string | undefined): Violation[] {
  return instance.networkPolicies || controllerNamespace === undefined ? []
    : [{ field: at(path, 'controllerNamespace'), problem: 'keeps everybody else out by network policies, and networkPolicies is false; leave out one of the two' }];
}

/** A port for those who come by HTTP is for nothing where they are not to be sent on. */
export function redirectMisfits(path: string, { redirectHttp, tls }: EdgePlace, httpPort: number | undefined): Violation[] {
  return redirectHttp || tls._upstream || httpPort === undefined ? []
    : [{ field: at(path, 'httpPort'), problem: 'sends browsers to HTTPS, and nginx.redirectHttp is false; leave out one of the two' }];
}

/** Who tells sites apart by the host name needs one. */
export function hostNameMisfits(path: string, way: string, { instance }: EdgePlace): Violation[] {
  return isIPv4(instance.publicHost)
    ? [{ field: path, problem: `${way} tells sites apart by their names, and publicUrl has the address ${instance.publicHost}; give publicUrl a host name, or choose another exposure` }] : [];
}

/** What does not fit to a proxy that ends TLS and speaks HTTP to the edge. */
export function behindProxyMisfits(path: string, way: string, place: EdgePlace): Violation[] {
  return [
    ...hostNameMisfits(path, way, place),
    ...(place.tls._upstream ? [] : [{
      field: path, problem: `with ${way} TLS ends before the edge, which must know whom to believe; write tls: Tls.terminatedUpstream({ trustedProxies: […], certificate: … })`,
    }]),
  ];
}
