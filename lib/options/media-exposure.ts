import { isPort } from '../validation/formats';
import { instance, number, required, Shape, shapeViolations } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { AdvertisedAddress } from './advertised-address';
import { LOAD_BALANCER, LoadBalancerOptions, loadBalancerViolations } from './load-balancer-options';

/** How a Service of type LoadBalancer carries media. */
export interface MediaLoadBalancerOptions extends LoadBalancerOptions {
  /** The address that bridges announce to browsers. */
  readonly address: AdvertisedAddress;

  /**
   * UDP port of the first bridge of the pool; each further one has the next. Clients, Service, pod and bridge all use the same number.
   *
   * @default 10000
   */
  readonly port?: number;
}

const OPTIONS: Shape<MediaLoadBalancerOptions> = {
  ...LOAD_BALANCER,
  address: required(instance<AdvertisedAddress>(
    'AdvertisedAddress', () => AdvertisedAddress, 'AdvertisedAddress.fromService() or AdvertisedAddress.fixed(["203.0.113.10"]): where none is announced, no media arrives',
  )),
  port: number('a port such as 10000'),
};

/** How media reach the bridges of a pool. */
export class MediaExposure {
  /**
   * One Service of type LoadBalancer for the pool, which must carry UDP, with a port for each bridge.
   *
   * @param options address, port, and what the load balancer wants to know.
   */
  public static loadBalancer(options: MediaLoadBalancerOptions): MediaExposure {
    return new MediaExposure(options);
  }

  private constructor(private readonly options: MediaLoadBalancerOptions) {}

  /** @internal */
  public get _loadBalancer(): LoadBalancerOptions {
    return this.options;
  }

  /** @internal */
  public get _address(): AdvertisedAddress {
    return this.options.address;
  }

  /** @internal UDP port of a bridge, counted from 0. */
  public _port(bridge: number): number {
    return (this.options.port ?? 10000) + bridge;
  }

  /** @internal Browsers' media must not change its source address on the way to the only bridge; with several, a node without the right one must pass it on. */
  public _trafficPolicy(bridges: number): 'Local' | 'Cluster' {
    return bridges === 1 ? 'Local' : 'Cluster';
  }

  /** @internal */
  public _violations(path: string, bridges: number): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    if (wrong.length > 0) {
      return wrong;
    }
    const { address, port } = this.options;
    return [
      ...loadBalancerViolations(path, this.options),
      ...address._violations(at(path, 'address'), bridges),
      ...(port !== undefined && !(isPort(port) && port >= 1024 && isPort(port + bridges - 1))
        ? [{ field: at(path, 'port'), problem: `${shown(port)} must be a port from 1024 to ${65536 - bridges}; bridges run without the right to use lower ones` }] : []),
    ];
  }
}
