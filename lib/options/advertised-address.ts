import { isIPv4 } from 'node:net';
import { isPort } from '../validation/formats';
import { kindViolations, list, required, text } from '../validation/shapes';
import { shown, Violation } from '../validation/violations';

const ADDRESSES = required(list(text('"203.0.113.10"')));

/** Which address a bridge tells browsers to send media to. */
export class AdvertisedAddress {
  /**
   * The address that the load balancer gives to the media Service: the bridge waits for it and announces it. A host name is resolved once, at start.
   */
  public static fromService(): AdvertisedAddress {
    return new AdvertisedAddress(undefined, true);
  }

  /**
   * Addresses that are known before: those that the load balancer, a router or a firewall forwards to the bridge.
   *
   * @param addresses IPv4 addresses that browsers can reach; where the port that they reach differs from the media port, `address#port`.
   */
  public static fixed(addresses: string[]): AdvertisedAddress {
    return new AdvertisedAddress(Array.isArray(addresses) ? [...addresses] : addresses, false);
  }

  private constructor(
    /** The addresses, where they are known before. */
    public readonly addresses: string[] | undefined,
    /** @internal Whether the bridge reads the address from its Service. */
    public readonly _fromService: boolean,
  ) {}

  /** @internal How the summary names it. */
  public get _description(): string {
    return this.addresses?.join(', ') ?? 'read from the Service when its load balancer has one';
  }

  /** @internal */
  public _violations(path: string, bridges: number): Violation[] {
    const wrong = this._fromService ? [] : kindViolations(path, this.addresses, ADDRESSES);
    if (wrong.length > 0) {
      return wrong;
    }
    const { addresses = [] } = this;
    const parts = addresses.map((address) => address.split('#'));
    const hosts = parts.map(([host]) => host);
    const repeated = hosts.find((host, index) => hosts.indexOf(host) !== index);
    const problems = [
      ...(this.addresses?.length === 0 ? ['names no address; write at least one, such as "203.0.113.10", or use AdvertisedAddress.fromService()'] : []),
      ...addresses.filter((_, index) => !isReachable(parts[index] ?? [])).map((address) => (
        `${shown(address)} is no IPv4 address that browsers can reach; write one such as "203.0.113.10", or "203.0.113.10#10000" where the public port differs`
      )),
      ...(repeated !== undefined ? [`${shown(repeated)} stands twice; a bridge announces only the first of them`] : []),
      ...(bridges > 1 && parts.some(([, port]) => port !== undefined)
        ? [`a public port belongs to one bridge, here are ${bridges}; leave "#port" out, or make a pool of each bridge`] : []),
    ];
    return problems.map((problem) => ({ field: path, problem }));
  }
}

function isReachable([host = '', port, more]: readonly string[]): boolean {
  const first = Number(host.split('.')[0]);
  const nowhere = first === 0 || first === 127 || first >= 224 || host.startsWith('169.254.');
  return isIPv4(host) && !nowhere && more === undefined && (port === undefined || (/^[1-9]\d{0,4}$/.test(port) && isPort(Number(port))));
}
