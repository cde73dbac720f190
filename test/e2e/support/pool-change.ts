import { Look } from './bridge-watcher';
import { seconds } from './drain-table';
import { Packet } from './media-flow';
import { Life } from './pod-history';
import { table } from './table';

/** A bridge's way out, and its successor's in. Times are milliseconds as `Date.now()` counts. */
export interface Turn {
  readonly name: string;
  readonly told: number;
  /** It said for the first time that it takes no new meetings. */
  readonly begun: number;
  readonly ended: number;
  /** Its successor said for the first time that it takes new meetings. */
  readonly back: number;
  /** Kubernetes found its successor ready. */
  readonly ready: number;
}

/** What became of the bridges of a pool that one apply has changed. */
export class PoolChange {
  /** In the order in which they drained. */
  public readonly turns: readonly Turn[];

  public constructor(
    private readonly applied: number,
    /** When people left. */
    public readonly left: number,
    private readonly pods: readonly Life[],
    private readonly looks: readonly Look[],
    /** What people sent to each bridge. */
    public readonly packets: ReadonlyArray<readonly Packet[]>,
  ) {
    this.turns = pods.flatMap((pod) => {
      const successor = pods.find(({ name, born }) => name === pod.name && born > pod.born);
      return successor === undefined ? [] : [{
        name: pod.name,
        told: pod.stopping ?? NaN,
        begun: this.looks.find(({ bridges }) => ['drains', 'ends'].includes(bridges[pod.address ?? ''] ?? ''))?.at ?? NaN,
        ended: pod.ended ?? NaN,
        back: this.looks.find(({ bridges }) => bridges[successor.address ?? ''] === 'takes')?.at ?? NaN,
        ready: successor.ready ?? NaN,
      }];
    }).sort((one, other) => one.begun - other.begun);
  }

  /** The fewest bridges that were ready and took new meetings, of all looks. */
  public get fewest(): number {
    return Math.min(...this.looks.map((look) => this.takers(look)));
  }

  /** Longest time in seconds between two looks. */
  public get longestBlink(): number {
    return Math.max(...this.looks.slice(1).map(({ at }, index) => seconds(this.looks[index]?.at ?? NaN, at)));
  }

  public get text(): string {
    const since = (at: number): string => seconds(this.applied, at).toFixed(1);
    const none = this.looks.filter((look) => this.takers(look) === 0);
    return [
      `people left ${since(this.left)} s after the apply that changed both bridges; seconds from it:`,
      table(
        ['', 'told to stop', 'drains', 'has ended', 'successor takes meetings', 'successor ready'],
        ...this.turns.map(({ name, told, begun, ended, back, ready }) => [name, since(told), since(begun), since(ended), since(back), since(ready)]),
      ),
      `${this.looks.length} looks, at most ${this.longestBlink.toFixed(1)} s apart: never fewer than ${this.fewest} that took new meetings, nobody in ${none.length}`
        + (none.length > 0 ? `, from ${since(none[0]?.at ?? NaN)} to ${since(none.at(-1)?.at ?? NaN)} s` : ''),
    ].join('\n');
  }

  private takers({ at, bridges }: Look): number {
    return this.pods.filter(({ address = '', ready = Infinity }) => ready <= at && ['takes', 'asks'].includes(bridges[address] ?? '')).length;
  }
}
