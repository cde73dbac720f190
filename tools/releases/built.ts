import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const PACKAGE = resolve(__dirname, '../../build/package');

/** The public API as `npm run build` packed it. */
export function builtAssembly(): string {
  const [plain, packed] = [join(PACKAGE, '.jsii'), join(PACKAGE, '.jsii.gz')];
  return existsSync(packed) ? gunzipSync(readFileSync(packed)).toString() : readFileSync(plain, 'utf8');
}
