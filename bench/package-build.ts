import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the repository. */
export const ROOT = join(__dirname, '..');

/** The library as it is published. */
export const PACKAGE = join(ROOT, 'build', 'package');

/** What the package is made from. */
const SOURCES = ['lib', 'imports', 'templates', 'package.json', 'tsconfig.jsii.json', 'tools/build.sh'];

/** Builds the package unless it is newer than all that it is made from. Unpacked files have no times of their own, the archive does. */
export function ensurePackage(): void {
  if (modified(join(ROOT, 'build', 'cdk8s-jitsi.tgz')) < Math.max(...SOURCES.map((path) => newest(join(ROOT, path))))) {
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'tools', 'build.sh'), { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`tools/build.sh failed:\n${stdout}${stderr}`);
    }
  }
}

/** Time of the newest file. Folders do not count: building changes theirs. */
function newest(path: string): number {
  const file = statSync(path);
  return file.isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : file.mtimeMs;
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
