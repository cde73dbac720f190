import { number, Shape, shapeViolations } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

/** How much of the edge one client's address may have. Each pod counts for itself. */
export interface ClientLimitsOptions {
  /**
   * Requests and websockets that are open at once. A person in a meeting has one, and some more for a moment while the page loads. At least 50.
   *
   * @default 2000
   */
  readonly connections?: number;

  /**
   * Requests a second, over and above those of `burst`.
   *
   * @default 1000
   */
  readonly requestsPerSecond?: number;

  /**
   * Requests that may come at once before the rate counts: a page with all its files is some fifty. At least 50.
   *
   * @default 5000
   */
  readonly burst?: number;
}

const OPTIONS: Shape<ClientLimitsOptions> = { connections: number('2000'), requestsPerSecond: number('1000'), burst: number('5000') };

/** Requests that a browser sends at once to open the page. With HTTP/2 all of them are open at the same time. */
const PAGE = 50;

/**
 * What one client's address may take of the edge before it gets status 429. A whole school, or an office, comes from one address, and where a load balancer
 * hides clients' addresses, so does everybody; so by default limits stop floods alone. The connections are half of what a pod can hold: 2000 people of one
 * address in meetings at once on each pod, and somebody who opens as many as he can leaves the other half. The requests are what a pod's CPU limit carries: a
 * class of 60 that opens the page in the same second sends 3000, which the burst takes without counting.
 */
export class ClientLimits {
  /**
   * Limits for each address of a client.
   *
   * @param options what differs from the defaults.
   */
  public static perAddress(options: ClientLimitsOptions = {}): ClientLimits {
    return new ClientLimits(options);
  }

  /** No limits, such as behind something that has its own. */
  public static none(): ClientLimits {
    return new ClientLimits(undefined);
  }

  private constructor(private readonly options: ClientLimitsOptions | undefined) {}

  /** @internal The numbers; undefined where there are no limits. */
  public get _numbers(): Required<ClientLimitsOptions> | undefined {
    return this.options && { connections: this.options.connections ?? 2000, requestsPerSecond: this.options.requestsPerSecond ?? 1000, burst: this.options.burst ?? 5000 };
  }

  /** @internal */
  public _violations(path: string): Violation[] {
    const wrong = this.options === undefined ? [] : shapeViolations(path, this.options, OPTIONS);
    return wrong.length > 0 ? wrong : Object.entries(this._numbers ?? {}).flatMap(([field, value]) => {
      const problem = !(Number.isInteger(value) && value >= 1 && value <= 1_000_000) ? `${shown(value)} must be a whole number from 1 to 1000000; write ClientLimits.none() for no limits`
        : value < PAGE && field !== 'requestsPerSecond' ? `${value}: a browser that opens the page sends some ${PAGE} requests at once, and nobody would see all of it; write ${PAGE} or more` : undefined;
      return problem === undefined ? [] : [{ field: at(path, field), problem }];
    });
  }
}
