import { ServiceFields } from '../kubernetes/types';
import { shapeViolations } from '../validation/shapes';
import { Violation } from '../validation/violations';
import { ExtraPort } from './applied-preset';
import { LOAD_BALANCER, loadBalancerAnnotations, loadBalancerFields, LoadBalancerOptions, loadBalancerViolations } from './load-balancer-options';
import { LoadBalancerContext } from './load-balancer-preset';

/** Where the edge's pods answer about their health. */
export const EDGE_HEALTH = { port: 8081, path: '/readyz' } as const;

/** How browsers reach the NGINX edge. */
export abstract class EdgeExposure {
  /**
   * A Service of type LoadBalancer with the port of the public address and TCP 80, from which browsers are sent there. Clients' addresses are kept.
   *
   * @param options what the load balancer wants to know.
   */
  public static loadBalancer(options: LoadBalancerOptions = {}): EdgeExposure {
    return new EdgeLoadBalancer(options);
  }

  /**
   * A Service that is reached from inside the cluster only, for something in front of it that passes TCP through. The edge ends TLS all the same.
   */
  public static clusterIp(): EdgeExposure {
    return new EdgeClusterIp();
  }

  protected constructor() {}

  /** @internal Whether the world reaches it. */
  public abstract get _public(): boolean;

  /** @internal Fields of the Service. */
  public abstract get _serviceFields(): ServiceFields;

  /** @internal Annotations of the Service. */
  public abstract get _annotations(): Readonly<Record<string, string>>;

  /** @internal Ports of the pods that the load balancer itself asks. */
  public get _healthPorts(): readonly ExtraPort[] {
    return [];
  }

  /** @internal Where clients may come from. */
  public abstract get _sources(): readonly string[] | undefined;

  /** @internal */
  public abstract _violations(path: string): Violation[];
}

const CONTEXT: LoadBalancerContext = { protocol: 'TCP', services: 1, trafficPolicy: 'Local', healthCheck: EDGE_HEALTH };

class EdgeLoadBalancer extends EdgeExposure {
  constructor(private readonly options: LoadBalancerOptions) {
    super();
  }

  public get _public(): boolean {
    return true;
  }

  public get _serviceFields(): ServiceFields {
    return { ...loadBalancerFields(this.options), externalTrafficPolicy: 'Local' };
  }

  public get _annotations(): Readonly<Record<string, string>> {
    return loadBalancerAnnotations(this.options, CONTEXT);
  }

  public get _sources(): readonly string[] | undefined {
    return this.options.sourceRanges;
  }

  public override get _healthPorts(): readonly ExtraPort[] {
    return this.options.provider?._extraPorts(CONTEXT) ?? [];
  }

  public _violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, LOAD_BALANCER);
    return wrong.length > 0 ? wrong : loadBalancerViolations(path, this.options, CONTEXT);
  }
}

class EdgeClusterIp extends EdgeExposure {
  constructor() {
    super();
  }

  public get _public(): boolean {
    return false;
  }

  public get _serviceFields(): ServiceFields {
    return { type: 'ClusterIP' };
  }

  public get _annotations(): Readonly<Record<string, string>> {
    return {};
  }

  public get _sources(): undefined {
    return undefined;
  }

  public _violations(): Violation[] {
    return [];
  }
}
