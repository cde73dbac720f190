import { ServiceFields } from '../kubernetes/types';

/**
 * Families of addresses that the stack's Services have. NGINX, web and Prosody listen on both wherever the pod has them. A bridge announces its public
 * address for the IPv4 address of its pod, so pods must have one, or browsers reach bridges by relays alone.
 */
export class IpFamilies {
  /** IPv4 alone. */
  public static ipv4(): IpFamilies {
    return new IpFamilies({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] });
  }

  /** IPv6 alone. */
  public static ipv6(): IpFamilies {
    return new IpFamilies({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] });
  }

  /** Both where the cluster has both, and the one that it has where it has one. */
  public static dualStackWherePossible(): IpFamilies {
    return new IpFamilies({ ipFamilyPolicy: 'PreferDualStack' });
  }

  /** Both. A cluster that has one refuses the Services. */
  public static dualStack(): IpFamilies {
    return new IpFamilies({ ipFamilyPolicy: 'RequireDualStack' });
  }

  private constructor(
    /** @internal Fields of each Service. */
    public readonly _fields: ServiceFields,
  ) {}
}
