import { Lifecycle } from './types';

/** Goes on serving until load balancers and kube-proxy no longer send new connections. `sleep` is in every image. */
export const UNTIL_NO_LONGER_ENDPOINT: Lifecycle = { preStop: { exec: { command: ['sleep', '10'] } } };
