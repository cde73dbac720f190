import { AdvertisedAddress } from '../options/advertised-address';
import { AddressClaim } from '../options/address-claims';
import { ExtraPort } from '../options/applied-preset';
import { LOAD_BALANCER, loadBalancerAnnotations, loadBalancerClaims, loadBalancerFields, LoadBalancerOptions, loadBalancerViolations } from '../options/load-balancer-options';
import { LoadBalancerContext } from '../options/load-balancer-preset';
import { MediaRoute } from '../options/media-route';
import { list, number, Shape, shapeViolations, struct } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { BALANCED_ADDRESS } from './addresses';
import { addressViolations, BRIDGE_HEALTH, MediaServiceParts, MediaWay, PoolPlace, portViolations, publicPortOf, repeated, route, withPort } from './media-way';

/** How Services of type LoadBalancer, one for each bridge, carry media. */
export interface MediaLoadBalancerPerBridgeOptions extends LoadBalancerOptions {
  /** The address that each bridge announces to browsers: `fromService`, each its own, or `fixed` with as many addresses as bridges, in their order. */
  readonly address: AdvertisedAddress;

  /**
   * UDP port of all bridges.
   *
   * @default 10000
   */
  readonly port?: number;

  /**
   * What the load balancer of each single bridge wants to know, in the order of the bridges. Annotations are added to those of all.
   *
   * @default - The same for all.
   */
  readonly perBridge?: LoadBalancerOptions[];
}

const OPTIONS: Shape<MediaLoadBalancerPerBridgeOptions> = {
  ...LOAD_BALANCER, address: BALANCED_ADDRESS, port: number('a port such as 10000'), perBridge: list(struct(LOAD_BALANCER)),
};

/** A Service for each bridge, which tells it from its siblings by the name of its pod. */
export class LoadBalancerPerBridgeWay implements MediaWay {
  public readonly name = 'loadBalancerPerBridge';
  public readonly layout = 'one stateful set';
  public readonly picksAddress = true;

  constructor(private readonly options: MediaLoadBalancerPerBridgeOptions) {}

  public get address(): AdvertisedAddress {
    return this.options.address;
  }

  public routes(place: PoolPlace): MediaRoute[] {
    return Array.from({ length: place.bridges }, (_, bridge) => {
      const name = `${place.name}-${bridge}`;
      return {
        ...route(this, place, name, this.port, { service: name, servicePort: this.port, targetPort: 'media', trafficPolicy: 'Local' }),
        address: this.address.addresses?.[bridge] ?? this.address._description,
        advertisedPort: publicPortOf(this.address.addresses?.[bridge]) ?? this.port,
      };
    });
  }

  public serviceParts(bridge: number, bridges: number): MediaServiceParts {
    const own = this.ownOptions(bridge);
    return { fields: { ...loadBalancerFields(own), externalTrafficPolicy: 'Local' }, annotations: loadBalancerAnnotations(own, this.context(bridge, bridges)) };
  }

  public healthPorts(bridges: number): ExtraPort[] {
    return Array.from({ length: bridges }, (_, bridge) => this.ownOptions(bridge).provider?._extraPorts(this.context(bridge, bridges)) ?? []).flat();
  }

  public claims(path: string, bridges: number): AddressClaim[] {
    return Array.from({ length: bridges }, (_, bridge) => loadBalancerClaims(
      this.options.perBridge === undefined ? path : at(path, `perBridge[${bridge}]`), this.ownOptions(bridge), this.context(bridge, bridges), { whose: 'bridges', ports: [`UDP ${this.port}`] },
    )).flat();
  }

  public violations(path: string, bridges: number): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    if (wrong.length > 0) {
      return wrong;
    }
    const { perBridge, loadBalancerIp, provider } = this.options;
    const { addresses } = this.address;
    const ofAll = loadBalancerViolations(path, this.options, this.context(bridges, bridges));
    // The provider of all is judged once; beside each bridge's own options it may be wrong all the same.
    const common = ofAll.length === 0 ? provider : undefined;
    return [
      ...ofAll,
      ...(perBridge ?? []).flatMap((own, bridge) => loadBalancerViolations(
        at(path, `perBridge[${bridge}]`), own.provider === undefined ? { ...own, provider: common } : this.ownOptions(bridge), this.context(bridge, bridges),
      )),
      ...addressViolations(path, 'load balancers', this.address, ['fromService', 'fixed'], 'browsers reach the load balancer, not the node', true),
      ...portViolations(path, this.port, 1),
      ...(perBridge !== undefined && perBridge.length !== bridges
        ? [{ field: at(path, 'perBridge'), problem: `describes ${perBridge.length} load balancers for ${bridges} bridges; describe one for each` }] : []),
      ...(addresses !== undefined && addresses.length > 0 && addresses.length !== bridges
        ? [{ field: at(path, 'address'), problem: `names ${addresses.length} addresses for ${bridges} bridges; name one for each, in their order` }] : []),
      ...repeated((perBridge ?? []).flatMap((own) => own.loadBalancerIp ?? [])).map((address) => ({
        field: at(path, 'perBridge'), problem: `${shown(address)} is asked for by two load balancers; it can be that of one`,
      })),
      ...repeated((addresses ?? []).map((address) => withPort(address, this.port))).map((place) => ({
        field: at(path, 'address'), problem: `${shown(place)} would be announced by two bridges; name another address or public port for each`,
      })),
      ...(loadBalancerIp !== undefined && bridges > 1
        ? [{ field: at(path, 'loadBalancerIp'), problem: `one address cannot be that of ${bridges} load balancers; write one for each bridge in perBridge, or use MediaExposure.loadBalancer` }] : []),
    ];
  }

  /** What is said of one bridge, before what is said of all. */
  private ownOptions(bridge: number): LoadBalancerOptions {
    const { provider, annotations, loadBalancerClass, loadBalancerIp, sourceRanges, perBridge } = this.options;
    const own = perBridge?.[bridge];
    return {
      provider: own?.provider ?? provider,
      annotations: { ...annotations, ...own?.annotations },
      loadBalancerClass: own?.loadBalancerClass ?? loadBalancerClass,
      loadBalancerIp: own?.loadBalancerIp ?? loadBalancerIp,
      sourceRanges: own?.sourceRanges ?? sourceRanges,
    };
  }

  /** A provider that is given for all serves as many Services as there are bridges without one of their own. */
  private context(bridge: number, bridges: number): LoadBalancerContext {
    const { perBridge = [] } = this.options;
    const services = perBridge[bridge]?.provider === undefined ? bridges - perBridge.filter(({ provider }) => provider !== undefined).length : 1;
    return { protocol: 'UDP', services, trafficPolicy: 'Local', healthCheck: BRIDGE_HEALTH };
  }

  private get port(): number {
    return this.options.port ?? 10000;
  }
}
