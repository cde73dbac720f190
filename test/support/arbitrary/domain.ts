import * as fc from 'fast-check';

/** One character of a text. */
export function charactersOf(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(...Array.from(text));
}

/** A value that must be refused, and the path at which the refusal must point, as the lib writes it. */
export interface Wrong<T> {
  readonly value: T;
  readonly field: string;
}

/** What one field of the props can be given. */
export interface Domain<T> {
  /** Values that must render, whatever good values the other fields have. */
  readonly good: fc.Arbitrary<T>;
  /** Values that must be refused, whatever the other fields have. Left out where the type has no wrong values. */
  readonly bad?: fc.Arbitrary<Wrong<T>>;
  /** How many kinds of wrong values there are: a large struct is to be wrong more often than a small one. */
  readonly kinds?: number;
  /** Anything that the type allows: nobody says beforehand whether it is good. */
  readonly odd: fc.Arbitrary<T>;
}

/** A domain for every prop: a prop that is added without one is a compile error. */
export type Fields<T> = { readonly [K in keyof Required<T>]: Domain<Required<T>[K]> };

/** The same for the ways to make a value: a static factory that is added without a domain is a compile error. */
export type Factories<C, T> = { readonly [F in Exclude<keyof C, 'prototype'>]: Domain<T> };

function kindsOf({ bad, kinds = 1 }: Domain<unknown>): number {
  return bad === undefined ? 0 : kinds;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

/** Wrong values of several domains, more of those that have more kinds, but not so many more that the others are rare; nothing where there are none. */
function anyOf<T>(bads: ReadonlyArray<{ readonly weight: number; readonly arbitrary: fc.Arbitrary<T> | undefined }>): fc.Arbitrary<T> | undefined {
  const some = bads.flatMap(({ weight, arbitrary }) => (arbitrary === undefined ? [] : [{ weight: Math.ceil(Math.sqrt(weight)), arbitrary }]));
  return some.length === 0 ? undefined : fc.oneof(...some);
}

/** Values of which the wrong ones are wrong in themselves. */
export function leaf<T>(good: fc.Arbitrary<T>, bad: readonly T[], odd: fc.Arbitrary<T> = good): Domain<T> {
  return { good, odd, kinds: bad.length, bad: bad.length > 0 ? fc.constantFrom(...bad).map((value) => ({ value, field: '' })) : undefined };
}

/** Values that cannot be wrong. */
export function choice<T>(...values: readonly T[]): Domain<T> {
  return leaf(fc.constantFrom(...values), []);
}

/** What is made of another domain's values. */
export function made<T, U>({ good, bad, odd, kinds }: Domain<T>, make: (value: T) => U, renamed: (field: string) => string = (field) => field): Domain<U> {
  return { good: good.map(make), odd: odd.map(make), kinds, bad: bad?.map(({ value, field }) => ({ value: make(value), field: renamed(field) })) };
}

/** One of several ways to make a value. */
export function oneOf<T>(ways: Readonly<Record<string, Domain<T>>>): Domain<T> {
  const domains = Object.values(ways);
  return {
    good: fc.oneof(...domains.map(({ good }) => good)),
    odd: fc.oneof(...domains.map(({ odd }) => odd)),
    bad: anyOf(domains.map((domain) => ({ weight: kindsOf(domain), arbitrary: domain.bad }))),
    kinds: sum(domains.map(kindsOf)),
  };
}

/** A struct in which any optional field may be left out. It is wrong in one field at a time. */
export function struct<T extends object>(fields: Fields<T>, required: ReadonlyArray<keyof T> = []): Required<Domain<T>> {
  const entries = Object.entries<Domain<unknown>>(fields);
  const goods = Object.fromEntries(entries.map(([key, { good }]) => [key, good]));
  const record = fc.record(goods, { requiredKeys: required.map(String), noNullPrototype: true }) as fc.Arbitrary<unknown> as fc.Arbitrary<T>;
  const bad = anyOf(entries.map(([key, domain]) => ({ weight: kindsOf(domain), arbitrary: domain.bad?.map(({ value, field }) => ({ key, value, field })) })));
  if (bad === undefined) {
    throw new Error('nothing in this struct can be wrong');
  }
  return {
    good: record,
    odd: fc.tuple(record, fc.oneof(...entries.map(([key, { odd }]) => odd.map((value) => ({ [key]: value }))))).map(([rest, odd]) => ({ ...rest, ...odd })),
    bad: fc.tuple(record, bad).map(([rest, { key, value, field }]) => ({
      value: { ...rest, [key]: value }, field: field === '' || field.startsWith('[') ? `${key}${field}` : `${key}.${field}`,
    })),
    kinds: sum(entries.map(([, domain]) => kindsOf(domain))),
  };
}

/** A list in which no item is the same as another. */
export function list<T>({ good, bad, odd, kinds }: Domain<T>, same: (a: T, b: T) => boolean): Domain<T[]> {
  const goods = fc.uniqueArray(good, { comparator: same, maxLength: 2 });
  return {
    good: goods,
    odd: fc.tuple(goods, fc.array(odd, { maxLength: 2 })).map(([some, more]) => [...some, ...more]),
    bad: bad && fc.tuple(goods, bad).map(([rest, { value, field }]) => ({ value: [...rest, value], field: `[${rest.length}]${field === '' ? '' : `.${field}`}` })),
    kinds,
  };
}

/** A list of simple values, at which refusals point as a whole. */
export function values<T>(good: fc.Arbitrary<T>, bad: readonly T[], odd: fc.Arbitrary<T>, { minLength = 0 } = {}): Domain<T[]> {
  const goods = fc.uniqueArray(good, { minLength, maxLength: 3 });
  const wrong = [...bad.map((item) => [item]), ...(minLength > 0 ? [[]] : [])];
  return {
    good: goods,
    odd: fc.array(odd, { maxLength: 3 }),
    bad: fc.tuple(goods, fc.constantFrom(...wrong)).map(([rest, items]) => ({ value: items.length > 0 ? [...rest, ...items] : [], field: '' })),
    kinds: wrong.length,
  };
}

/** A map, at which refusals point as a whole. */
export function map<T>(key: Domain<string>, value: Domain<T>): Domain<Readonly<Record<string, T>>> {
  const goods = fc.dictionary(key.good, value.good, { maxKeys: 3, noNullPrototype: true });
  const wrong = anyOf([
    { weight: kindsOf(key), arbitrary: key.bad && fc.tuple(key.bad.map((name) => name.value), value.good) },
    { weight: kindsOf(value), arbitrary: value.bad && fc.tuple(key.good, value.bad.map((item) => item.value)) },
  ]);
  return {
    good: goods,
    odd: fc.dictionary(key.odd, value.odd, { maxKeys: 3, noNullPrototype: true }),
    bad: wrong && fc.tuple(goods, wrong).map(([rest, [name, item]]) => ({ value: { ...rest, [name]: item }, field: '' })),
    kinds: kindsOf(key) + kindsOf(value),
  };
}
