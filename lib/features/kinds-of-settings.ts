import { flag, list, number, oneOf, text } from '../validation/shapes';
import type { Reader } from '../validation/shared-variables';
import { shown } from '../validation/violations';
import { Setting, setting } from './setting';

// The templates of the images take any text but a few for true, so switches are written as 1 and 0.

/** On or off, as the variable says it. */
export function toggle(variable: string, ...readers: readonly Reader[]): Setting<boolean> {
  return setting(flag, { variables: { [variable]: readers }, text: digit });
}

/** One switch for several variables. */
export function toggles(variables: Readonly<Record<string, readonly Reader[]>>): Setting<boolean> {
  return setting(flag, { variables, text: digit });
}

/** A switch that only `config.js` knows. */
export function scriptedToggle(property: string): Setting<boolean> {
  return setting(flag, { line: (value) => `config.${property} = ${String(value)};` });
}

/** A whole number in a range. */
export function count(variable: string, reader: Reader, range: { readonly least: number; readonly most: number; readonly what: string }): Setting<number> {
  const { least, most, what } = range;
  return setting(number(`${what}, such as ${Math.max(least, 10)}`), {
    variables: { [variable]: [reader] },
    problem: (value) => (Number.isInteger(value) && value >= least && value <= most ? undefined : `${shown(value)} must be ${what}, a whole number from ${least} to ${most}`),
  });
}

/** Names in a list that the image splits at commas and pastes into JavaScript between quotes. */
export function names(variable: string, reader: Reader, example: string): Setting<string[]> {
  return setting(list(text(JSON.stringify(example))), { variables: { [variable]: [reader] }, text: (value) => value.join(','), problem: (value) => namesProblem(value, /^[\w-]+$/, 1, example) });
}

/** Names in a list that only `config.js` knows. An empty list means none there. */
export function scriptedNames(property: string, example: string): Setting<string[]> {
  return setting(list(text(JSON.stringify(example))), {
    line: (value) => `config.${property} = ${JSON.stringify(value)};`, problem: (value) => namesProblem(value, /^[\w.-]+$/, 0, example),
  });
}

function namesProblem(value: readonly string[], form: RegExp, least: number, example: string): string | undefined {
  return value.length >= least && value.every((name) => form.test(name)) && new Set(value).size === value.length ? undefined
    : `${shown(value)} must be ${least > 0 ? 'one or more ' : ''}different names such as [${JSON.stringify(example)}]`;
}

/** Members of an enumeration in an order, each once. The image pastes them into JavaScript as they are. */
export function order<T extends string>(
  name: string, members: Readonly<Record<string, string>>, goes: { readonly variable: string; readonly reader: Reader } | { readonly property: string },
): Setting<T[]> {
  const literal = (value: readonly T[]): string => JSON.stringify(value);
  return setting(list(oneOf<T>(name, members)), {
    ...('variable' in goes ? { variables: { [goes.variable]: [goes.reader] }, text: literal } : { line: (value: readonly T[]) => `config.${goes.property} = ${literal(value)};` }),
    problem: (value) => (value.length > 0 && new Set(value).size === value.length ? undefined : `${shown(value)} must be one or more of ${name}, each once, the preferred one first`),
  });
}

/** A text of a form. */
export function formed(variable: string, reader: Reader, form: { readonly pattern: RegExp; readonly write: string }): Setting<string> {
  return setting(text(form.write), {
    variables: { [variable]: [reader] }, problem: (value) => (form.pattern.test(value) ? undefined : `${shown(value)} must be ${form.write}`),
  });
}

function digit(value: boolean): string {
  return value ? '1' : '0';
}
