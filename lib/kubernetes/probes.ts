import { k8s } from 'cdk8s-plus-27';

export type Probes = Pick<k8s.Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

/** How often a probe asks, and how many failures in a row count. */
export interface ProbeTiming {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
  /** @default 3 */
  readonly timeoutSeconds?: number;
}

/** Asks for a page; any status from 200 to 399 is good. */
export function httpProbe(port: string, path: string, timing: ProbeTiming): k8s.Probe {
  return { httpGet: { port: k8s.IntOrString.fromString(port), path }, timeoutSeconds: 3, ...timing };
}

/** Opens a connection and closes it. */
export function tcpProbe(port: string, timing: ProbeTiming): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromString(port) }, timeoutSeconds: 3, ...timing };
}
