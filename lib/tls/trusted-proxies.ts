import { isAddressOrCidr } from '../validation/formats';
import { list, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

/** The kind of the prop that names proxies. */
export const TRUSTED_PROXIES = list(text('"10.244.0.0/16"'));

/** What is wrong with addresses whose word counts. Everybody is nobody to be trusted. */
export function trustedProxyViolations(path: string, proxies: readonly string[]): Violation[] {
  return proxies.length > 0 && proxies.every((proxy) => isAddressOrCidr(proxy) && !/\/0+$/.test(proxy)) ? []
    : [{ field: at(path, 'trustedProxies'), problem: `${shown(proxies)} must be one or more addresses or address blocks of proxies, such as ["10.244.0.0/16"], and not everything: whom the edge trusts can claim any address` }];
}
