import { parseArgs } from 'node:util';
import { nearest } from '../validation/nearest';
import { Failure } from './failure';

/** Options that were given, by their names; each may be given several times. */
export type Given = Readonly<Record<string, readonly string[] | undefined>>;

/** What a command was called with. */
export interface Arguments {
  readonly options: Given;
  readonly operands: readonly string[];
  readonly help: boolean;
}

/** An option of a command. */
export interface Option {
  readonly value: string;
  /** What it says, in lines. */
  readonly says: readonly string[];
}

/**
 * Reads what follows a command's name, with Node's own parser: the package has no dependencies.
 *
 * @param known options of the command.
 */
export function readArguments(argv: readonly string[], known: Readonly<Record<string, Option>>, mostOperands: number): Arguments {
  const { positionals, tokens } = parseArgs({
    args: [...argv], strict: false, allowPositionals: true, tokens: true,
    options: { help: { type: 'boolean', short: 'h' }, ...Object.fromEntries(Object.keys(known).map((name) => [name, { type: 'string' as const }])) },
  });
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  if (given.some(({ name }) => name === 'help')) {
    return { options: {}, operands: [], help: true };
  }
  const options: Record<string, string[]> = {};
  given.forEach(({ name, rawName, value, inlineValue }) => {
    if (!Object.hasOwn(known, name)) {
      const meant = nearest(name, Object.keys(known));
      throw new Failure(`there is no option ${rawName}; ${meant === undefined ? `there are ${Object.keys(known).map((each) => `--${each}`).join(', ')}` : `did you mean --${meant}?`}`, 2);
    }
    // A hyphen alone is a file; with more behind it, the next option, unless it is written with an equals sign.
    if (value === undefined || value === '' || (!inlineValue && /^-./.test(value))) {
      throw new Failure(`${rawName} needs a value: ${rawName} ${known[name]?.value ?? ''}`, 2);
    }
    options[name] = [...options[name] ?? [], value];
  });
  if (positionals.length > mostOperands) {
    const extra = positionals[mostOperands] ?? '';
    const instead = extra.startsWith('https://') && Object.hasOwn(known, 'public-url') ? `did you mean --public-url ${extra}?`
      : mostOperands === 0 ? 'every value follows its option' : 'only one folder can be given';
    throw new Failure(`"${extra}" is not expected here; ${instead}`, 2);
  }
  return { options, operands: positionals, help: false };
}

/** The only value of an option. */
export function only(options: Given, name: string): string | undefined {
  const [value, second] = options[name] ?? [];
  if (second !== undefined) {
    throw new Failure(`--${name} is given twice; write it once`, 2);
  }
  return value;
}

/** The lines of a help that say what options there are. */
export function optionLines(options: Readonly<Record<string, Option>>): string[] {
  return Object.entries({ ...options, help: { value: '', says: ['show this'] } }).flatMap(([name, { value, says: [first = '', ...more] }]) => [
    `  ${`--${name} ${value}`.padEnd(26)} ${first}`, ...more.map((line) => `${' '.repeat(29)}${line}`),
  ]);
}
