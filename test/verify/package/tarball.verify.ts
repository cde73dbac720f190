import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { printed, tryCommand } from '../support/command';
import { COMPILING, REPOSITORY } from '../support/synthesis';

const PACKAGE = join(REPOSITORY, 'build/package');
const TARBALL = join(REPOSITORY, 'build/cdk8s-jitsi.tgz');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

describe('the package', () => {
  let files: readonly string[];

  beforeAll(async () => {
    printed('tools/build.sh', await tryCommand([join(REPOSITORY, 'tools/build.sh')]));
    files = filesBelow(PACKAGE);
  }, COMPILING);

  test('holds library and program, its scripts, declarations of its public parts, the app to start with, the assembly and what people read, and nothing else', () => {
    const below = (folder: string): string[] => filesBelow(join(REPOSITORY, folder)).map((file) => join(folder, file));
    const rest = files.filter((file) => !file.endsWith('.d.ts'));

    expect(rest).toEqual([
      '.jsii', 'CHANGELOG.md', 'LICENSE', 'README.md', 'lib/cli/main.js', 'lib/index.js', ...below('lib/scripts'), 'package.json', ...below('templates/app'),
    ]);
    expect(files).toEqual(expect.arrayContaining(['lib/index.d.ts', 'lib/jitsi-meet.d.ts']));
    expect(files.filter((file) => /nginx-config|cli\/|^imports/.test(file) && file.endsWith('.d.ts'))).toEqual([]);
  });

  test('weighs at most 300 kB', () => {
    process.stderr.write(`${basename(TARBALL)}: ${statSync(TARBALL).size} bytes, ${files.length} files\n`);

    expect(statSync(TARBALL).size).toBeLessThanOrEqual(300_000);
  });

  test('is as publint wants it', async () => {
    expect(printed('publint', await tryCommand([join(REPOSITORY, 'node_modules/.bin/publint'), '--strict', PACKAGE]))).toContain('All good!');
  });

  // The assembly is no module, but jsii looks for it by that name.
  test('has types that are right for all ways of resolving modules', async () => {
    expect(printed('attw', await tryCommand([join(REPOSITORY, 'node_modules/.bin/attw'), TARBALL, '--exclude-entrypoints', './.jsii', '--no-color', '--no-emoji', '--format', 'ascii']))).toContain('No problems found');
  });
});
