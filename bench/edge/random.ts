/** Numbers that look like chance and are the same in every run. */
export interface Random {
  /** From 0 to below 1. */
  readonly fraction: () => number;
  /** From 0 to below the bound. */
  readonly integer: (bound: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
}

/** Mulberry32; its seed is made of a name. */
export function random(name: string): Random {
  let state = Buffer.from(name).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
  const integer = (bound: number): number => Math.floor(fraction() * bound);
  return { fraction, integer, pick: (from) => from[integer(from.length)] ?? from[0] };
}
