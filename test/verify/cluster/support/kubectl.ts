import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { program } from './control-plane';

export interface KubectlResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against the tests' API server, whatever comes of it. */
export function tryKubectl(args: readonly string[], input = ''): Promise<KubectlResult> {
  return new Promise((done, fail) => {
    const { KUBECONFIG } = process.env;
    if (KUBECONFIG === undefined) {
      throw new Error('KUBECONFIG is not set: start these tests with tools/verify.sh');
    }
    // Its cache of what the server offers would go into the home folder.
    const child = spawn(program('kubectl'), ['--kubeconfig', KUBECONFIG, '--cache-dir', join(dirname(KUBECONFIG), 'cache'), ...args]);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (part: Buffer) => stdout.push(part));
    child.stderr.on('data', (part: Buffer) => stderr.push(part));
    child.once('error', fail);
    child.once('close', (code) => {
      done({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin.on('error', () => undefined).end(input);
  });
}

/** Runs kubectl, which must succeed, and returns what it printed. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await tryKubectl(args, input);
  if (code !== 0) {
    throw new Error(`kubectl ${args.join(' ')}: ${String(code)}\n${stdout}${stderr}`);
  }
  return stdout;
}
