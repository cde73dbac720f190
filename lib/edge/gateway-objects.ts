import { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import type { GatewaySpecListeners, HttpRouteSpec, HttpRouteSpecParentRefs } from '../../imports/gateway.networking.k8s.io';
import { kubernetesObject } from '../kubernetes/objects';
import { Plain } from '../kubernetes/plain';
import { EdgePlace } from './edge-way';
import { EdgeGatewayOptions } from './gateway-options';

type Listener = Plain<GatewaySpecListeners>;
type Parent = Plain<HttpRouteSpecParentRefs>;

// Written although they are the defaults: the API server adds them inside lists, which tools that compare lists as a whole would take for somebody's change.
const OF_GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };
const OF_SECRET = { group: '', kind: 'Secret' };
const EVERY_PATH: { readonly matches: [{ readonly path: { readonly type: 'PathPrefix'; readonly value: string } }] } = { matches: [{ path: { type: 'PathPrefix', value: '/' } }] };

/** Listeners of a Gateway of the stack's own: one for each host, because each listens for one. */
export function listenersOf({ instance, tls, redirectHttp }: EdgePlace, passesThrough: boolean): Listener[] {
  const allowedRoutes: Listener['allowedRoutes'] = { namespaces: { from: 'Same' } };
  const certificate = tls._secret(instance)?.name;
  const secure: Listener[] = tls._hosts(instance).map((hostname, index) => ({
    name: sectionName('https', index),
    hostname,
    port: instance.publicPort,
    allowedRoutes,
    ...(passesThrough ? { protocol: 'TLS', tls: { mode: 'Passthrough' } } : { protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs: certificate === undefined ? [] : [{ ...OF_SECRET, name: certificate }] } }),
  }));
  return [...secure, ...(redirectHttp ? [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes }] : [])];
}

function sectionName(listener: string, index: number): string {
  return index === 0 ? listener : `${listener}-${index}`;
}

/** What a route belongs to. */
export function parentRefs({ className, existing }: EdgeGatewayOptions, { instance, name, tls }: EdgePlace, listener: string): Parent[] {
  return className === undefined ? [{ ...OF_GATEWAY, name: existing?.name ?? name, namespace: existing?.namespace, sectionName: existing?.sectionName }]
    : tls._hosts(instance).map((_, index) => ({ ...OF_GATEWAY, name, sectionName: sectionName(listener, index) }));
}

/** Sends browsers from port 80 to the public address. */
export function redirectRoute({ instance, name, tls }: EdgePlace): Plain<HttpRouteSpec> {
  const port = instance.publicPort === 443 ? undefined : instance.publicPort;
  return {
    parentRefs: [{ ...OF_GATEWAY, name, sectionName: 'http' }],
    hostnames: tls._hosts(instance),
    rules: [{ ...EVERY_PATH, filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port, statusCode: 301 } }] }],
  };
}

/** A route, without where it leads. */
export interface Route {
  readonly metadata: ApiObjectMetadata;
  readonly hostnames: string[];
  readonly parents: Parent[];
  readonly passesThrough: boolean;
  /** Whether requests may take as long as they do. */
  readonly unlimited: boolean;
}

/** The route to the edge's Service. */
export function routeOf(scope: Construct, { name, instance }: EdgePlace, { metadata, hostnames, parents, passesThrough, unlimited }: Route): void {
  const edge = { group: '', kind: 'Service', name, weight: 1 };
  if (passesThrough) {
    kubernetesObject(scope, 'Route', 'TLSRoute', { metadata, spec: { parentRefs: parents, hostnames, rules: [{ backendRefs: [{ ...edge, port: instance.publicPort }] }] } });
  } else {
    kubernetesObject(scope, 'Route', 'HTTPRoute', {
      metadata,
      spec: { parentRefs: parents, hostnames, rules: [{ ...EVERY_PATH, backendRefs: [{ ...edge, port: 80 }], ...(unlimited && { timeouts: { request: '0s' } }) }] },
    });
  }
}
