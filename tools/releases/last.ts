import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What each release leaves: see its README. */
export const RELEASES = resolve(__dirname, '../../test/releases');

/** Keys of jsii-diff that it shall not mind. */
export const ALLOWED_CHANGES = join(RELEASES, 'allowed-changes.txt');

/** Folder names of releases, the newest last. */
export function releases(): string[] {
  return inOrder(readdirSync(RELEASES, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name));
}

/** Versions, the newest last. */
export function inOrder(versions: readonly string[]): string[] {
  return [...versions].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

/** A file that the newest release has left. */
export function ofLastRelease(file: string): string {
  return join(RELEASES, releases().at(-1) ?? '', file);
}
