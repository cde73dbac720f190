import { akin, nearest } from './nearest';
import { at, refuse, Violation } from './violations';

// Whether values have the types that they are declared with. Compilers see to it, but JavaScript has none, and tsx and swc leave types unread.

/** Paths of props, asked for only when something is wrong. */
type Paths = () => readonly string[];

/** What a value must be. `T` is the type that it then has, so a table of kinds does not compile beside a struct of other types. */
export interface Kind<T> {
  /** What is wrong with a value that was given. */
  readonly violations: (path: string, value: unknown, all?: Paths) => Violation[];
  /** Paths of the props in it. */
  readonly within?: Paths;
  /** What to write. */
  readonly write: string;
  readonly required?: true;
  /** Never there. */
  readonly of?: T;
}

/** A kind of which a value must be given. */
export interface RequiredKind<T> extends Kind<T> {
  readonly required: true;
}

/** A kind for each prop of a struct: a prop without one does not compile. */
export type Shape<P> = { readonly [K in keyof Required<P>]: undefined extends P[K] ? Kind<NonNullable<P[K]>> & { readonly required?: undefined } : RequiredKind<P[K]> };

type Optional<T> = Kind<T> & { readonly required?: undefined };

/** What is said of a prop that is not there, for names that somebody may come to expect. */
type Hints = Readonly<Record<string, string>>;

/** A class by what `instanceof` needs of it; constructors of value classes are private. */
interface Class<T> {
  readonly prototype: T;
  readonly name: string;
  [Symbol.hasInstance](value: unknown): boolean;
}

/** A kind of one test. */
function simple<T>(noun: string, write: string, test: (value: unknown) => boolean): Optional<T> {
  return { write, violations: (path, value) => (test(value) ? [] : [{ field: path, problem: `${described(value)} is not ${noun}; write ${write}${value === null ? ', or leave it out' : ''}` }]) };
}

/** A text. */
export function text(write: string): Optional<string> {
  return simple('text', write, (value) => typeof value === 'string');
}

/** A number. Whether it is one that makes sense, rules say. */
export function number(write: string): Optional<number> {
  return simple('a number', write, (value) => typeof value === 'number');
}

/** True or false. Texts would all count as true. */
export const flag: Optional<boolean> = simple('true or false', 'true or false, without quotes', (value) => typeof value === 'boolean');

/** A member of an enumeration, which are texts when manifests are made. */
export function oneOf<T extends string>(name: string, members: Readonly<Record<string, string>>): Optional<T> {
  const write = Object.entries(members).map(([member, value]) => `${name}.${member} ("${value}")`).join(', ');
  return simple(`of ${name}`, `one of ${write}`, (value) => Object.values(members).some((member) => member === value));
}

/** What only a class makes. It is asked for late, because classes and shapes may need each other. */
export function instance<T>(name: string, type: () => Class<T>, write: string): Optional<T> {
  return simple(`of class ${name}`, write, (value) => value instanceof type());
}

/** What a class makes that is not loaded here, told by what it has. */
export function like<T>(noun: string, write: string, test: (value: Readonly<Record<string, unknown>>) => boolean): Optional<T> {
  return simple(noun, write, (value) => isObject(value) && test(value));
}

/** Any number of values in square brackets. */
export function list<T>(kind: Kind<T>): Optional<T[]> {
  const whole = simple<T[]>('a list', `[${kind.write}]`, Array.isArray);
  return { ...whole, violations: (path, value) => (
    Array.isArray(value) ? Array.from(value as readonly unknown[]).flatMap((one, index) => present(`${path}[${index}]`, one, kind)) : whole.violations(path, value)
  ) };
}

/** Values by names that the caller chooses. */
export function map<T>(kind: Kind<T>, key: string): Optional<{ readonly [name: string]: T }> {
  const whole = simple<{ readonly [name: string]: T }>('a map', `{ ${key}: ${kind.write} }`, isPlain);
  return { ...whole, violations: (path, value) => (
    isPlain(value) ? Object.entries(value).flatMap(([name, one]) => present(/^\w+$/.test(name) ? `${path}.${name}` : `${path}["${name}"]`, one, kind)) : whole.violations(path, value)
  ) };
}

/** Props in a prop. */
export function struct<P>(shape: Shape<P>, hints: Hints = {}): Optional<P> {
  return { write: example(shape), within: () => pathsOf('', shape), violations: (path, value, all) => shapeViolations(path, value ?? null, shape, hints, all) };
}

/** The same kind for a value that cannot be left out. */
export function required<T>(kind: Kind<T>): RequiredKind<T> {
  return { ...kind, required: true };
}

/** What is wrong with one value. */
export function kindViolations(path: string, value: unknown, kind: Kind<unknown>): Violation[] {
  return value === undefined && !kind.required ? [] : present(path, value, kind);
}

function present(path: string, value: unknown, kind: Kind<unknown>, all?: Paths): Violation[] {
  return value === undefined ? [{ field: path, problem: `is missing; write ${kind.write}` }] : kind.violations(path, value, all);
}

/**
 * What is wrong with the form of props: a wrong type, one that is missing, one that is not there. Props that are not given at all are none.
 *
 * @param all paths of all props of which these are a part, among which one in the wrong place is looked for.
 */
export function shapeViolations<P>(path: string, props: unknown, shape: Shape<P>, hints: Hints = {}, all: Paths = () => pathsOf(path, shape)): Violation[] {
  const given = props === undefined ? {} : props;
  if (!isStruct(given)) {
    return [{ field: path || 'props', problem: `${described(given)} is not a struct of props; write ${example(shape)}${given === null ? ', or leave it out' : ''}` }];
  }
  const kinds = Object.entries<Kind<unknown>>(shape);
  return [
    ...kinds.filter(([name, kind]) => given[name] !== undefined || kind.required).flatMap(([name, kind]) => present(at(path, name), given[name], kind, all)),
    ...Object.keys(given).filter((name) => !Object.hasOwn(shape, name) && given[name] !== undefined).map((name) => ({
      field: at(path, name), problem: `there is no such prop; ${(Object.hasOwn(hints, name) ? hints[name] : undefined) ?? instead(name, kinds.map(([known]) => known), all())}`,
    })),
  ];
}

/** Throws where props have not the form that their type says. Rules may then take it for granted. */
export function refuseShape<P>(subject: string, props: unknown, shape: Shape<P>, hints?: Hints): void {
  refuse(subject, shapeViolations('', props, shape, hints));
}

/** Names that are alike are shown only where they are so few that one of them may be meant. */
const FEW = 3;

/** What to write instead of a prop that is not there: it where it is, one that is spelt or called nearly so, or any other. */
function instead(name: string, known: readonly string[], all: readonly string[]): string {
  const owners = all.filter((path) => nameIn(path) === name).map((path) => path.slice(0, -name.length - 1) || 'the outermost braces');
  if (owners.length > 0) {
    return `write it in ${either(owners)}`;
  }
  const spelt = nearest(name, known);
  const fromElsewhere = all.filter((path) => akin(name, [nameIn(path)]).length > 0 && nameIn(path).length > name.length);
  const meant = [spelt === undefined ? [] : [spelt], akin(name, known), fromElsewhere].find(({ length }) => length > 0 && length <= FEW);
  return meant === undefined ? `write one of ${known.join(', ')}` : `did you mean ${either(meant)}?`;
}

/** Paths of all props of a struct, and of the structs in it. */
function pathsOf<P>(path: string, shape: Shape<P>): readonly string[] {
  return Object.entries<Kind<unknown>>(shape).flatMap(([name, { within }]) => [at(path, name), ...(within?.() ?? []).map((inner) => `${at(path, name)}.${inner}`)]);
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function either(items: readonly string[]): string {
  return [items.slice(0, -1).join(', '), ...items.slice(-1)].filter((part) => part !== '').join(' or ');
}

/** The least that a struct needs. */
function example<P>(shape: Shape<P>): string {
  const needed = Object.entries<Kind<unknown>>(shape).filter(([, kind]) => kind.required).map(([name, { write }]) => `${name}: ${write}`);
  return `{ ${needed.join(', ') || '…'} }`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with fields of its own, or with none at all: a Map or a Date keeps what it holds elsewhere. */
function isStruct(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlain(value) || (isObject(value) && Object.keys(value).length > 0);
}

/** What braces make. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** How a value of the wrong type is named. Of long texts only the beginning is shown. */
function described(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : isPlain(value) ? 'an object in braces' : `an object of class ${String((value as { readonly constructor?: { readonly name?: unknown } }).constructor?.name)}`;
    case 'function':
      return 'a function or class';
    default:
      return String(value);
  }
}
