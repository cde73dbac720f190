import { Construct } from 'constructs';
import { PART_OF, PART_OF_LABEL } from '../kubernetes/labels';
import { metadata } from '../kubernetes/metadata';
import { kubernetesObject } from '../kubernetes/objects';
import { ServicePort } from '../kubernetes/services';
import { ServiceFields } from '../kubernetes/types';
import { trustedProxyViolations } from '../tls/trusted-proxies';
import { isDnsSubdomain, isQualifiedName } from '../validation/formats';
import { shapeViolations } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { EdgePlace, EdgeWay, Entrance, FROM_PROXIES, passedThrough } from './edge-way';
import { listenersOf, parentRefs, redirectRoute, routeOf } from './gateway-objects';
import { EDGE_GATEWAY, EdgeGatewayOptions, GatewayRoute } from './gateway-options';
import { behindProxyMisfits, controllerNamespaceViolations, hostNameMisfits, namespaceViolations, policyMisfits } from './proxy-rules';

/** A route of the Gateway API. */
export class EdgeGateway implements EdgeWay {
  public readonly name = 'gateway';
  public readonly serviceFields: ServiceFields = { type: 'ClusterIP' };

  constructor(private readonly options: EdgeGatewayOptions) {}

  public get comesFrom(): string | undefined {
    return this.options.controllerNamespace;
  }

  public get proxyProtocol(): readonly string[] | undefined {
    return this.options.proxyProtocol?.trustedProxies;
  }

  private get passesThrough(): boolean {
    return this.options.route === GatewayRoute.TLS_ROUTE;
  }

  /** Whether requests come by whatever listener the Gateway has for HTTP, so that the edge can send them to HTTPS. */
  private get atAllListeners(): boolean {
    return !this.passesThrough && this.options.existing?.sectionName === undefined;
  }

  public servicePorts(place: EdgePlace): ServicePort[] {
    return this.passesThrough ? passedThrough({ ...place, redirectHttp: false }) : [...FROM_PROXIES];
  }

  public entrances(place: EdgePlace): Entrance[] {
    const { instance, name, redirectHttp } = place;
    const { className, existing } = this.options;
    const [at, address] = className === undefined ? [existing?.name ?? name, 'that of the Gateway'] : [name, 'given to the Gateway'];
    return [{ port: instance.publicPort, at, address, redirects: false }, ...(redirectHttp && (className !== undefined || this.atAllListeners) ? [{ port: 80, at, address, redirects: true }] : [])];
  }

  public lookUp({ instance, name }: EdgePlace): string {
    const { existing } = this.options;
    return `kubectl -n ${existing?.namespace ?? instance.namespace} get gateway ${existing?.name ?? name}`;
  }

  public provide(scope: Construct, place: EdgePlace): void {
    const { className, annotations } = this.options;
    const labels = place.instance._selector('nginx');
    if (className !== undefined) {
      kubernetesObject(scope, 'Gateway', 'Gateway', {
        metadata: metadata(place.instance, place.name, labels, { annotations }),
        // Without any, Istio gives its pods the labels of the Gateway, by which Services and policies of the stack would take them for the edge.
        spec: { gatewayClassName: className, infrastructure: { labels: { [PART_OF_LABEL]: PART_OF } }, listeners: listenersOf(place, this.passesThrough) },
      });
      if (place.redirectHttp) {
        kubernetesObject(scope, 'RedirectRoute', 'HTTPRoute', { metadata: metadata(place.instance, `${place.name}-redirect`, labels), spec: redirectRoute(place) });
      }
    }
    routeOf(scope, place, {
      metadata: metadata(place.instance, place.name, labels),
      hostnames: place.tls._hosts(place.instance),
      parents: parentRefs(this.options, place, 'https'),
      passesThrough: this.passesThrough,
      unlimited: this.options.disableRequestTimeout ?? true,
    });
  }

  public violations(path: string): Violation[] {
    const given = this.options as EdgeGatewayOptions | null | undefined;
    if (given === undefined || given === null) {
      return [{ field: path, problem: 'names no Gateway; write EdgeExposure.gateway({ className: "envoy" }), or existing: { name: "public" } in it' }];
    }
    const wrong = shapeViolations(path, this.options, EDGE_GATEWAY);
    if (wrong.length > 0) {
      return wrong;
    }
    const { className, annotations, existing, proxyProtocol, controllerNamespace, disableRequestTimeout } = this.options;
    const names = { 'className': className, 'existing.name': existing?.name, 'existing.sectionName': existing?.sectionName };
    return [
      ...((className === undefined) === (existing === undefined)
        ? [{ field: at(path, 'className'), problem: className === undefined ? 'is missing, and so is existing; write the GatewayClass of a new Gateway, or name one that exists' : 'makes a new Gateway, and existing names another; write one of the two' }] : []),
      ...Object.entries(names).filter(([, name]) => name !== undefined && !isDnsSubdomain(name)).map(([field, name]) => ({ field: at(path, field), problem: `${shown(name)} is no name of an object of Kubernetes; write it as "kubectl get" shows it` })),
      ...(annotations !== undefined && className === undefined ? [{ field: at(path, 'annotations'), problem: 'are those of a new Gateway; leave them out, or write className' }] : []),
      ...Object.keys(annotations ?? {}).filter((key) => !isQualifiedName(key)).map((key) => ({
        field: at(path, 'annotations'), problem: `${shown(key)} is no key of an annotation; write prefix/name, with at most 63 characters in the name`,
      })),
      ...(proxyProtocol !== undefined && !this.passesThrough ? [{ field: at(path, 'proxyProtocol'), problem: 'is for a route that passes TLS through; leave it out: by HTTP the Gateway names clients in X-Forwarded-For' }] : []),
      ...(disableRequestTimeout !== undefined && this.passesThrough ? [{ field: at(path, 'disableRequestTimeout'), problem: 'is for HTTP; a TLSRoute has no requests, so leave it out' }] : []),
      ...(proxyProtocol ? trustedProxyViolations(at(path, 'proxyProtocol'), proxyProtocol.trustedProxies) : []),
      ...namespaceViolations(at(path, 'existing.namespace'), existing?.namespace, 'write the one in which the Gateway is'),
      ...controllerNamespaceViolations(path, controllerNamespace),
    ];
  }

  public misfits(path: string, place: EdgePlace): Violation[] {
    return [...this.tlsMisfits(path, place), ...policyMisfits(path, place, this.options.controllerNamespace)];
  }

  private tlsMisfits(path: string, place: EdgePlace): Violation[] {
    if (!this.passesThrough) {
      return [
        ...behindProxyMisfits(path, 'EdgeExposure.gateway', place),
        ...(this.options.existing !== undefined && place.tls._upstream?.showsCertificate ? [{
          field: at(path, 'existing'), problem: 'has a certificate of its own, so the one in Tls.terminatedUpstream would be for nobody; leave that out, or write className for a new Gateway',
        }] : []),
        ...(this.options.className !== undefined && place.tls._upstream && !place.tls._secret(place.instance) ? [{
          field: at(path, 'className'), problem: 'a new Gateway needs a certificate to show; write certificate in Tls.terminatedUpstream, such as Tls.certManager({ issuer: "letsencrypt" })',
        }] : []),
      ];
    }
    return [
      ...hostNameMisfits(path, 'EdgeExposure.gateway', place),
      ...(place.tls._upstream ? [{ field: at(path, 'route'), problem: 'GatewayRoute.TLS_ROUTE passes TLS through, so the edge must end it; write another tls than Tls.terminatedUpstream, or GatewayRoute.HTTP_ROUTE' }] : []),
    ];
  }
}
