import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const scripts = new Map<string, string>();

/** The text of a shell script of lib/scripts, which ships with the package. */
export function script(name: string): string {
  const known = scripts.get(name) ?? readFileSync(join(__dirname, 'scripts', name), 'utf8');
  scripts.set(name, known);
  return known;
}
