import * as fc from 'fast-check';
import { PoolInput, pools, stacks, worseStacks } from './arbitrary/stacks';
import { Outcome, pointsAt, poolsOutcome, stackOutcome, unsound } from './outcome';
import { announce, check } from './runs';

/** What is refused of an outcome that should have rendered, and what is unsound of one that has. */
function complaints(outcome: Outcome, problems: () => string[]): string[] {
  return 'violations' in outcome ? outcome.violations.map(({ field, problem }) => `refused at ${field}: ${problem}`) : problems();
}

/** Fields that were wrong and that nothing was said about. */
function overlooked(outcome: Outcome, fields: readonly string[]): string[] {
  return fields.filter((field) => 'objects' in outcome || !pointsAt(outcome, field));
}

/** Counts what becomes of inputs of which nobody knows beforehand, so that a property that sees one kind alone is noticed. */
class Tally {
  private rendered = 0;
  private refused = 0;

  public count(outcome: Outcome): Outcome {
    if ('objects' in outcome) {
      this.rendered += 1;
    } else {
      this.refused += 1;
    }
    return outcome;
  }

  public get leastShare(): number {
    return Math.min(this.rendered, this.refused) / (this.rendered + this.refused);
  }
}

/** @param count how many stacks are generated in all. */
export function stackProperties(count: number): void {
  describe('A generated stack', () => {
    beforeAll(() => {
      announce('stacks', count);
    });

    test('renders without a finding when all of its props are good', () => {
      check(count / 3, stacks.good, (stack) => {
        const outcome = stackOutcome(stack);
        expect(complaints(outcome, () => unsound(outcome, stack))).toEqual([]);
      });
    });

    test('is refused at the field that is wrong', () => {
      check(count / 6, stacks.bad, ({ value, field }) => {
        expect(overlooked(stackOutcome(value), [field])).toEqual([]);
      });
    });

    test('is refused at both fields that are wrong, in one error', () => {
      check(count / 6, worseStacks, ({ value, fields }) => {
        expect(overlooked(stackOutcome(value), fields)).toEqual([]);
      });
    });

    test('renders without a finding or is refused at a prop, whatever a prop is given', () => {
      const tally = new Tally();
      check(count / 3, stacks.odd, (stack) => {
        expect(unsound(tally.count(stackOutcome(stack)), stack)).toEqual([]);
      });

      expect(tally.leastShare).toBeGreaterThan(0.2);
    });
  });
}

function ofDifferentNames(first: PoolInput, second: PoolInput): boolean {
  return first.pool !== second.pool;
}

/** @param count how many stacks the other suite generates: a third of it is enough here, where there is less to vary and more to render. */
export function poolProperties(count: number): void {
  const [some, others] = [pools(1), pools(2)];

  describe('A generated pool', () => {
    beforeAll(() => {
      announce('pools', count);
    });

    test('renders beside another one without a finding when all of its options are good', () => {
      check(count / 9, fc.tuple(some.good, others.good).filter((two) => ofDifferentNames(...two)), (two) => {
        const outcome = poolsOutcome(two);
        expect(complaints(outcome, () => unsound(outcome, {}, two))).toEqual([]);
      });
    });

    test('is refused at the option that is wrong', () => {
      check(count / 9, fc.tuple(some.good, others.bad), ([good, { value, field }]) => {
        expect(overlooked(poolsOutcome([good, value]), [field])).toEqual([]);
      });
    });

    test('renders without a finding or is refused at an option, whatever an option is given', () => {
      const tally = new Tally();
      check(count / 9, fc.tuple(some.good, others.odd), (any) => {
        expect(unsound(tally.count(poolsOutcome(any)), {}, any)).toEqual([]);
      });

      expect(tally.leastShare).toBeGreaterThan(0.05);
    });
  });
}
