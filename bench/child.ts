import { spawnSync } from 'node:child_process';
import { Figures } from './programs/figures';

/** What a program reported of itself, and what it took seen from outside. */
export interface Run extends Figures {
  readonly wallMilliseconds: number;
}

/**
 * Runs a command to its end and returns its wall time in milliseconds.
 *
 * @throws when it fails, with what it wrote.
 */
export function timed(command: string, args: readonly string[], cwd: string): number {
  return execute(command, args, cwd).wallMilliseconds;
}

/** Runs a compiled program of bench/programs, the way a user runs a compiled app: without a loader. */
export function program(file: string, ...args: readonly string[]): Run {
  const { wallMilliseconds, output } = execute(process.execPath, [file, ...args], undefined);
  return { ...JSON.parse(output) as Figures, wallMilliseconds };
}

function execute(command: string, args: readonly string[], cwd: string | undefined): { readonly wallMilliseconds: number; readonly output: string } {
  const env = environment();
  const start = performance.now();
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const wallMilliseconds = performance.now() - start;
  if (error || status !== 0) {
    throw new Error(`${[command, ...args].join(' ')} failed: ${error?.message ?? `exit code ${status ?? 'unknown'}`}\n${stdout}${stderr}`);
  }
  return { wallMilliseconds, output: stdout };
}

/** What npm adds for its scripts would change what the commands below it do and what they cost; a user's shell has none of it. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|CDK8S_|NODE_OPTIONS$|INIT_CWD$)/.test(name));
  return { ...Object.fromEntries(own), CDK8S_CHECK_UPGRADE: 'false' };
}
