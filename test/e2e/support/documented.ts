import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printed, tryCommand } from '../../verify/support/command';
import { StackCluster } from './stack-cluster';

/** The only command of a document that has these words, without its remark. */
export function documented(words: string, document = 'docs/operations.md'): string {
  const text = readFileSync(resolve(document), 'utf8').replaceAll('\\\n', ' ');
  const commands = [...text.matchAll(/^```sh\n([^]*?)^```|`(kubectl [^`]*)`/gm)]
    .flatMap(([, block = '', inline = '']) => [...block.split('\n'), inline])
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line.includes(words));
  const [command] = commands;
  if (command === undefined || commands.length > 1) {
    throw new Error(`${commands.length} commands of ${document} have "${words}": ${commands.join('; ')}`);
  }
  return command;
}

/** What a command prints that somebody types in a folder. */
export async function typed(cluster: StackCluster, command: string, folder: string): Promise<string> {
  const kubectl = cluster.kubectlCommand([]).map((word) => `'${word}'`).join(' ');
  return printed(command, await tryCommand(cluster.inside(['sh', '-euc', `kubectl() { ${kubectl} "$@"; }\ncd "$1"\n${command}`, 'sh', folder])));
}
