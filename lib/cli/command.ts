import { Arguments, Option } from './arguments';

/** Where a command writes to, and what it calls its folder. */
export interface Surroundings {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly folder: string;
}

/** A command of the program. */
export interface Command {
  /** What it is called with, after its name. */
  readonly usage: string;
  /** One line. */
  readonly purpose: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly operands: number;
  /** What more there is to say, in lines. */
  readonly notes: readonly string[];
  run(given: Arguments, surroundings: Surroundings): void;
}

/** Options of more than one command. */
export const PUBLIC_URL: Option = { value: 'https://HOST', says: ['where people open meetings'] };
export const NAMESPACE: Option = { value: 'NAME', says: ['namespace of all objects; the stack makes it', '(default: jitsi)'] };
