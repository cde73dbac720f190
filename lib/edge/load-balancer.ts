import { Labels } from '../kubernetes/labels';
import { ServicePort } from '../kubernetes/services';
import { ServiceFields } from '../kubernetes/types';
import { AddressClaim } from '../options/address-claims';
import { ExtraPort } from '../options/applied-preset';
import { LOAD_BALANCER, loadBalancerAnnotations, loadBalancerClaims, loadBalancerFields, LoadBalancerOptions, loadBalancerViolations } from '../options/load-balancer-options';
import { LoadBalancerContext } from '../options/load-balancer-preset';
import { trustedProxyViolations } from '../tls/trusted-proxies';
import { flag, Shape, shapeViolations } from '../validation/shapes';
import { at, Violation } from '../validation/violations';
import { loadBalancerAnnotationMisfits } from './annotations';
import { EDGE_HEALTH, EdgePlace, EdgeWay, Entrance, entrancesOf, passedThrough } from './edge-way';
import { PROXY_PROTOCOL, ProxyProtocolOptions } from './proxy-protocol';

/** How a Service of type LoadBalancer brings browsers. */
export interface EdgeLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * Whether the load balancer sends each client's address by the PROXY protocol. A provider that can is told to.
   *
   * @default - It does not.
   */
  readonly proxyProtocol?: ProxyProtocolOptions;

  /**
   * Whether the load balancer itself ends TLS, as its annotations tell it, and sends plain HTTP to the edge: with `Tls.terminatedUpstream`.
   *
   * @default false
   */
  readonly endsTls?: boolean;
}

const OPTIONS: Shape<EdgeLoadBalancerOptions> = { ...LOAD_BALANCER, proxyProtocol: PROXY_PROTOCOL, endsTls: flag };

/** A Service of type LoadBalancer. */
export class EdgeLoadBalancer implements EdgeWay {
  public readonly name = 'loadBalancer';

  constructor(private readonly options: EdgeLoadBalancerOptions) {}

  public get serviceFields(): ServiceFields {
    return { ...loadBalancerFields(this.options), externalTrafficPolicy: 'Local' };
  }

  public get annotations(): Labels {
    return loadBalancerAnnotations(this.options, this.context);
  }

  public get sources(): readonly string[] | undefined {
    return this.options.sourceRanges;
  }

  public get healthPorts(): readonly ExtraPort[] {
    return this.options.provider?._extraPorts(this.context) ?? [];
  }

  public get proxyProtocol(): readonly string[] | undefined {
    return this.options.proxyProtocol?.trustedProxies;
  }

  private get context(): LoadBalancerContext {
    return { protocol: 'TCP', services: 1, trafficPolicy: 'Local', healthCheck: EDGE_HEALTH, proxyProtocol: this.options.proxyProtocol !== undefined };
  }

  public servicePorts(place: EdgePlace): ServicePort[] {
    const [site, ...redirect] = passedThrough(place);
    return site && place.tls._upstream ? [{ ...site, target: 'plain' }, ...redirect] : passedThrough(place);
  }

  public entrances(place: EdgePlace): Entrance[] {
    return entrancesOf(this.servicePorts(place), place.name, 'given by the load balancer');
  }

  public lookUp({ instance, name }: EdgePlace): string {
    return `kubectl -n ${instance.namespace} get service ${name}`;
  }

  public claims(path: string, place: EdgePlace): AddressClaim[] {
    return loadBalancerClaims(path, this.options, this.context, { whose: 'the edge', ports: this.servicePorts(place).map(({ port }) => `TCP ${port}`) });
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    if (wrong.length > 0) {
      return wrong;
    }
    const { proxyProtocol } = this.options;
    return [
      ...loadBalancerViolations(path, this.options, this.context),
      ...(proxyProtocol ? trustedProxyViolations(at(path, 'proxyProtocol'), proxyProtocol.trustedProxies) : []),
    ];
  }

  public misfits(path: string, { instance, tls }: EdgePlace): Violation[] {
    const { annotations = {}, endsTls = false, proxyProtocol } = this.options;
    const contradictions = loadBalancerAnnotationMisfits(path, annotations, { endsTls, proxyProtocol: proxyProtocol !== undefined, port: instance.publicPort });
    return endsTls === (tls._upstream !== undefined) ? contradictions : [...contradictions, {
      field: at(path, 'endsTls'),
      problem: endsTls ? 'the load balancer ends TLS, and the edge would as well; write tls: Tls.terminatedUpstream({ trustedProxies: […] }), or leave it out'
        : 'with Tls.terminatedUpstream browsers would get plain HTTP from a load balancer that passes TCP on; write endsTls: true where it ends TLS itself, or let the edge end it',
    }];
  }
}
