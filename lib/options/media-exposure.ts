import { HostNetworkWay, HostPortWay, MediaHostNetworkOptions, MediaHostPortOptions } from '../media/host';
import { LoadBalancerWay, MediaLoadBalancerOptions } from '../media/load-balancer';
import { LoadBalancerPerBridgeWay, MediaLoadBalancerPerBridgeOptions } from '../media/load-balancer-per-bridge';
import { MediaWay } from '../media/media-way';
import { MediaNodePortOptions, NodePortWay } from '../media/node-port';
import { MediaTurnOnlyOptions, TurnOnlyWay } from '../media/turn-only';

/** How media reach the bridges of a pool. */
export class MediaExposure {
  /**
   * One Service of type LoadBalancer for the pool, which must carry UDP, with a port for each bridge. All bridges share its address.
   *
   * @param options address, port, and what the load balancer wants to know.
   */
  public static loadBalancer(options: MediaLoadBalancerOptions): MediaExposure {
    return new MediaExposure(new LoadBalancerWay(options));
  }

  /**
   * A Service of type LoadBalancer for each bridge, which must carry UDP. Each bridge has an address of its own, all have the same port, and
   * clients' addresses are kept. The bridges are pods of one StatefulSet, which replaces them one at a time.
   *
   * @param options address, port, and what the load balancers want to know.
   */
  public static loadBalancerPerBridge(options: MediaLoadBalancerPerBridgeOptions): MediaExposure {
    return new MediaExposure(new LoadBalancerPerBridgeWay(options));
  }

  /**
   * A port on all nodes for each bridge, where nothing carries UDP in front of them. Firewalls must let it through to the nodes.
   *
   * @param options address and port.
   */
  public static nodePort(options: MediaNodePortOptions): MediaExposure {
    return new MediaExposure(new NodePortWay(options));
  }

  /**
   * The port of each bridge on the node that it runs on, one bridge a node. Pod Security forbids it, even at the level `baseline`, so the namespace
   * must not enforce it. A bridge that is replaced needs a node on which the port is free: the old one goes first.
   *
   * @param options address and port.
   */
  public static hostPort(options: MediaHostPortOptions): MediaExposure {
    return new MediaExposure(new HostPortWay(options));
  }

  /**
   * The network of the nodes themselves, one bridge a node: no address is translated, which costs least per packet. Pod Security forbids it, even
   * at the level `baseline`; network policies do not hold for the bridges, and whoever breaks into one is in the node's network.
   *
   * @param options address, ports and the nodes' own addresses.
   */
  public static hostNetwork(options: MediaHostNetworkOptions): MediaExposure {
    return new MediaExposure(new HostNetworkWay(options));
  }

  /**
   * No address outside the cluster: browsers reach bridges by TURN servers alone, which reach the pods. Prosody must name them to browsers.
   *
   * @param options where the servers are, unless the stack's own is the only one.
   */
  public static turnOnly(options: MediaTurnOnlyOptions = {}): MediaExposure {
    return new MediaExposure(new TurnOnlyWay(options));
  }

  private constructor(
    /** @internal */
    public readonly _way: MediaWay,
  ) {}
}
