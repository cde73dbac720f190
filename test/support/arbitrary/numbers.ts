import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { Domain, leaf, struct } from './domain';

export const anyNumber: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -2, max: 12 }), fc.integer(), fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0.5, 65535, 65536, 2 ** 53, 1e21, Number.MAX_VALUE, Number.MIN_VALUE),
);

/** cdk8s itself refuses sizes and durations below nothing, before the lib is given them. */
const anyAmount = anyNumber.filter((amount) => !(amount < 0));

/** Whole numbers in a range. */
export function whole(min: number, max: number, more: readonly number[] = []): Domain<number> {
  return leaf(fc.integer({ min, max }), [min - 1, max + 1, min + 0.5, NaN, Infinity, -Infinity, ...more], anyNumber);
}

const SIZES = [
  (amount: number) => Size.kibibytes(amount), (amount: number) => Size.mebibytes(amount), (amount: number) => Size.gibibytes(amount),
  (amount: number) => Size.tebibytes(amount), (amount: number) => Size.pebibyte(amount),
];

const anySize = fc.tuple(fc.constantFrom(...SIZES), anyAmount).map(([unit, amount]) => unit(amount));

const BAD_SIZES = [
  Size.kibibytes(0), Size.gibibytes(0), Size.kibibytes(0.5), Size.mebibytes(0.3), Size.mebibytes(NaN), Size.gibibytes(Infinity), Size.pebibyte(2), Size.pebibyte(9000), Size.pebibyte(1e300),
];

/** Sizes from some MiB on, in any unit that holds them. */
export function size(least: number, most: number): Domain<Size> {
  const mebibytes = fc.integer({ min: least, max: most });
  return leaf(
    fc.oneof(
      mebibytes.map((amount) => Size.mebibytes(amount)), mebibytes.map((amount) => Size.kibibytes(amount * 1024)), mebibytes.map((amount) => Size.gibibytes(amount / 1024)),
    ),
    BAD_SIZES, anySize,
  );
}

const disk: Domain<Size> = (() => {
  const usual = size(1, 8192);
  return { ...usual, good: fc.oneof(usual.good, fc.constantFrom(Size.tebibytes(1), Size.gibibytes(2048), Size.tebibytes(1.5), Size.pebibyte(1))) };
})();

const anyDuration = fc.tuple(
  fc.constantFrom((amount: number) => Duration.millis(amount), (amount: number) => Duration.seconds(amount), (amount: number) => Duration.minutes(amount), (amount: number) => Duration.days(amount)),
  anyAmount,
).map(([unit, amount]) => unit(amount));

/** Durations of some seconds, in any unit that holds them. */
export function duration(least: number, most: number, bad: readonly Duration[] = []): Domain<Duration> {
  const seconds = fc.integer({ min: least, max: most });
  return leaf(
    fc.oneof(seconds.map((amount) => Duration.seconds(amount)), seconds.map((amount) => Duration.millis(amount * 1000)), fc.constant(Duration.hours(1)), fc.constant(Duration.minutes(1.5))),
    [
      Duration.millis(0), Duration.millis(1), Duration.millis(0.1), Duration.seconds(61.5), Duration.minutes(0.00001), Duration.seconds(NaN), Duration.days(Infinity), Duration.days(1e20), ...bad,
    ],
    anyDuration,
  );
}

const thousandths = fc.integer({ min: 1, max: 9000 });
const anyCpu = fc.oneof(anyNumber.map((amount) => kplus.Cpu.millis(amount)), anyNumber.map((amount) => kplus.Cpu.units(amount)));

const cpu: Domain<kplus.Cpu> = leaf(
  fc.oneof(thousandths.map((amount) => kplus.Cpu.millis(amount)), thousandths.map((amount) => kplus.Cpu.units(amount / 1000))),
  [kplus.Cpu.millis(0), kplus.Cpu.millis(-1), kplus.Cpu.millis(0.5), ...[0, 0.0001, 10_001, NaN, Infinity, 1e300].map((amount) => kplus.Cpu.units(amount))],
  anyCpu,
);

interface Bounds<T> {
  readonly request?: T;
  readonly limit?: T;
}

/** A request and a limit that fit together, in the first place; each may be left out. */
function bounds<T>(amount: Domain<T>, number: (amount: T) => number, outOfOrder: readonly [T, T]): Domain<Bounds<T>> {
  const one = struct<Bounds<T>>({ request: amount, limit: amount });
  return {
    good: one.good.map(({ request, limit }) => (request !== undefined && limit !== undefined && number(request) > number(limit) ? { request: limit, limit: request } : { request, limit })),
    odd: one.odd,
    bad: fc.oneof(
      one.bad.map(({ value }) => ({ value, field: '' })),
      fc.constant({ value: { request: outOfOrder[0], limit: outOfOrder[1] }, field: '' }),
    ),
    kinds: one.kinds,
  };
}

/**
 * Resources of a container.
 *
 * @param least MiB of memory with which its program starts.
 */
export function resources(least: number): Domain<kplus.ContainerResources> {
  const memory = bounds(size(least, 4096), (amount) => amount.toKibibytes(), [Size.gibibytes(3), Size.gibibytes(2)]);
  const tooLittle = fc.constantFrom(Size.kibibytes(1), Size.mebibytes(least - 1)).map((limit) => ({ value: { limit }, field: 'limit' }));
  return struct<kplus.ContainerResources>({
    cpu: bounds(cpu, ({ amount }) => (amount.endsWith('m') ? parseFloat(amount) : Number(amount) * 1000), [kplus.Cpu.units(2), kplus.Cpu.millis(1999)]),
    memory: { ...memory, bad: fc.oneof(...(memory.bad ? [memory.bad] : []), tooLittle) },
    ephemeralStorage: bounds(disk, (amount) => amount.toKibibytes(), [Size.gibibytes(1), Size.mebibytes(1023)]),
  });
}

/** Heaps that any memory limit above the least leaves room for. */
export const heap: Domain<Size> = leaf(
  fc.integer({ min: 64, max: 256 }).map((amount) => Size.mebibytes(amount)),
  [...BAD_SIZES, Size.mebibytes(63), Size.mebibytes(100.5), Size.gibibytes(8), Size.kibibytes(100 * 1024 + 1)], anySize,
);
