import { isIPv4, isIPv6 } from 'node:net';
import { isHostName, isPort } from '../validation/formats';
import { kindViolations, list, required, text } from '../validation/shapes';
import { shown, Violation } from '../validation/violations';

const ADDRESSES = required(list(text('"203.0.113.10"')));
const SERVERS = required(list(text('"stun.example.org:3478"')));

/** Where an address comes from, by the name that the caller writes. */
export type AddressSource = 'fromService' | 'fixed' | 'nodeInternalIp' | 'nodeExternalIp' | 'stun';

/** Which address a bridge tells browsers to send media to. Each way to expose media takes some of them, and refuses those that could not work. */
export class AdvertisedAddress {
  /**
   * The address that the load balancer gives to the media Service: the bridge waits for it and announces it. A host name is resolved once, at start;
   * where it stands for several addresses, of IPv4 and IPv6, all are announced.
   */
  public static fromService(): AdvertisedAddress {
    return new AdvertisedAddress('fromService', undefined, undefined);
  }

  /**
   * Addresses that are known before: those that the load balancer, a router or a firewall forwards to the bridge.
   *
   * @param addresses IPv4 and IPv6 addresses that browsers can reach. Where the port that they reach differs from the media port, `address#port`.
   */
  public static fixed(addresses: string[]): AdvertisedAddress {
    return new AdvertisedAddress('fixed', Array.isArray(addresses) ? [...addresses] : addresses, undefined);
  }

  /**
   * The address of type InternalIP of the node that the bridge runs on, for browsers in the same network as the nodes.
   */
  public static nodeInternalIp(): AdvertisedAddress {
    return new AdvertisedAddress('nodeInternalIp', undefined, undefined);
  }

  /**
   * The addresses of type ExternalIP of the node that the bridge runs on, read by an init container, which may get Node objects of the whole cluster:
   * Kubernetes knows no narrower right.
   */
  public static nodeExternalIp(): AdvertisedAddress {
    return new AdvertisedAddress('nodeExternalIp', undefined, undefined);
  }

  /**
   * The address from which STUN servers see the bridge: that of the way out, which is the way in only where the node has a public address, or
   * a router that forwards the port.
   *
   * @param servers host name or IPv4 address, and UDP port, of servers of your own: `stun.example.org:3478`.
   */
  public static stun(servers: string[]): AdvertisedAddress {
    return new AdvertisedAddress('stun', undefined, Array.isArray(servers) ? [...servers] : servers);
  }

  private constructor(
    /** @internal */
    public readonly _source: AddressSource,
    /** The addresses, where they are known before. */
    public readonly addresses: string[] | undefined,
    /** @internal */
    public readonly _servers: string[] | undefined,
  ) {}

  /** @internal How the summary names it. */
  public get _description(): string {
    switch (this._source) {
      case 'fixed':
        return this.addresses?.join(', ') ?? '';
      case 'fromService':
        return 'read from the Service when its load balancer has one';
      case 'nodeInternalIp':
        return "the node's InternalIP";
      case 'nodeExternalIp':
        return "the node's ExternalIP";
      case 'stun':
        return `as seen by ${this._servers?.join(', ') ?? ''}`;
    }
  }

  /**
   * @internal What is wrong with it.
   * @param each whether the addresses are those of several bridges, one for each.
   */
  public _violations(path: string, each: boolean): Violation[] {
    const wrong = this._source === 'fixed' ? kindViolations(path, this.addresses, ADDRESSES) : this._source === 'stun' ? kindViolations(path, this._servers, SERVERS) : [];
    if (wrong.length > 0) {
      return wrong;
    }
    return [...(this.addresses ? addressProblems(this.addresses, each) : []), ...(this._servers ? serverProblems(this._servers) : [])].map((problem) => ({ field: path, problem }));
  }
}

function addressProblems(addresses: readonly string[], each: boolean): string[] {
  const parts = addresses.map((address) => address.split('#'));
  const hosts = parts.map(([host = '']) => host);
  const repeated = hosts.find((host, index) => hosts.indexOf(host) !== index);
  return [
    ...(addresses.length === 0 ? ['names no address; write at least one, such as "203.0.113.10", or use AdvertisedAddress.fromService()'] : []),
    ...addresses.filter((_, index) => !isReachable(parts[index] ?? [])).map((address) => (
      `${shown(address)} is no address that browsers can reach; write one such as "203.0.113.10" or "2001:db8::10", or "203.0.113.10#10000" where the public port differs`
    )),
    ...(repeated !== undefined && !each ? [`${shown(repeated)} stands twice; a bridge announces only the first of them`] : []),
  ];
}

function isReachable([host = '', port, more]: readonly string[]): boolean {
  return (isIPv4(host) ? isReachableIPv4(host) : isReachableIPv6(host)) && more === undefined && (port === undefined || (/^[1-9]\d{0,4}$/.test(port) && isPort(Number(port))));
}

/** Neither this host nor a link nor a group. */
function isReachableIPv4(host: string): boolean {
  const first = Number(host.split('.')[0]);
  return first !== 0 && first !== 127 && first < 224 && !host.startsWith('169.254.');
}

/** The same; those that stand for IPv4 addresses are written as such. An address has many spellings, which are judged by the shortest. */
function isReachableIPv6(host: string): boolean {
  return isIPv6(host) && !/[%.]/.test(host) && !/^\[(::|fe[89ab]|ff)/.test(new URL(`http://[${host}]`).hostname);
}

function serverProblems(servers: readonly string[]): string[] {
  const wrong = servers.filter((server) => {
    const [, host = '', port = ''] = /^([^:]+):(\d+)$/.exec(server) ?? [];
    return !(isIPv4(host) || isHostName(host)) || !isPort(Number(port));
  });
  return [
    ...(servers.length === 0 ? ['names no server; write one of your own, such as "stun.example.org:3478"'] : []),
    ...wrong.map((server) => `${shown(server)} is no STUN server; write its host name or IPv4 address and its UDP port, such as "stun.example.org:3478"`),
  ];
}
