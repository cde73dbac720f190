import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ALLOWED_CHANGES, ofLastRelease } from './last';

const ROOT = resolve(__dirname, '../..');

/** What jsii-diff says of the step from one public API to another. */
export interface Verdict {
  readonly compatible: boolean;
  readonly text: string;
  /** Keys of changes that are allowed and were not made: they would hide others. */
  readonly idle: readonly string[];
}

/** The public API of the last release, as jsii wrote it. */
export function lastAssembly(): string {
  return gunzipSync(readFileSync(ofLastRelease('assembly.json.gz'))).toString();
}

/** Compares two jsii assemblies. All of this library is experimental yet, which jsii-diff would only warn of. */
export function apiDiff(before: string, after: string, allowed = ALLOWED_CHANGES): Verdict {
  const folder = mkdtempSync(join(tmpdir(), 'api-diff-'));
  try {
    // What an assembly has from its dependencies is looked up in their packages.
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const packages = [['before', before], ['after', after]].map(([name = '', assembly = '']) => {
      const path = join(folder, name);
      mkdirSync(path);
      copyFileSync(join(ROOT, 'package.json'), join(path, 'package.json'));
      writeFileSync(join(path, '.jsii'), assembly);
      return path;
    });
    const jsiiDiff = join(ROOT, 'node_modules/jsii-diff/bin/jsii-diff');
    const { status, stdout, stderr } = spawnSync(process.execPath, [jsiiDiff, '--error-on', 'all', '--keys', '--ignore-file', allowed, ...packages], { encoding: 'utf8' });
    const text = `${stdout}${stderr}`;
    const keys = readFileSync(allowed, 'utf8').split('\n').filter((line) => /^[^#]/.test(line));
    return { compatible: status === 0, text, idle: keys.filter((key) => !text.includes(`[${key}]`)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
