import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { variables } from './document';

const { document, compose, unexplained, idle } = variables();
const migrating = resolve('docs/migrating.md');
writeFileSync(resolve('docs/variables.md'), document);
writeFileSync(migrating, readFileSync(migrating, 'utf8').replace(/^\| in `\.env` [^]*?\n(?=\n)/m, () => compose));
for (const problem of [...unexplained.map((variable) => `nothing is said of ${variable}`), ...idle.map((pattern) => `nothing needs "${pattern}"`)]) {
  process.stderr.write(`${problem}; see tools/variables/untyped.ts and compose.ts\n`);
  process.exitCode = 1;
}
