import { required, Shape, struct } from '../validation/shapes';
import { TRUSTED_PROXIES } from '../tls/trusted-proxies';

/** How the edge learns clients' addresses from who passes TCP on. */
export interface ProxyProtocolOptions {
  /**
   * Addresses and address blocks from which connections come: of the load balancer, as the edge's pods see it. The address that they send counts as the
   * client's, that of others does not. Whoever connects must speak the PROXY protocol, so a load balancer that does not reaches nothing.
   */
  readonly trustedProxies: string[];
}

const OPTIONS: Shape<ProxyProtocolOptions> = { trustedProxies: required(TRUSTED_PROXIES) };

/** The kind of the prop. */
export const PROXY_PROTOCOL = struct(OPTIONS);
