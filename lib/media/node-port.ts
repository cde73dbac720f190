import { AdvertisedAddress } from '../options/advertised-address';
import { MediaRoute } from '../options/media-route';
import { number, required, Shape, shapeViolations } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { NODE_ADDRESS } from './addresses';
import { addressViolations, MediaServiceParts, MediaWay, PoolPlace, publicPortViolations, route } from './media-way';

/** How a port of all nodes carries media. */
export interface MediaNodePortOptions {
  /** The address that bridges announce to browsers: `nodeExternalIp`, `nodeInternalIp`, or `fixed` with those of nodes or of a router in front. */
  readonly address: AdvertisedAddress;

  /**
   * UDP port of the first bridge on every node, from 30000 to 32767 unless the cluster was given another range. Each further bridge has the next.
   * Nodes, Service, pod and bridge all use the same number.
   */
  readonly port: number;
}

const OPTIONS: Shape<MediaNodePortOptions> = { address: NODE_ADDRESS, port: required(number('a port such as 30000')) };

/** One Service of type NodePort for the pool, with a port for each bridge. */
export class NodePortWay implements MediaWay {
  public readonly name = 'nodePort';
  public readonly layout = 'workload each';

  constructor(private readonly options: MediaNodePortOptions) {}

  public get address(): AdvertisedAddress {
    return this.options.address;
  }

  public routes(place: PoolPlace): MediaRoute[] {
    return Array.from({ length: place.bridges }, (_, bridge) => {
      const port = this.options.port + bridge;
      return route(this, place, `${place.name}-${bridge}`, port, {
        service: place.name, servicePort: port, nodePort: port, targetPort: `media-${bridge}`, trafficPolicy: this.trafficPolicy,
      });
    });
  }

  public serviceParts(): MediaServiceParts {
    return { fields: { type: 'NodePort', externalTrafficPolicy: this.trafficPolicy } };
  }

  public violations(path: string, bridges: number): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    if (wrong.length > 0) {
      return wrong;
    }
    const { port } = this.options;
    return [
      ...addressViolations(path, 'ports of nodes', this.address, ['nodeExternalIp', 'nodeInternalIp', 'fixed'], 'browsers reach nodes at a port that they forward'),
      ...publicPortViolations(path, this.address, bridges),
      ...(Number.isInteger(port) && port >= 1024 && port + bridges - 1 <= 65535 ? []
        : [{ field: at(path, 'port'), problem: `${shown(port)} must be a port of the cluster's range for nodes, 30000 to 32767 by default, with room for ${bridges} in a row` }]),
    ];
  }

  /** A bridge that announces its own node is reached there; an address that is fixed may be any node's. */
  private get trafficPolicy(): 'Local' | 'Cluster' {
    return this.address._source === 'fixed' ? 'Cluster' : 'Local';
  }
}
