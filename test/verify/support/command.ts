import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever comes of it. */
export function tryCommand(command: readonly string[], input = ''): Promise<CommandResult> {
  return new Promise((done, fail) => {
    const [file = '', ...args] = command;
    const child = spawn(file, args);
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

/** What a program printed that must have succeeded. */
export function printed(what: string, { code, stdout, stderr }: CommandResult): string {
  if (code !== 0) {
    throw new Error(`${what}: ${String(code)}\n${stdout}${stderr}`);
  }
  return stdout;
}
