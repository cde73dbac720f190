import { edge } from './cases/edge';
import { synthesis } from './cases/synthesis';
import { Figure, isMissed, line } from './figure';
import { Effort } from './rounds';

const CASES: Readonly<Record<string, (effort: Effort) => AsyncGenerator<Figure>>> = { synthesis, edge };

/** Prints each figure as soon as it is known: the whole takes minutes. Returns how many missed their goals. */
async function measure(names: readonly string[], effort: Effort): Promise<number> {
  let missed = 0;
  for (const name of names) {
    const figures = CASES[name];
    if (figures === undefined) {
      throw new Error(`There is no case "${name}", only ${Object.keys(CASES).join(' and ')}.`);
    }
    for await (const figure of figures(effort)) {
      missed += isMissed(figure) ? 1 : 0;
      process.stdout.write(`${line(figure, effort.smoke)}\n`);
    }
  }
  return missed;
}

async function main(): Promise<void> {
  // Ctrl-C ends the running program, whose failure ends this one: the default would end it at once and leave the temporary folder.
  process.on('SIGINT', () => undefined);
  const args = process.argv.slice(2);
  const smoke = args.includes('--smoke');
  const named = args.filter((arg) => arg !== '--smoke');
  try {
    const missed = await measure(named.length > 0 ? named : smoke ? Object.keys(CASES) : ['synthesis'], { smoke });
    process.stdout.write(smoke ? 'Everything runs; no time was judged.\n' : missed === 0 ? 'All goals are met.\n' : `Missed: ${missed}.\n`);
    process.exitCode = smoke || missed === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

void main();
