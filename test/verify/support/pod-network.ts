import { isIPv6 } from 'node:net';
import { inRoot } from './debian-root';
import { Scope } from './scope';
import { temporaryFolder } from './temporary-folder';

let taken = 0;

/** Addresses that no other test uses, and that are this machine's own until the scope ends. */
export interface PodNetwork {
  /** Private ones, as pods of most clusters have them. What connects to one of them comes from there too, as a pod from its own address, and not from loopback. */
  readonly pod: (host: number) => string;
  /** Of IPv6, for documentation: public for all that tests for private ones. */
  readonly ipv6: (host: number) => string;
}

/** How many addresses of IPv6 a network has; each is added by itself, because programs can listen on those alone. */
const IPV6_ADDRESSES = 3;

export async function podNetwork(scope: Scope): Promise<PodNetwork> {
  taken += 1;
  const worker = 100 + Number(process.env.JEST_WORKER_ID ?? 1);
  const [block, prefix] = [`10.${worker}.${taken}`, `2001:db8:${worker}:${taken}::`];
  const ipv6 = (host: number): string => `${prefix}${host}`;
  await ip(scope, 'route', 'local', `${block}.0/24`);
  for (let host = 1; host <= IPV6_ADDRESSES; host += 1) {
    await ownAddress(scope, ipv6(host));
  }
  return { pod: (host) => `${block}.${host}`, ipv6 };
}

/** Makes one address more this machine's own. */
export async function ownAddress(scope: Scope, address: string): Promise<void> {
  await (isIPv6(address) ? ip(scope, 'address', `${address}/128`) : ip(scope, 'route', 'local', `${address}/32`));
}

async function ip(scope: Scope, object: string, ...what: readonly string[]): Promise<void> {
  const folder = temporaryFolder(scope);
  const change = async (verb: string): Promise<void> => {
    const { code, output } = await inRoot(folder, 'ip', object, verb, ...what, 'dev', 'lo');
    if (code !== 0) {
      throw new Error(`ip ${[object, verb, ...what].join(' ')}: ${output}`);
    }
  };
  await change('add');
  scope.onClose(() => change('delete'));
}
