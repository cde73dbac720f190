import { Duration } from 'cdk8s';
import { seconds } from '../kubernetes/quantities';
import { flag, instance, kindViolations, required, Shape, shapeViolations } from '../validation/shapes';
import { at, Violation } from '../validation/violations';

/** How far a drain may go. */
export interface DrainOptions {
  /**
   * Whether a bridge is drained although there is no other one. While it drains, new meetings get no media and no error,
   * so a short stop is the better choice for most.
   *
   * @default false
   */
  readonly evenIfOnlyBridge?: boolean;
}

const OPTIONS: Shape<DrainOptions> = { evenIfOnlyBridge: flag };
const DURATION = required(instance<Duration>('Duration', () => Duration, 'Duration.minutes(30)'));

/** What a bridge does with running meetings when its pod is told to stop. */
export class Drain {
  /** The bridge stops at once. Meetings are moved to another bridge in about 8 seconds, or wait for its successor, about 45 seconds. */
  public static atOnce(): Drain {
    return new Drain(undefined, undefined);
  }

  /**
   * The bridge takes no new meetings and goes on until the last participant has left. After the given time those who remain are moved to
   * another bridge, which interrupts them for about 12 seconds. The pod ends a minute later, that of an empty bridge too, and then its
   * successor starts.
   *
   * Bridges that have a workload each take turns, because a changed manifest stops all of them at once: one drains only while another one takes
   * new meetings, or when it has waited for that long enough.
   *
   * @param duration from 1 minute to 24 hours, in whole seconds. The pod's grace period is 2 minutes longer; where bridges take turns, the time
   * for which one waits for another comes on top, which is as long again and 3 minutes.
   * @param options how far it may go.
   */
  public static within(duration: Duration, options: DrainOptions = {}): Drain {
    return new Drain(duration, options);
  }

  private constructor(
    /** Longest time for which meetings go on. Undefined where the bridge stops at once. */
    public readonly duration: Duration | undefined,
    private readonly options: DrainOptions | undefined,
  ) {}

  /** @internal Longest time, in seconds, for which meetings go on. */
  public get _seconds(): number | undefined {
    return this.duration && seconds(this.duration);
  }

  /**
   * @internal How long Kubernetes waits before it kills the bridge: the drain, the minute in which a bridge that is shutting down hands its
   * participants over (`videobridge.shutdown.shutting-down-delay`), and a minute to spare.
   */
  public get _graceSeconds(): number {
    return this._seconds === undefined ? 30 : this._seconds + 120;
  }

  /** @internal How long a bridge waits for another one of its pool that drains and comes back: as long as that may take, and a minute to start. */
  public get _patienceSeconds(): number | undefined {
    return this._seconds === undefined ? undefined : this._graceSeconds + 60;
  }

  /** @internal */
  public _violations(path: string, bridges: number): Violation[] {
    if (this.options === undefined) {
      return [];
    }
    const wrong = [...kindViolations(at(path, 'duration'), this.duration, DURATION), ...shapeViolations(path, this.options, OPTIONS)];
    if (wrong.length > 0) {
      return wrong;
    }
    const seconds = this._seconds ?? NaN;
    return [
      ...(!Number.isInteger(seconds) || seconds < 60 || seconds > 86400
        ? [{ field: at(path, 'duration'), problem: `${seconds} seconds: must be a whole number of seconds from 1 minute to 24 hours` }] : []),
      ...(bridges === 1 && !this.options.evenIfOnlyBridge
        ? [{
          field: path,
          problem: 'while a single bridge drains, new meetings get no media and no error; use Drain.atOnce(), two or more bridges, or say evenIfOnlyBridge: true',
        }] : []),
    ];
  }
}
