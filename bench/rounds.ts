/** How much is measured: enough to judge, or once, to see that everything still runs. */
export interface Effort {
  readonly smoke: boolean;
}

/** Samples of every program, in the order of the rounds. */
export type Samples<K extends string, T> = Readonly<Record<K, readonly T[]>>;

/**
 * Runs programs in turn, round by round, so that those of a round meet the same machine. Every other round goes backwards: the same program
 * would otherwise always be the first after a pause. One round before counts for nothing; it fills the caches of files and of transpiled sources.
 */
export async function interleave<K extends string, T>(effort: Effort, rounds: number, programs: Readonly<Record<K, () => T | Promise<T>>>): Promise<Samples<K, T>> {
  const names = Object.keys(programs) as K[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>;
  if (!effort.smoke) {
    for (const name of names) {
      await programs[name]();
    }
  }
  for (let round = 0; round < (effort.smoke ? 1 : rounds); round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      samples[name].push(await programs[name]());
    }
  }
  return samples;
}
