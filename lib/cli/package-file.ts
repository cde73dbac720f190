import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of a file that ships with the package. */
export function packageFile(path: string): string {
  return join(__dirname, '../..', path);
}

/** Version of the package. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { readonly version: string }).version;
}
