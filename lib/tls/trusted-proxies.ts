import { isAddressOrCidr, isBlockWithoutLength } from '../validation/formats';
import { list, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

/** The kind of the prop that names proxies. */
export const TRUSTED_PROXIES = list(text('"10.244.0.0/16"'));

/** What is said of a block that was written without its length. */
export function lengthMissing(field: string, blocks: readonly string[]): Violation {
  const [block = ''] = blocks.filter(isBlockWithoutLength);
  return { field, problem: `${shown(block)} is one host without a length, and no block; write it with its length, such as ${shown(`${block}/16`)}, or with /32 for the host` };
}

/** What is wrong with addresses whose word counts. Everybody is nobody to be trusted. */
export function trustedProxyViolations(path: string, proxies: readonly string[]): Violation[] {
  return proxies.some(isBlockWithoutLength) ? [lengthMissing(at(path, 'trustedProxies'), proxies)] : proxies.length > 0 && proxies.every((proxy) => isAddressOrCidr(proxy) && !/\/0+$/.test(proxy)) ? []
    : [{ field: at(path, 'trustedProxies'), problem: `${shown(proxies)} must be one or more addresses or address blocks of proxies, such as ["10.244.0.0/16"], and not everything: whom the edge trusts can claim any address` }];
}
