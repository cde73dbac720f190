import { AdvertisedAddress } from '../options/advertised-address';
import { MediaRoute } from '../options/media-route';
import { isPort } from '../validation/formats';
import { list, number, required, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { NODE_ADDRESS } from './addresses';
import { addressViolations, blockViolations, MediaWay, PoolPlace, portViolations, route } from './media-way';

/** How a port of the bridge's own node carries media. */
export interface MediaHostPortOptions {
  /**
   * The address that a bridge announces to browsers: `nodeExternalIp`, `nodeInternalIp`, `stun`, or, for a single bridge, `fixed`, where
   * `nodeSelector` keeps the bridge on the node that has it.
   */
  readonly address: AdvertisedAddress;

  /**
   * UDP port of each bridge on its node. Node, pod and bridge all use the same number.
   *
   * @default 10000
   */
  readonly port?: number;
}

/** How bridges in the network of their nodes get media. */
export interface MediaHostNetworkOptions extends MediaHostPortOptions {
  /**
   * Address blocks of the nodes, such as `192.0.2.0/24`: network policies see bridges under their nodes' addresses, and Prosody lets these log in.
   * Where the cluster's network is a tunnel (VXLAN), nodes come from its addresses, which are in the block of the pods. Cilium matches nodes by
   * their addresses only when its `policyCIDRMatchMode` has `nodes`.
   */
  readonly nodeCidrs: string[];

  /**
   * TCP port of a bridge's REST interface, which listens on the node's loopback address alone. Pools on the same nodes need different ones.
   *
   * @default 8080
   */
  readonly restPort?: number;
}

const HOST_PORT: Shape<MediaHostPortOptions> = { address: NODE_ADDRESS, port: number('a port such as 10000') };
const HOST_NETWORK: Shape<MediaHostNetworkOptions> = { ...HOST_PORT, nodeCidrs: required(list(text('"192.0.2.0/24"'))), restPort: number('a port such as 8080') };

/** Bridges that take a port of their node: one a node, in pods of a network of their own. */
export class HostPortWay implements MediaWay {
  public readonly name: string = 'hostPort';
  public readonly layout = 'one deployment';

  constructor(protected readonly options: MediaHostPortOptions) {}

  public get address(): AdvertisedAddress {
    return this.options.address;
  }

  public routes(place: PoolPlace): MediaRoute[] {
    return [route(this, place, place.name, this.port, { bridges: place.bridges, hostPort: this.port })];
  }

  public serviceParts(): undefined {
    return undefined;
  }

  public violations(path: string, bridges: number): Violation[] {
    const wrong = shapeViolations<MediaHostPortOptions>(path, this.options, this.shape);
    return wrong.length > 0 ? wrong : [
      ...addressViolations(path, "a node's own port", this.address, ['nodeExternalIp', 'nodeInternalIp', 'stun', 'fixed'], 'there is no Service that could have an address'),
      ...(bridges > 1 && this.address._source === 'fixed'
        ? [{ field: at(path, 'address'), problem: `fixed addresses are those of one node, here are ${bridges} bridges, each on a node of its own; use AdvertisedAddress.nodeExternalIp` }] : []),
      ...portViolations(path, this.port, 1),
    ];
  }

  protected get shape(): Shape<MediaHostPortOptions> {
    return HOST_PORT;
  }

  protected get port(): number {
    return this.options.port ?? 10000;
  }
}

/** Bridges in the network of their nodes: no address is translated on the way. */
export class HostNetworkWay extends HostPortWay {
  public override readonly name = 'hostNetwork';

  constructor(protected override readonly options: MediaHostNetworkOptions) {
    super(options);
  }

  public get hostNetwork(): { readonly restPort: number; readonly nodeCidrs: readonly string[] } {
    return { restPort: this.options.restPort ?? 8080, nodeCidrs: this.options.nodeCidrs };
  }

  public override violations(path: string, bridges: number): Violation[] {
    const wrong = shapeViolations(path, this.options, HOST_NETWORK);
    if (wrong.length > 0) {
      return wrong;
    }
    const { nodeCidrs } = this.options;
    const { restPort } = this.hostNetwork;
    return [
      ...super.violations(path, bridges),
      ...blockViolations(at(path, 'nodeCidrs'), nodeCidrs),
      ...(isPort(restPort) && restPort >= 1024 ? [] : [{ field: at(path, 'restPort'), problem: `${shown(restPort)} must be a port from 1024 to 65535; bridges run without the right to use lower ones` }]),
    ];
  }

  protected override get shape(): Shape<MediaHostPortOptions> {
    return HOST_NETWORK;
  }
}
