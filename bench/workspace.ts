import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { PACKAGE, ROOT } from './package-build';

/** What `npm run synth` needs of the repository. Its sources are reached from there, by the real path of tools/synth.ts. */
const PROJECT = ['package.json', 'tsconfig.json', 'node_modules', 'tools'];

/** A temporary folder in which everything is measured, so that the repository's own dist/ stays as it is. */
export class Workspace {
  private readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'cdk8s-jitsi-bench-')));

  constructor() {
    this.compilePrograms();
  }

  /** A compiled program of bench/programs. */
  public program(name: string): string {
    return join(this.root, 'bench', 'programs', `${name}.js`);
  }

  /** A folder, which is made when it is not there. */
  public folder(name: string): string {
    const path = join(this.root, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** A folder in which the scripts of package.json run as in the repository, but write elsewhere. */
  public project(): string {
    const path = this.folder('project');
    PROJECT.forEach((name) => { symlinkSync(join(ROOT, name), join(path, name)); });
    return path;
  }

  /** A folder whose cdk8s app makes its output folder and nothing else: what is measured there is the CLI. */
  public emptyApp(): string {
    const path = this.folder('empty');
    writeFileSync(join(path, 'cdk8s.yaml'), 'language: typescript\napp: mkdir -p dist\noutput: dist\n');
    return path;
  }

  /** Removes everything. */
  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** To where `../../lib` is the package: the programs are type-checked against the sources and run against what is published. */
  private compilePrograms(): void {
    const from = join(ROOT, 'bench', 'programs');
    const to = this.folder(join('bench', 'programs'));
    symlinkSync(join(PACKAGE, 'lib'), join(this.root, 'lib'));
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'));
    for (const file of readdirSync(from)) {
      const { outputText } = transpileModule(readFileSync(join(from, file), 'utf8'), {
        compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true },
      });
      writeFileSync(join(to, file.replace(/\.ts$/, '.js')), outputText);
    }
  }
}
