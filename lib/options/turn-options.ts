import { Duration } from 'cdk8s';
import { ComponentOptions } from './component-options';
import type { LoadBalancerOptions } from './load-balancer-options';
import type { Tls } from './tls';

/** How browsers send to a TURN server where they do not use TLS. */
export enum TurnTransport {
  /** TCP, for networks that let no UDP out. */
  TCP = 'tcp',
  /** UDP, which carries media without the stutter of TCP. */
  UDP = 'udp',
}

/** What browsers are told of a TURN server. */
export interface TurnServerOptions {
  /** Host name, or IPv4 address, at which browsers reach the server (`TURN_HOST`, `TURNS_HOST`). One beside the stack has another address than the edge, and so another name. */
  readonly host: string;

  /**
   * Transports of TURN without TLS (`TURN_TRANSPORT`), none for TURN over TLS alone.
   *
   * @default [TurnTransport.TCP]
   */
  readonly transports?: TurnTransport[];

  /**
   * Port of TURN without TLS (`TURN_PORT`). Browsers take 53, 80, 443 and those from 1024 on.
   *
   * @default 3478
   */
  readonly port?: number;

  /**
   * How long a person's credentials are good (`TURN_TTL`), from a minute to a week. Who is connected stays; who loses the connection later must join the
   * meeting again to go on by TURN.
   *
   * @default Duration.days(1)
   */
  readonly credentialLifetime?: Duration;
}

/** A TURN server that is there already. */
export interface TurnExternalOptions extends TurnServerOptions {
  /**
   * Name of a Secret in the stack's namespace that holds the secret which the server shares with Prosody (coturn: `static-auth-secret`): letters, digits
   * and `+ / = . _ ~ -`.
   */
  readonly secretName: string;

  /**
   * Key of the shared secret.
   *
   * @default 'TURN_CREDENTIALS'
   */
  readonly secretKey?: string;

  /**
   * Number of the shared secret. Raising it after a change starts Prosody again, which reads the secret when it starts.
   *
   * @default 1
   */
  readonly revision?: number;

  /**
   * TCP port of TURN over TLS (`TURNS_PORT`), the same as `port` where the server takes both there. Browsers take 53, 80, 443 and those from 1024 on.
   *
   * @default - The server has no TURN over TLS.
   */
  readonly tlsPort?: number;
}

/** A TURN server beside the stack. */
export interface CoturnOptions extends TurnServerOptions, ComponentOptions {
  /**
   * Whether it takes TURN over TLS, which passes where firewalls let only HTTPS out.
   *
   * @default true
   */
  readonly overTls?: boolean;

  /**
   * TCP port of TURN over TLS (`TURNS_PORT`): 443, which firewalls let out, or 5349, where the load balancer's address has another use for 443.
   *
   * @default 443
   */
  readonly tlsPort?: number;

  /**
   * Where its certificate comes from, which must be good for `host`. Browsers take no self-signed one from a TURN server, and say nothing. With
   * `Tls.certManager` it gets a certificate of its own.
   *
   * @default - The same as the edge's, with `Tls.fromSecret` the same Secret.
   */
  readonly tls?: Tls;

  /**
   * The Service of type LoadBalancer by which browsers reach it.
   *
   * @default - The cluster's load balancer, open to everybody.
   */
  readonly loadBalancer?: LoadBalancerOptions;

  /**
   * Private address blocks in which bridges have their addresses: the pod network, or the nodes' own. Without them relayed media go to the bridges' public
   * addresses, and all other private addresses stay out of reach in any case.
   *
   * @default - Bridges are reached at public addresses alone.
   */
  readonly bridgePeerCidrs?: string[];

  /**
   * How many relay addresses there may be at once in each pod, up to 16000. A person has one or two.
   *
   * @default 1000
   */
  readonly maxAllocations?: number;

  /**
   * How many of them one set of credentials may have. People who join in the same second share one: credentials are named after the second in which they expire.
   *
   * @default 200
   */
  readonly maxAllocationsPerCredential?: number;

  /**
   * Number of pods. With two or more, a PodDisruptionBudget keeps all but one of them up while nodes are drained.
   *
   * @default 1
   */
  readonly replicas?: number;
}
