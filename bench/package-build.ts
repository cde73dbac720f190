import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Folder of the repository. */
export const ROOT = join(__dirname, '..');

/** The library as it is published. */
export const PACKAGE = join(ROOT, 'build', 'package');

/** Builds the package unless it was built of the same files before. */
export function ensurePackage(): void {
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'tools', 'build.sh'), { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`tools/build.sh failed:\n${stdout}${stderr}`);
  }
}
