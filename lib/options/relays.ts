import { isLabelValue } from '../validation/formats';
import { kindViolations, oneOf, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

/**
 * How Jicofo chooses bridges for a meeting, by the names of its own classes. `SingleBridgeSelectionStrategy` is what it does without relays, and
 * `VisitorSelectionStrategy` is chosen by the image itself where there are visitors.
 */
export enum BridgeSelectionStrategy {
  /** A bridge in the region of each person. Where that is not known, or has no bridge, a bridge of the meeting until it is overloaded, then the least loaded one. */
  REGION_BASED = 'RegionBasedBridgeSelectionStrategy',
  /** Bridges in the region of the meeting's first person alone. One more of them when those of the meeting are overloaded. */
  INTRA_REGION = 'IntraRegionBridgeSelectionStrategy',
  /** Another bridge for each person. It is for tests of relays, and costs most. */
  SPLIT = 'SplitBridgeSelectionStrategy',
}

/** How bridges share meetings. */
export interface RelaysOptions {
  /**
   * How Jicofo chooses bridges for a meeting.
   *
   * @default BridgeSelectionStrategy.REGION_BASED
   */
  readonly strategy?: BridgeSelectionStrategy;

  /**
   * Region of those whose own is not known. Prosody knows a person's region from the header `X-Proxy-Region`, which a proxy in front of the edge may
   * set; without such a proxy all are counted to this one.
   *
   * @default - They belong to no region.
   */
  readonly localRegion?: string;
}

/** The kind of a region, of people or of bridges. */
export const REGION = text('the name of a region, such as "eu-west"');
const OPTIONS: Shape<RelaysOptions> = { strategy: oneOf<BridgeSelectionStrategy>('BridgeSelectionStrategy', BridgeSelectionStrategy), localRegion: REGION };

/** Lets several bridges carry one meeting: each person sends to one of them, and the bridges pass media on to each other, encrypted. */
export class Relays {
  /**
   * Between all bridges of the stack. Without relays a meeting is on one bridge, however large it grows.
   *
   * @param options how bridges are chosen.
   */
  public static between(options: RelaysOptions = {}): Relays {
    return new Relays(options);
  }

  private constructor(private readonly options: RelaysOptions) {}

  /** @internal The class of Jicofo that chooses bridges. */
  public get _strategy(): string {
    return this.options.strategy ?? BridgeSelectionStrategy.REGION_BASED;
  }

  /** @internal Region of those whose own is not known. */
  public get _localRegion(): string | undefined {
    return this.options.localRegion;
  }

  /** @internal */
  public _violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    return wrong.length > 0 ? wrong : regionViolations(at(path, 'localRegion'), this.options.localRegion);
  }
}

/** What is wrong with the name of a region. */
export function regionViolations(field: string, region: string | undefined): Violation[] {
  const wrong = kindViolations(field, region, REGION);
  return wrong.length > 0 || region === undefined || (region !== '' && isLabelValue(region)) ? wrong
    : [{ field, problem: `${shown(region)} is no name of a region; use at most 63 letters, digits, hyphens, dots and underscores, such as "eu-west"` }];
}

/** What is wrong with relays, and with the regions of bridges without them. */
export function poolRegionViolations(path: string, relays: Relays | undefined, region: string | undefined): Violation[] {
  const field = at(path, 'region');
  return region !== undefined && relays === undefined
    ? [{ field, problem: 'bridges have regions only where they share meetings; give the stack relays: Relays.between(), or leave it out' }] : regionViolations(field, region);
}
