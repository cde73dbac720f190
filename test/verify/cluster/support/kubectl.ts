import { dirname, join } from 'node:path';
import { CommandResult, printed, tryCommand } from '../../support/command';
import { program } from './control-plane';

/** Runs kubectl against the tests' API server, whatever comes of it. */
export function tryKubectl(args: readonly string[], input = ''): Promise<CommandResult> {
  const { KUBECONFIG } = process.env;
  if (KUBECONFIG === undefined) {
    throw new Error('KUBECONFIG is not set: start these tests with tools/verify.sh');
  }
  // Its cache of what the server offers would go into the home folder.
  return tryCommand([program('kubectl'), '--kubeconfig', KUBECONFIG, '--cache-dir', join(dirname(KUBECONFIG), 'cache'), ...args], input);
}

/** Runs kubectl, which must succeed, and returns what it printed. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  return printed(`kubectl ${args.join(' ')}`, await tryKubectl(args, input));
}
