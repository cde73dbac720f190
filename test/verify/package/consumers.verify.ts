import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed, tryCommand } from '../support/command';
import { prepared, run } from '../support/program';
import { scopePerFile } from '../support/scope';
import { COMPILING, fromSources, nodeOf, REPOSITORY, Sums, synthesis } from '../support/synthesis';
import { temporaryFolder } from '../support/temporary-folder';

const TSC = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
const RELEASES = [20, 22, 24];

const scope = scopePerFile();

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function versionOf(peers: string, name: string): string {
  return (JSON.parse(readFileSync(join(prepared('LANGUAGES'), peers, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
}

/** A folder with the peers and the package, as npm installs it, and the example for TypeScript compiled in both kinds of modules. */
async function consumer(peers: string): Promise<string> {
  const folder = join(temporaryFolder(scope), 'consumer');
  cpSync(join(prepared('LANGUAGES'), peers), folder, { recursive: true });
  printed('npm install', await run('npm', ['install', '--strict-peer-deps', '--offline', '--no-audit', '--no-fund', join(REPOSITORY, 'build/cdk8s-jitsi.tgz')], { cwd: folder }));
  const source = readFileSync(join(REPOSITORY, 'examples/typescript/main.ts'), 'utf8');
  for (const type of ['module', 'commonjs']) {
    mkdirSync(join(folder, type));
    writeFileSync(join(folder, type, 'package.json'), JSON.stringify({ type }));
    writeFileSync(join(folder, type, 'main.ts'), source);
  }
  // With all checks on declarations, since users may not skip them.
  printed('tsc', await run(process.execPath, [TSC, '--strict', '--target', 'es2022', '--module', 'node16', 'module/main.ts', 'commonjs/main.ts'], { cwd: folder }));
  return folder;
}

describe('the packed package', () => {
  let reference: Sums;

  beforeAll(async () => {
    printed('tools/build.sh', await tryCommand([join(REPOSITORY, 'tools/build.sh')]));
    reference = await fromSources(scope);
  }, COMPILING);

  test('names the lowest peers that it is tested with', () => {
    const { peerDependencies } = manifest(REPOSITORY);

    expect(Object.entries(peerDependencies)).toEqual(Object.keys(peerDependencies).map((name) => [name, `^${versionOf('lowest', name)}`]));
  });

  describe.each(['lowest', 'newest'])('with the %s peers', (peers) => {
    let folder: string;

    beforeAll(async () => {
      folder = await consumer(peers);
    }, COMPILING);

    test.each(RELEASES.flatMap((release) => ['module', 'commonjs'].map((type) => [release, type] as const)))('writes on Node %i, in a program of type %s, the bytes that its sources write', async (release, type) => {
      expect(await synthesis(scope, [nodeOf(release), join(folder, type, 'main.js')])).toEqual(reference);
    });

    test('is loaded as one CommonJS and one ECMAScript module that export the same', async () => {
      const code = 'import * as esm from "cdk8s-jitsi"; import { createRequire } from "node:module"; const cjs = createRequire(import.meta.url)("cdk8s-jitsi");'
        + 'console.log(JSON.stringify([Object.keys(cjs).filter((name) => esm[name] !== cjs[name]), Object.keys(cjs).includes("JitsiMeet")]))';
      const { stdout } = await run(nodeOf(20), ['--input-type=module', '--eval', code], { cwd: folder });

      expect(JSON.parse(stdout)).toEqual([[], true]);
    });
  });
});
