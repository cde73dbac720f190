import { ComponentOptions } from '../options/component-options';
import { ProsodyExtensions } from './prosody-extensions';

/** What the XMPP server can be given. */
export interface ProsodyOptions extends ComponentOptions, ProsodyExtensions {
  /**
   * Addresses and address blocks whose word Prosody takes for a client's address: they must contain the edge's pods. A client that lives in one of
   * them shows as the edge, so name the cluster's pod network where it is known.
   *
   * @default ['127.0.0.1', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']
   */
  readonly trustedProxies?: string[];
}
