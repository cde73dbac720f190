import { Container, Probe } from './types';

export type Probes = Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

/** How often a probe asks, and how many failures in a row count. */
export interface ProbeTiming {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
  /** @default 3 */
  readonly timeoutSeconds?: number;
}

/** Asks for a page; any status from 200 to 399 is good. */
export function httpProbe(port: string, path: string, timing: ProbeTiming): Probe {
  return { httpGet: { port, path }, timeoutSeconds: 3, ...timing };
}

/** The same at the node's loopback address, for a pod in its network that listens nowhere else. */
export function loopbackProbe(port: number, path: string, timing: ProbeTiming): Probe {
  return { httpGet: { host: '127.0.0.1', port, path }, timeoutSeconds: 3, ...timing };
}

/** Opens a connection and closes it. */
export function tcpProbe(port: string, timing: ProbeTiming): Probe {
  return { tcpSocket: { port }, timeoutSeconds: 3, ...timing };
}
