import { readFileSync, writeFileSync } from 'node:fs';
import { documents } from '../../test/support/snippets';
import { written } from './written';

for (const document of documents()) {
  try {
    writeFileSync(document, written(readFileSync(document, 'utf8')));
  } catch (error) {
    process.stderr.write(`${document}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
