import { growth } from './cases/growth';
import { startUp } from './cases/start-up';
import { synthCommand } from './cases/synth-command';
import { testCommand } from './cases/test-command';
import { isMissed, line } from './figure';
import { ensurePackage } from './package-build';
import { Effort } from './rounds';
import { Workspace } from './workspace';

/** Prints each figure as soon as it is known: the whole takes minutes. Returns how many missed their goals. */
function measureAll(effort: Effort): number {
  ensurePackage();
  const workspace = new Workspace();
  let missed = 0;
  try {
    for (const measure of [startUp, synthCommand, growth, testCommand]) {
      for (const figure of measure(workspace, effort)) {
        missed += isMissed(figure) ? 1 : 0;
        process.stdout.write(`${line(figure, effort.smoke)}\n`);
      }
    }
  } finally {
    workspace.remove();
  }
  return missed;
}

function main(): void {
  // Ctrl-C ends the running program, whose failure ends this one: the default would end it at once and leave the temporary folder.
  process.on('SIGINT', () => undefined);
  const smoke = process.argv.includes('--smoke');
  try {
    const missed = measureAll({ smoke });
    process.stdout.write(smoke ? 'Everything runs; no time was judged.\n' : missed === 0 ? 'All goals are met.\n' : `Missed: ${missed}.\n`);
    process.exitCode = smoke || missed === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

main();
