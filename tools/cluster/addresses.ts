/** Name of the node that a cluster always has. */
export const NODE = 'node';

/** Name of the one that a cluster may lose. It has the same address. */
export const SPARE_NODE = 'spare';

/** Addresses of a cluster; each has networks of its own, so all clusters have the same. */
export const NODE_ADDRESS = '192.0.2.1';

/** That of whoever runs in the browsers' network. */
export const CLIENT_ADDRESS = '192.0.2.100';

export const POD_RANGE = '10.244.0.0/24';

export const SERVICE_RANGE = '10.96.0.0/16';

/** That of the Service `kubernetes`. */
export const FIRST_SERVICE_ADDRESS = '10.96.0.1';

/** First three numbers of the addresses that Services of type LoadBalancer get. */
export const LOAD_BALANCER_RANGE = '198.51.100';

/** Where browsers find the node: those addresses, and others for whoever asks for a fixed one. */
export const LOAD_BALANCER_RANGES = [`${LOAD_BALANCER_RANGE}.0/24`, '203.0.113.0/24'];

export const API_SERVER = `https://${NODE_ADDRESS}:6443`;

export const PAUSE_IMAGE = 'pause.example.org/pause:1';
