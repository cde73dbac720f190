import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from './pictures';

/** Draws the stacks that documents show. */
async function write(): Promise<void> {
  for (const [file, content] of Object.entries(await pictures())) {
    writeFileSync(join(__dirname, '../..', file), content);
  }
}

void write();
