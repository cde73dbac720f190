/** What one case measured, run by run. */
export interface Figure {
  readonly name: string;
  readonly samples: readonly number[];
  /** @default - Ratios, which have none. */
  readonly unit?: 'ms' | 's';
  /**
   * What the median must keep to.
   *
   * @default - It is only there to compare with.
   */
  readonly goal?: Goal;
  /** What the samples were made from, for people. */
  readonly detail?: string;
}

/** A bound that still counts as kept. */
export interface Goal {
  readonly bound: number;
  readonly is: 'greatest' | 'least';
}

/** The median must not be greater. */
export function atMost(bound: number): Goal {
  return { bound, is: 'greatest' };
}

/** The median must not be less. */
export function atLeast(bound: number): Goal {
  return { bound, is: 'least' };
}

/** The middle one of sorted samples: one run that another program disturbed does not move it. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Quotients of runs that were made one after the other, so that what slows the machine slows both. */
export function ratios(ours: readonly number[], floor: readonly number[]): number[] {
  return ours.map((value, round) => value / (floor[round] ?? NaN));
}

/** Whether there is a goal and it was not reached. A figure that could not be computed has missed its goal. */
export function isMissed({ samples, goal }: Figure): boolean {
  return goal !== undefined && !(goal.is === 'greatest' ? median(samples) <= goal.bound : median(samples) >= goal.bound);
}

/** A figure as a row of the table that is printed. */
export function line(figure: Figure, smoke: boolean): string {
  const { name, samples, unit, goal, detail } = figure;
  const verdict = smoke || goal === undefined ? '' : isMissed(figure) ? 'MISSED' : 'ok';
  const spread = `${shown(Math.min(...samples))}-${shown(Math.max(...samples))}, n=${samples.length}`;
  return [
    verdict.padEnd(6),
    `${shown(median(samples))}${unit ? ` ${unit}` : ''}`.padStart(8),
    `(${spread})`.padEnd(19),
    (goal === undefined ? 'no goal' : `${goal.is === 'greatest' ? '<=' : '>='} ${goal.bound}${unit ? ` ${unit}` : ''}`).padEnd(8),
    `${name}${detail === undefined ? '' : `: ${detail}`}`,
  ].join('  ');
}

/** Medians of two series with their unit, as they stand in a quotient. */
export function quotient(ours: readonly number[], floor: readonly number[], unit: string): string {
  return `${shown(median(ours))} ${unit} / ${shown(median(floor))} ${unit}`;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
