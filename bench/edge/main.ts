import { Scope } from '../../test/verify/support/scope';
import { Figure } from '../figure';
import { hangUp } from './client';
import { downloads } from './downloads';
import { firstBytes } from './first-bytes';
import { startServers } from './servers';
import { upgrades } from './upgrades';

/** Writes each figure as a line of JSON, for the process that started this one in a network of its own. */
async function main(): Promise<void> {
  // Ctrl-C ends the servers, whose failure ends this: the default would end it at once and leave the temporary folders.
  process.on('SIGINT', () => undefined);
  const effort = { smoke: process.argv.includes('--smoke') };
  const scope = new Scope();
  try {
    const servers = await startServers(scope);
    // First what is judged by its slowest: the load of the downloads would still show in it.
    for (const measure of [upgrades, downloads, firstBytes]) {
      for await (const figure of measure(servers, effort)) {
        process.stdout.write(`${JSON.stringify(figure satisfies Figure)}\n`);
      }
    }
  } finally {
    hangUp();
    await scope.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  process.exitCode = 1;
});
