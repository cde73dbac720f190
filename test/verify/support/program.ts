import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that tools/setup.sh made, by the variable that names it. */
export function prepared(variable: 'PYTHON_BIN' | 'KUBERNETES_BIN' | 'SCANNERS_BIN' | 'SCHEMAS' | 'STAND_INS_BIN' | 'CLUSTER_IMAGES' | 'LANGUAGES'): string {
  const folder = process.env[variable];
  if (folder === undefined) {
    throw new Error(`${variable} is not set: start these tests with tools/verify.sh`);
  }
  return folder;
}

/** Runs a program to its end. Scanners end with an error when they find something, so the caller judges the code. */
export function run(file: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<Output> {
  return new Promise((done, fail) => {
    execFile(file, args, { ...options, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') {
        fail(new Error(`${file} did not run`, { cause: error }));
      } else {
        done({ code: Number(error?.code ?? 0), stdout, stderr });
      }
    });
  });
}

/** A program in one of those folders. */
export function programOf(variable: Parameters<typeof prepared>[0], name: string): string {
  return join(prepared(variable), name);
}
