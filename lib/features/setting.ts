import { Kind, Shape, struct } from '../validation/shapes';
import type { Reader } from '../validation/shared-variables';
import { at, Violation } from '../validation/violations';

/** A variable that a prop is written to, and the components whose image reads it. */
export interface FeatureVariable {
  readonly name: string;
  readonly readers: readonly Reader[];
  /** Path of the prop, below the one that holds it. */
  readonly prop: string;
}

/** What one prop of the features becomes. `T` is the prop's type; its kind is looked at before anything else. */
export interface Setting<T> {
  readonly kind: Kind<T> & { readonly required?: undefined };
  /** All variables that some value of it writes. */
  readonly variables: readonly FeatureVariable[];
  /** What is wrong with a value of the right kind. */
  readonly violations: (path: string, value: unknown) => Violation[];
  /** Texts by the variables that a value writes. */
  readonly texts: (value: unknown) => Readonly<Record<string, string>>;
  /** Lines of `config.js`, for what no variable reaches. */
  readonly lines: (value: unknown) => readonly string[];
}

/** A setting for each prop of a struct: a prop without one does not compile. */
export type Settings<P> = { readonly [K in keyof Required<P>]: Setting<NonNullable<P[K]>> };

/** What a setting of one value is made of. */
interface Parts<T> {
  readonly variables?: Readonly<Record<string, readonly Reader[]>>;
  readonly text?: (value: T) => string;
  readonly line?: (value: T) => string;
  readonly problem?: (value: T) => string | undefined;
}

/** A setting of one value. */
export function setting<T>(kind: Setting<T>['kind'], { variables = {}, text = String, line, problem }: Parts<T>): Setting<T> {
  return {
    kind,
    variables: Object.entries(variables).map(([name, readers]) => ({ name, readers, prop: '' })),
    violations: (path, value) => {
      const found = problem?.(value as T);
      return found === undefined ? [] : [{ field: path, problem: found }];
    },
    texts: (value) => Object.fromEntries(Object.keys(variables).map((name) => [name, text(value as T)])),
    lines: (value) => (line ? [line(value as T)] : []),
  };
}

/** What settings of a struct have beside those of its props. */
interface Whole<P> {
  /** Variables that the struct itself writes, for being there. */
  readonly being?: Readonly<Record<string, readonly Reader[]>>;
  /** What is wrong with several props together. */
  readonly misfits?: (path: string, value: P) => Violation[];
}

/** The setting of a struct, which is that of its props. */
export function group<P>(settings: Settings<P>, { being = {}, misfits = () => [] }: Whole<P> = {}): Setting<P> {
  const members = Object.entries<Setting<unknown>>(settings);
  const given = (value: unknown): ReadonlyArray<readonly [string, Setting<unknown>, unknown]> => members
    .map(([name, member]) => [name, member, (value as Readonly<Record<string, unknown>>)[name]] as const).filter(([, , one]) => one !== undefined);
  return {
    kind: struct(Object.fromEntries(members.map(([name, { kind }]) => [name, kind])) as unknown as Shape<P>),
    variables: [
      ...Object.entries(being).map(([name, readers]) => ({ name, readers, prop: '' })),
      ...members.flatMap(([name, { variables }]) => variables.map((variable) => ({ ...variable, prop: at(name, variable.prop) }))),
    ],
    violations: (path, value) => {
      const single = given(value).flatMap(([name, member, one]) => member.violations(at(path, name), one));
      return single.length > 0 ? single : misfits(path, value as P);
    },
    texts: (value) => Object.assign({}, Object.fromEntries(Object.keys(being).map((name) => [name, '1'])), ...given(value).map(([, member, one]) => member.texts(one))) as Readonly<Record<string, string>>,
    lines: (value) => given(value).flatMap(([, member, one]) => member.lines(one)),
  };
}
