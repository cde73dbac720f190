import { BlockList, isIPv4 } from 'node:net';

/**
 * Where a relay must not send, because from inside the cluster it would reach what its users cannot: private and shared networks, the node and the
 * cloud's metadata, and what stands for another address. Loopback and groups coturn refuses by itself, unless it is told otherwise; so are they here. `::` is not
 * among them: to coturn it is no address but the end of a range without an end, and a range of it alone holds every address.
 */
export const DENIED_PEERS: readonly string[] = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '224.0.0.0/4', '240.0.0.0/4',
  '::1/128', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8',
];

/** Whether a relay sends there only where it is told to. */
export function isDeniedPeer(address: string): boolean {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const denied = new BlockList();
  // Those of the other family would say of each IPv4 address that it can be written as IPv6.
  DENIED_PEERS.map((block) => block.split('/')).filter(([first = '']) => isIPv4(first) === (family === 'ipv4')).forEach(([first = '', bits]) => {
    denied.addSubnet(first, Number(bits), family);
  });
  return denied.check(address, family);
}

/** An address block as coturn writes it: its first and its last address. */
export function addressRange(cidr: string): string {
  const [address = '', bits = ''] = cidr.split('/');
  const [width, part] = isIPv4(address) ? [32, 8] : [128, 16];
  const rest = BigInt(width - Number(bits));
  const value = (isIPv4(address) ? address.split('.').map(BigInt) : groups(address)).reduce((sum, each) => (sum << BigInt(part)) + each, 0n);
  const first = (value >> rest) << rest;
  return [first, first + (1n << rest) - 1n].map((each) => written(each, width, part)).join('-');
}

/** The eight groups of an IPv6 address. */
function groups(address: string): bigint[] {
  // URL writes the address in its one canonical form, with the last two groups of one that ends as IPv4 written as such.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = '', after] = canonical.split('::');
  const [head, tail] = [before, after ?? ''].map((text) => (text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`))));
  return [...head ?? [], ...Array.from({ length: after === undefined ? 0 : 8 - (head?.length ?? 0) - (tail?.length ?? 0) }, () => 0n), ...tail ?? []];
}

function written(value: bigint, width: number, part: number): string {
  const parts = Array.from({ length: width / part }, (_, index) => (value >> BigInt(width - part * (index + 1))) & ((1n << BigInt(part)) - 1n));
  return width === 32 ? parts.join('.') : new URL(`http://[${parts.map((each) => each.toString(16)).join(':')}]`).hostname.slice(1, -1);
}
