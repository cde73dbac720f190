import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { variables } from './document';

const { document, unexplained, idle } = variables();
writeFileSync(resolve('docs/variables.md'), document);
for (const problem of [...unexplained.map((variable) => `nothing is said of ${variable}`), ...idle.map((pattern) => `nothing needs "${pattern}"`)]) {
  process.stderr.write(`${problem}; see tools/variables/untyped.ts\n`);
  process.exitCode = 1;
}
