import { Features } from '../features/features';
import { ImageOptions } from './image-options';
import { IpFamilies } from './ip-families';
import { Relays } from './relays';

/** What all components of one stack agree on. */
export interface InstanceOptions {
  /**
   * Address at which people open meetings, and the one place for the domain: `https://`, a host name and, where it is not 443, a port.
   */
  readonly publicUrl: string;

  /**
   * Domain of the cluster's own DNS.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Time zone of all components, by its name in the tz database, such as `Europe/Paris`.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;

  /**
   * Domain that the XMPP server's parts are named after. It is logical, needs no DNS record and need not be the public one.
   *
   * @default 'meet.jitsi'
   */
  readonly xmppDomain?: string;

  /**
   * Where images come from.
   *
   * @default - Images come from the registries that publish them, by digest.
   */
  readonly images?: ImageOptions;

  /**
   * Whether pods may talk and be talked to only as the stack needs it.
   *
   * @default true
   */
  readonly networkPolicies?: boolean;

  /**
   * TCP ports at which pods may reach the API server. Network policies see its real port, which differs by distribution.
   *
   * @default [443, 6443, 8443, 16443]
   */
  readonly apiServerPorts?: number[];

  /**
   * Whether several bridges carry one meeting, for meetings larger than a bridge and people far apart. It needs two bridges or more, of one pool or of several.
   *
   * @default - A meeting is on one bridge.
   */
  readonly relays?: Relays;

  /**
   * What meetings are like: what people can do in them, what they hear and see, and what the site shows around them.
   *
   * @default - The images' defaults.
   */
  readonly features?: Features;

  /**
   * Families of addresses that all Services have. Those of a Service that exists can be added to, but the first one cannot be changed.
   *
   * @default - What the cluster gives to Services that ask for nothing: one family, its first.
   */
  readonly ipFamilies?: IpFamilies;
}
