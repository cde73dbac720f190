import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

/** The repository. */
export const REPOSITORY = resolve(__dirname, '../../..');

export const IN_ROOT = join(REPOSITORY, 'tools/debian-root/in-root.sh');

/** The folder that tools/debian-root/setup.sh made. */
export function debianRoot(): string {
  const root = process.env.DEBIAN_ROOT;
  if (root === undefined) {
    throw new Error('DEBIAN_ROOT is not set: start these tests with tools/verify.sh');
  }
  return root;
}

export interface Result {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of the root folder to its end; it sees the host's folder and nothing else of the host. */
export function inRoot(folder: string, ...command: readonly string[]): Promise<Result> {
  return new Promise((done, fail) => {
    execFile(IN_ROOT, [debianRoot(), folder, ...command], (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') {
        fail(new Error(`${command.join(' ')} did not run`, { cause: error }));
      } else {
        done({ code: Number(error?.code ?? 0), output: stdout + stderr });
      }
    });
  });
}
