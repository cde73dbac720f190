import { EdgeClusterIp, EdgeClusterIpOptions } from '../edge/cluster-ip';
import { EdgeWay } from '../edge/edge-way';
import { EdgeGateway } from '../edge/gateway';
import { EdgeGatewayOptions } from '../edge/gateway-options';
import { EdgeHostPort, EdgeHostPortOptions } from '../edge/host-port';
import { EdgeIngress, EdgeIngressOptions } from '../edge/ingress';
import { EdgeLoadBalancer, EdgeLoadBalancerOptions } from '../edge/load-balancer';
import { EdgeNodePort, EdgeNodePortOptions } from '../edge/node-port';

/** How browsers reach the NGINX edge. */
export class EdgeExposure {
  /**
   * A Service of type LoadBalancer with the port of the public address and TCP 80, from which browsers are sent there. Clients' addresses are kept.
   *
   * @param options what the load balancer wants to know.
   */
  public static loadBalancer(options: EdgeLoadBalancerOptions = {}): EdgeExposure {
    return new EdgeExposure(new EdgeLoadBalancer(options));
  }

  /**
   * A Service that is reached from inside the cluster only, for something of your own in front of it: it passes TCP through, and the edge ends TLS. Or it ends
   * TLS, with `Tls.terminatedUpstream`.
   *
   * @param options how it names clients.
   */
  public static clusterIp(options: EdgeClusterIpOptions = {}): EdgeExposure {
    return new EdgeExposure(new EdgeClusterIp(options));
  }

  /**
   * A port on all nodes that have a pod of the edge. Clients' addresses are kept.
   *
   * @param options the ports.
   */
  public static nodePort(options: EdgeNodePortOptions): EdgeExposure {
    return new EdgeExposure(new EdgeNodePort(options));
  }

  /**
   * Ports of the nodes that the pods run on, one pod a node. Pod Security forbids it, even at the level `baseline`, so the namespace must not enforce it. Clients'
   * addresses are kept. A pod that is replaced needs a node on which the ports are free: the old one goes first.
   *
   * @param options the ports, where they are not those of the public address.
   */
  public static hostPort(options: EdgeHostPortOptions = {}): EdgeExposure {
    return new EdgeExposure(new EdgeHostPort(options));
  }

  /**
   * An Ingress. Its controller ends TLS and speaks plain HTTP to the edge, so it needs `Tls.terminatedUpstream`, by which clients' addresses are kept.
   *
   * @param options the controller.
   */
  public static ingress(options: EdgeIngressOptions = {}): EdgeExposure {
    return new EdgeExposure(new EdgeIngress(options));
  }

  /**
   * A route of the Gateway API, to a Gateway of its own or to one that exists. With an HTTPRoute the Gateway ends TLS, which needs `Tls.terminatedUpstream`, by which
   * clients' addresses are kept; with a TLSRoute the edge does.
   *
   * @param options the Gateway and the kind of route.
   */
  public static gateway(options: EdgeGatewayOptions): EdgeExposure {
    return new EdgeExposure(new EdgeGateway(options));
  }

  private constructor(
    /** @internal */
    public readonly _way: EdgeWay,
  ) {}
}
