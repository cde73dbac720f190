import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FOLDERS = ['KUBEBUILDER_ASSETS', 'KUBERNETES_BIN', 'NODE_BIN', 'CONTAINERD_BIN', 'COREDNS_BIN', 'CLUSTER_BIN'];

/** Where a program of the cluster is: in a folder that tools/cluster/setup.sh named. */
export function program(name: string): string {
  const folders = FOLDERS.map((variable) => process.env[variable]).filter((folder) => folder !== undefined);
  const found = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(`no ${name} in ${folders.join(', ') || 'any folder'}: call tools/cluster/setup.sh first, as npm run cluster:up and npm run e2e do`);
  }
  return found;
}

/** PATH with all of them, for those that look for their helpers there. */
export function searchPath(): string {
  return [...FOLDERS.map((variable) => process.env[variable]), process.env.PATH].filter((folder) => folder !== undefined).join(':');
}

const execute = promisify(execFile);

/** Runs a command, which must succeed, and returns what it printed. */
export async function output(command: readonly string[], cwd?: string): Promise<string> {
  const [file = '', ...args] = command;
  const { stdout } = await execute(file, args, { cwd, maxBuffer: 2 ** 28 });
  return stdout;
}
