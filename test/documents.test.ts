import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { isMap, parseAllDocuments } from 'yaml';
import * as lib from '../lib';
import { KINDS } from '../tools/variables/stacks';
import { paths } from '../tools/variables/typed';
import { everythingOfAStack } from './support/everything';
import { documents, run, snippets } from './support/snippets';

const ROOT = resolve(__dirname, '..');
const DOCUMENTS = documents();

function text(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

describe('snippets in the documents', () => {
  const code = snippets('ts');

  test('are there', () => {
    expect(code.size).toBeGreaterThanOrEqual(3);
  });

  test('compile as they stand', () => {
    const options: ts.CompilerOptions = {
      strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10,
      esModuleInterop: true, types: ['node'], paths: { 'cdk8s-jitsi': [join(ROOT, 'lib/index.ts')] }, ignoreDeprecations: '5.0',
    };
    const host = ts.createCompilerHost(options);
    const withSnippets: ts.CompilerHost = {
      ...host,
      fileExists: (file) => code.has(file) || host.fileExists(file),
      readFile: (file) => code.get(file) ?? host.readFile(file),
      getSourceFile: (file, ...rest) => {
        const own = code.get(file);
        return own === undefined ? host.getSourceFile(file, ...rest) : ts.createSourceFile(file, own, ts.ScriptTarget.ES2022);
      },
    };
    const program = ts.createProgram([...code.keys()], options, withSnippets);
    const problems = [...code.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));

    expect(problems.map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)).toEqual([]);
  });

  test.each([...code])('%# run without error', (_file, source) => {
    expect(() => run(source)).not.toThrow();
  });

  test('of YAML are objects, or parts of them', () => {
    const blocks = [...snippets('yaml')].flatMap(([file, source]) => parseAllDocuments(source).map((parsed) => [file, parsed] as const));

    expect(blocks.length).toBeGreaterThan(30);
    expect(blocks.filter(([, { errors, contents }]) => errors.length > 0 || !isMap(contents) || !contents.has('kind')).map(([file]) => file)).toEqual([]);
  });

  test('name scripts of package.json that exist', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = DOCUMENTS.flatMap((document) => [...text(document).matchAll(/npm run (?:--\S+ )?([a-z][a-z0-9:]*)/g)].map(([, name = '']) => name));

    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('names in the documents', () => {
  test('of factories and members of enumerations exist', () => {
    const exported = new Map<string, unknown>(Object.entries(lib));
    const dead = DOCUMENTS.flatMap((document) => [...text(document).matchAll(/\b([A-Z]\w+)\.(\w+)/g)].filter(([, name = '', member = '']) => {
      const value = exported.get(name);
      return value !== undefined && !Object.hasOwn(value as object, member);
    }).map(([used]) => `${document}: ${used}`));

    expect(dead).toEqual([]);
  });

  test('of props exist', () => {
    const known = new Set([...paths(everythingOfAStack()).map((path) => path.join('.')), ...KINDS.map(([prop]) => prop)]);
    const themes = new Set([...known].map((path) => path.replace(/\..*/, '')));
    // Not programs, nor the values of the other chart, which are the first column of their table.
    const prose = (document: string): string => text(document).replace(/^```[^]*?^```|(?<=^## From jitsi-helm[^]*)^\|[^|]*\|/gm, '');
    const dead = DOCUMENTS.flatMap((document) => [...prose(document).matchAll(/`([a-z]\w*)((?:\.[a-z]\w*)+)[`:]/g)]
      .map(([, theme = '', rest = '']) => [theme, `${theme}${rest.replace(/\.extraEnv$/, '')}`] as const)
      .filter(([theme, prop]) => themes.has(theme) && prop !== theme && !/\.(?:lua|org|ts)$/.test(prop) && !known.has(prop)).map(([, prop]) => `${document}: ${prop}`));

    expect(dead).toEqual([]);
  });

  test('of what bridges log are what their scripts say', () => {
    const scripts = readdirSync(join(ROOT, 'lib/scripts')).map((file) => text(`lib/scripts/${file}`)).join('');
    const logged = DOCUMENTS.flatMap((document) => [...text(document).matchAll(/`bridge: ([a-z ]+)/g)].map(([, said = '']) => said.trim()));

    expect(logged.length).toBeGreaterThan(0);
    expect(logged.filter((said) => !scripts.includes(said))).toEqual([]);
  });
});

describe('links in the documents', () => {
  test('lead to files that exist, and to headings in them', () => {
    const dead = DOCUMENTS.flatMap((document) => [...text(document).matchAll(/\]\((?!https?:)([^)#]*)(#[^)]*)?\)/g)].filter(([, path = '', heading]) => {
      const target = path === '' ? document : join(document, '..', path);
      return heading === undefined ? !existsSync(join(ROOT, target)) : !headings(text(target)).includes(heading.slice(1));
    }).map(([link]) => `${document}: ${link}`));

    expect(dead).toEqual([]);
  });
});

test('The reference begins with what to begin with, and has all that this leads to', () => {
  const start = text('tools/start-here.md');
  const links = [...start.matchAll(/\(#([^)]*)\)/g)].map(([, link = '']) => link);

  expect(text('API.md').split('\n').slice(2).join('\n').startsWith(start)).toBe(true);
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((link) => !text('API.md').includes(`id="${link}"`))).toEqual([]);
});

function headings(document: string): string[] {
  return [...document.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}
