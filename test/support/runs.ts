import * as fc from 'fast-check';

/** Another one each time, so that each run looks elsewhere; `FAST_CHECK_SEED` has the one of a run that is to be repeated. */
const SEED = Number(process.env.FAST_CHECK_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** How many generated inputs the properties of a suite are shown in all; `FAST_CHECK_RUNS` has another number for a longer or shorter search. */
export function runs(usual: number): number {
  return Number(process.env.FAST_CHECK_RUNS ?? usual);
}

/** Says how to repeat a suite, whether it fails or not. */
export function announce(suite: string, count: number): void {
  process.stderr.write(`generated ${suite}: the same again with FAST_CHECK_SEED=${SEED} FAST_CHECK_RUNS=${count}\n`);
}

/** Shows a property its generated inputs. */
export function check<T>(count: number, inputs: fc.Arbitrary<T>, property: (input: T) => void): void {
  fc.assert(fc.property(inputs, property), { numRuns: Math.ceil(count), seed: SEED });
}
