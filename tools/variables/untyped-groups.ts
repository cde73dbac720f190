import { UNTYPED, Untyped } from './untyped';

/** A pattern of a group: a name, a beginning of names before an asterisk, and where it is of one component alone that one. */
interface Pattern {
  readonly component: string | undefined;
  readonly text: string;
}

function patterns({ names }: Untyped): Pattern[] {
  let component: string | undefined;
  return names.trim().split(/\s+/).flatMap((word) => {
    if (word.endsWith(':')) {
      component = word.slice(0, -1);
      return [];
    }
    return [{ component, text: word }];
  });
}

function has({ component, text }: Pattern, reader: string, name: string): boolean {
  return (component === undefined || component === reader) && (text.endsWith('*') ? name.startsWith(text.slice(0, -1)) : name === text);
}

/** Why a component's variable is not typed; undefined where nothing is said. */
export function groupOf(reader: string, name: string): Untyped | undefined {
  return UNTYPED.find((group) => patterns(group).some((pattern) => has(pattern, reader, name)));
}

/** Patterns that no variable needs: what they spoke of is typed now, or gone. */
export function idle(untyped: ReadonlyArray<readonly [reader: string, name: string]>): string[] {
  return UNTYPED.flatMap((group) => patterns(group)
    .filter((pattern) => !untyped.some(([reader, name]) => groupOf(reader, name) === group && has(pattern, reader, name))).map(({ text }) => `${group.title}: ${text}`));
}
