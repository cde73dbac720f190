import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepared, run } from './program';
import { Scope } from './scope';
import { temporaryFolder } from './temporary-folder';

export const REPOSITORY = resolve(__dirname, '../../..');

/** How long compilers may take on a machine that is busy with other tests. */
export const COMPILING = 600_000;

/** SHA-256 of what an app wrote, by the file. */
export type Sums = Readonly<Record<string, string>>;

export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** A release of Node that tools/languages/nodes names. */
export function nodeOf(release: number): string {
  return join(prepared('LANGUAGES'), `node-${release}-${process.arch}`, 'bin', 'node');
}

/** The runtime of jsii for Go waits for Node in two places at once when it ends, and says so of the one that comes second. */
const SAID_BY_GO = /^Runtime process exited abnormally: wait\w*: no child processes$/;

/** Runs an app, which must succeed and say nothing, neither a warning of jsii nor one of Node. Apps in other languages take the newest Node that there is. */
export async function synthesis(scope: Scope, command: readonly [string, ...string[]], environment: Readonly<Record<string, string>> = {}, cwd?: string): Promise<Sums> {
  const outdir = mkdtempSync(join(temporaryFolder(scope), 'dist-'));
  const [program, ...args] = command;
  const { code, stdout, stderr } = await run(program, args, {
    cwd: cwd ?? outdir, env: { ...process.env, PATH: [dirname(nodeOf(24)), process.env.PATH].join(delimiter), ...environment, CDK8S_OUTDIR: outdir },
  });
  if (code !== 0 || stdout !== '' || stderr.replace(SAID_BY_GO, '') !== '') {
    throw new Error(`${command.join(' ')}: ${code}\n${stdout}${stderr}`);
  }
  return Object.fromEntries(readdirSync(outdir).sort().map((file) => [file, sha256(join(outdir, file))]));
}

/** What the example for TypeScript synthesizes from the sources of the library. */
export function fromSources(scope: Scope): Promise<Sums> {
  const folder = join(REPOSITORY, 'examples/typescript');
  return synthesis(scope, [process.execPath, '--import', pathToFileURL(require.resolve('tsx')).href, 'main.ts'], {}, folder);
}
