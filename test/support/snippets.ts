import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import * as cdk8s from 'cdk8s';
import { App, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as constructs from 'constructs';
import ts from 'typescript';
import * as lib from '../../lib';
import { JitsiMeetChartProps } from '../../lib';
import { Manifest } from './charts';

const ROOT = resolve(__dirname, '../..');

/** Folders with the same example in several languages. */
const LANGUAGES = ['go', 'java', 'python', 'typescript'];

/** Documents for people who use or change this, by their path in the repository. */
export function documents(): string[] {
  return [
    'README.md', 'CONTRIBUTING.md', 'examples/README.md', ...readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
    ...[...examples(), ...LANGUAGES].map((name) => `examples/${name}/README.md`),
  ];
}

/** Names of the examples for a cluster, which are folders. */
export function examples(): string[] {
  return readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !LANGUAGES.includes(entry.name)).map(({ name }) => name).sort();
}

/** Of these, those that are apps with a test of their own. */
export function apps(): string[] {
  return examples().filter((name) => existsSync(join(ROOT, 'examples', name, 'chart.test.ts')));
}

/** The program of an example. */
export function exampleSource(name: string): string {
  return readFileSync(join(ROOT, 'examples', name, 'main.ts'), 'utf8');
}

/** Code of one language in the documents, by the name of a file that does not exist. */
export function snippets(language: string): Map<string, string> {
  return new Map(documents().flatMap((document) => (
    [...readFileSync(join(ROOT, document), 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))]
      .map(([, code = ''], index) => [join(ROOT, `${document}.${index}.ts`), code] as const)
  )));
}

/** What a snippet makes. */
export interface Outcome {
  /** Objects that it synthesizes; they are not written. */
  readonly objects: readonly Manifest[];
  /** What it exports, which is props by their names. */
  readonly props: Partial<JitsiMeetChartProps>;
  /** What it tells its user. */
  readonly printed: string;
}

/** What snippets may import. */
const MODULES: Readonly<Record<string, unknown>> = { 'cdk8s': cdk8s, 'cdk8s-plus-27': kplus, 'cdk8s-jitsi': lib, 'constructs': constructs };

/** Runs an example. */
export function runExample(name: string): Outcome {
  return run(exampleSource(name), join(ROOT, 'examples', name));
}

/** Runs a snippet as if it stood in a file of the folder, here and now: nothing of it is written or printed. */
export function run(source: string, folder: string = ROOT): Outcome {
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true } });
  const apps: App[] = [];
  let printed = '';
  const [synth, write] = [Object.getOwnPropertyDescriptor(App.prototype, 'synth') ?? {}, process.stderr.write.bind(process.stderr)];
  App.prototype.synth = function synthesize(this: App) {
    apps.push(this);
  };
  process.stderr.write = (text: string | Uint8Array) => {
    printed += String(text);
    return true;
  };
  const props: Partial<JitsiMeetChartProps> = {};
  const load = (name: string): unknown => {
    if (!name.startsWith('.') && !Object.hasOwn(MODULES, name)) {
      throw new Error(`a snippet imports ${name}; only ${Object.keys(MODULES).join(', ')} are known here`);
    }
    return MODULES[name] ?? createRequire(join(folder, 'main.ts'))(name);
  };
  try {
    // Here and not by node:vm, where jest is in another realm than what that compiles: cdk8s does not look into objects of another realm.
    (Reflect.construct(Function, ['require', 'exports', outputText]) as (require: typeof load, exports: object) => void)(load, props);
    return { objects: apps.flatMap(({ charts }) => charts).flatMap((chart) => Testing.synth(chart) as Manifest[]), props, printed };
  } finally {
    Object.defineProperty(App.prototype, 'synth', synth);
    process.stderr.write = write;
  }
}
