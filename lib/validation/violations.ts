/** One thing that is wrong with what the caller wrote. */
export interface Violation {
  /** Path of the field, as the caller wrote it: `jvb.exposure.port`. */
  readonly field: string;
  /** What was got, what is allowed and what to write instead. */
  readonly problem: string;
}

/** A rule as data: when `condition` holds, the input is refused with `message`. */
export interface Rule<P> {
  readonly field: string;
  readonly condition: (props: P) => boolean;
  readonly message: (props: P) => string;
}

/** Thrown with all violations of one construct's props at once. */
export class InvalidPropsError extends Error {
  constructor(subject: string, readonly violations: readonly Violation[]) {
    const count = violations.length === 1 ? 'a problem' : `${violations.length} problems`;
    const lines = violations.map(({ field, problem }) => `  ${field}: ${problem}`);
    super([`${count} in the props of ${subject}:`, ...lines].join('\n'));
    this.name = 'InvalidPropsError';
  }
}

/** Joins a field to the path of the struct it is in; the path of the outermost props is empty. */
export function at(path: string, field: string): string {
  return path && field ? `${path}.${field}` : path || field;
}

/** Applies rules to props and returns every violation, with the field's path. */
export function judge<P>(path: string, props: P, rules: ReadonlyArray<Rule<P>>): Violation[] {
  return rules
    .filter((rule) => rule.condition(props))
    .map((rule) => ({ field: at(path, rule.field), problem: rule.message(props) }));
}

/** Throws when anything is wrong. */
export function refuse(subject: string, violations: readonly Violation[]): void {
  if (violations.length > 0) {
    throw new InvalidPropsError(subject, violations);
  }
}

/** How a value that the caller gave is shown in a message. */
export function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
