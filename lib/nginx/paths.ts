/** Folders and files that the configuration, the start script and the mounts agree on. */
export const PATHS = {
  config: '/etc/nginx/nginx.conf',
  tls: '/etc/nginx/tls',
  cache: '/var/cache/nginx',
  /** The start script writes here what is known only in the pod. */
  runtime: '/tmp/edge',
  certificate: 'fullchain.pem',
  privateKey: 'private.key',
} as const;
