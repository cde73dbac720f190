import { AdvertisedAddress } from '../options/advertised-address';
import { AddressClaim } from '../options/address-claims';
import { ExtraPort } from '../options/applied-preset';
import { LOAD_BALANCER, loadBalancerAnnotations, loadBalancerClaims, loadBalancerFields, LoadBalancerOptions, loadBalancerViolations } from '../options/load-balancer-options';
import { LoadBalancerContext } from '../options/load-balancer-preset';
import { MediaRoute } from '../options/media-route';
import { number, Shape, shapeViolations } from '../validation/shapes';
import { Violation } from '../validation/violations';
import { BALANCED_ADDRESS } from './addresses';
import { addressViolations, BRIDGE_HEALTH, MediaServiceParts, MediaWay, PoolPlace, portViolations, publicPortViolations, route } from './media-way';

/** How one Service of type LoadBalancer carries media. */
export interface MediaLoadBalancerOptions extends LoadBalancerOptions {
  /** The address that bridges announce to browsers: `fromService` or `fixed`. */
  readonly address: AdvertisedAddress;

  /**
   * UDP port of the first bridge of the pool. Each further one has the next. Clients, Service, pod and bridge all use the same number.
   *
   * @default 10000
   */
  readonly port?: number;
}

const OPTIONS: Shape<MediaLoadBalancerOptions> = { ...LOAD_BALANCER, address: BALANCED_ADDRESS, port: number('a port such as 10000') };

/** One Service for the pool, with a port for each bridge. Behind one UDP port there is never more than one bridge. */
export class LoadBalancerWay implements MediaWay {
  public readonly name = 'loadBalancer';
  public readonly layout = 'workload each';

  constructor(private readonly options: MediaLoadBalancerOptions) {}

  public get address(): AdvertisedAddress {
    return this.options.address;
  }

  public routes(place: PoolPlace): MediaRoute[] {
    return Array.from({ length: place.bridges }, (_, bridge) => {
      const port = this.port + bridge;
      return route(this, place, `${place.name}-${bridge}`, port, {
        service: place.name, servicePort: port, targetPort: `media-${bridge}`, trafficPolicy: trafficPolicy(place.bridges),
      });
    });
  }

  public serviceParts(_bridge: number, bridges: number): MediaServiceParts {
    return {
      fields: { ...loadBalancerFields(this.options), externalTrafficPolicy: trafficPolicy(bridges) }, annotations: loadBalancerAnnotations(this.options, context(bridges)),
    };
  }

  public healthPorts(bridges: number): ExtraPort[] {
    return this.options.provider?._extraPorts(context(bridges)) ?? [];
  }

  public claims(path: string, bridges: number): AddressClaim[] {
    return loadBalancerClaims(path, this.options, context(bridges), { whose: 'bridges', ports: Array.from({ length: bridges }, (_, bridge) => `UDP ${this.port + bridge}`) });
  }

  public violations(path: string, bridges: number): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    return wrong.length > 0 ? wrong : [
      ...loadBalancerViolations(path, this.options, context(bridges)),
      ...addressViolations(path, 'a load balancer', this.address, ['fromService', 'fixed'], 'browsers reach the load balancer, not the node'),
      ...publicPortViolations(path, this.address, bridges),
      ...portViolations(path, this.port, bridges),
    ];
  }

  private get port(): number {
    return this.options.port ?? 10000;
  }
}

/** Browsers' media must not change its source address on the way to the only bridge; with several, a node without the right one must pass it on. */
function trafficPolicy(bridges: number): 'Local' | 'Cluster' {
  return bridges === 1 ? 'Local' : 'Cluster';
}

function context(bridges: number): LoadBalancerContext {
  return { protocol: 'UDP', services: 1, trafficPolicy: trafficPolicy(bridges), healthCheck: BRIDGE_HEALTH };
}
