/** Transport protocols of open ports. */
export enum TransportProtocol {
  /** TCP, which carries pages, signalling and, by TURN, media. */
  TCP = 'TCP',
  /** UDP, which carries media. */
  UDP = 'UDP',
}

/** A port that must be open between the world and the stack. */
export interface OpenPort {
  /** Port number, seen from outside. */
  readonly port: number;
  /** Transport protocol. */
  readonly protocol: TransportProtocol;
  /**
   * Port of the Service or the nodes, where something before them, such as a router, has another one.
   *
   * @default - The same port.
   */
  readonly servicePort?: number;
  /** Name of the Service that carries it, or of the workload whose nodes have the port themselves. */
  readonly service: string;
  /** What it is for. */
  readonly purpose: string;
  /** Where its address comes from. */
  readonly address: string;
  /**
   * Address blocks from which clients may come.
   *
   * @default - Clients may come from anywhere.
   */
  readonly sources?: string[];
}
