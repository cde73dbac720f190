/**
 * How media reach one bridge: a line of the table from which manifests are made and by which they are judged. It is printed after synthesis.
 * A bridge listens on the very port that it announces, so all ports of a line are one number, unless an address names the port that a router has.
 */
export interface MediaRoute {
  /** Name of the pool. The first one is called `default`. */
  readonly pool: string;
  /** Name of the bridge's workload, or of its pod where one workload has several. */
  readonly bridge: string;
  /** How many bridges the line stands for. More than one only where each has a node to itself, or where only relays look for them. */
  readonly bridges: number;
  /** The way that was chosen, by the name of its factory in `MediaExposure`. */
  readonly exposure: string;
  /** Addresses that are announced, or where they come from. */
  readonly address: string;
  /** UDP port that is announced with the first of them. A port that others have instead stands behind them. */
  readonly advertisedPort: number;
  /**
   * Name of the Service.
   *
   * @default - There is none: media come by the node's own port, or by relays.
   */
  readonly service?: string;
  /**
   * UDP port of the Service.
   *
   * @default - There is no Service.
   */
  readonly servicePort?: number;
  /**
   * UDP port of all nodes.
   *
   * @default - The Service has none that is asked for.
   */
  readonly nodePort?: number;
  /**
   * Name of the pod's port, which the Service targets.
   *
   * @default - There is no Service.
   */
  readonly targetPort?: string;
  /**
   * Policy of the Service for traffic from outside (`externalTrafficPolicy`).
   *
   * @default - There is no Service.
   */
  readonly trafficPolicy?: string;
  /**
   * UDP port of the node that the bridge runs on.
   *
   * @default - The bridge takes no port of its node.
   */
  readonly hostPort?: number;
  /** UDP port of the pod. */
  readonly containerPort: number;
  /** UDP port at which the bridge listens (`JVB_PORT`). */
  readonly bridgePort: number;
}
