import { Lifecycle } from './types';

/** Goes on serving while others still send new connections: kube-proxies for seconds, load balancers for longer. `sleep` is in every image. */
export function servesOnFor(seconds: number): Lifecycle {
  return { preStop: { exec: { command: ['sleep', String(seconds)] } } };
}
