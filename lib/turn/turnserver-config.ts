import { addressRange, DENIED_PEERS } from './peers';

/** Ports that coturn listens on, above 1023 because it has no right to lower ones. */
export const PORTS = { turn: 3478, turns: 5349 } as const;

/** Folders and files that the configuration, the start script and the mounts agree on. */
export const PATHS = {
  config: '/config',
  tls: '/etc/coturn/tls',
  /** The start script writes here what is known only in the pod, and what nobody else may read. */
  runtime: '/run/coturn',
  certificate: 'fullchain.pem',
  privateKey: 'private.key',
} as const;

/** What coturn's configuration depends on. */
export interface TurnserverConfigOptions {
  /** Host name of the server; people's credentials are for it. */
  readonly host: string;
  /** Whether it takes TURN without TLS by TCP. */
  readonly tcp: boolean;
  /** Whether it takes TURN by UDP. */
  readonly udp: boolean;
  /** Whether it takes TURN over TLS. */
  readonly tls: boolean;
  /** Private address blocks of bridges. */
  readonly bridgePeerCidrs: readonly string[];
  readonly maxAllocations: number;
  readonly maxAllocationsPerCredential: number;
}

/**
 * The turnserver.conf, without the shared secret and the pod's addresses, which the start script appends. A console, the web interface, DTLS and TLS below 1.2 are off
 * in coturn from 4.17 on unless they are asked for; so is allowing loopback.
 */
export function turnserverConfig(options: TurnserverConfigOptions): string {
  return `${[
    '# Made by cdk8s-jitsi. A change to this file rolls the pods.',
    ...listeners(options),
    '',
    '# Credentials that Prosody makes from the shared secret, and that expire.',
    'use-auth-secret',
    `realm=${options.host}`,
    'fingerprint',
    'stale-nonce=600',
    `total-quota=${options.maxAllocations}`,
    `user-quota=${options.maxAllocationsPerCredential}`,
    '',
    '# Media are UDP. Of private addresses, those of bridges alone.',
    'no-tcp-relay',
    'no-multicast-peers',
    ...DENIED_PEERS.map((cidr) => `denied-peer-ip=${addressRange(cidr)}`),
    ...options.bridgePeerCidrs.map((cidr) => `allowed-peer-ip=${addressRange(cidr)}`),
    '',
    '# Nothing but the shared secret lets anybody in. Without a data base of its own in each thread, logins at one instant fail: "database is locked".',
    'userdb=:memory:',
    'no-auth-pings',
    'no-dynamic-ip-list',
    'no-dynamic-realms',
    `pidfile=${PATHS.runtime}/turnserver.pid`,
    'log-file=stdout',
    'simple-log',
  ].join('\n')}\n`;
}

function listeners({ tcp, udp, tls }: TurnserverConfigOptions): string[] {
  return [
    `listening-port=${PORTS.turn}`,
    ...(udp ? [] : ['no-udp']),
    ...(tcp ? [] : ['no-tcp']),
    ...(tls ? [`tls-listening-port=${PORTS.turns}`, `cert=${PATHS.tls}/${PATHS.certificate}`, `pkey=${PATHS.tls}/${PATHS.privateKey}`, 'cipher-list=ECDHE+AESGCM:ECDHE+CHACHA20'] : ['no-tls']),
  ];
}
