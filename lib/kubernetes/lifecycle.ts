import { k8s } from 'cdk8s-plus-27';

/** Goes on serving until load balancers and kube-proxy no longer send new connections. `sleep` is in every image. */
export const UNTIL_NO_LONGER_ENDPOINT: k8s.Lifecycle = { preStop: { exec: { command: ['sleep', '10'] } } };
