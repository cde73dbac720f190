import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const LIB = resolve(__dirname, '../../lib');

/** What a number counts or is measured in; a heuristic: words that have served so far. */
const MEASURE = /\b(port|(?:number|part|set) of|how (?:many|long)|most|fewest|bits|bytes|a second|seconds|minutes?|hours?|days?|weeks?|lines|columns|requests|websockets|per cent|[KMGP]iB|stress)\b/i;

/** Types whose values have a size. */
const MEASURED = /^(number|Duration|Size|Cpu)$/;

/** What a public declaration says, and what it is. */
interface Declared {
  readonly name: string;
  readonly node: ts.Node;
}

function parsed(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** The text of every file that has a public type, with the types' names, as lib/index.ts exports them. */
export function publicFiles(): ReadonlyMap<string, { readonly text: string; readonly names: readonly string[] }> {
  const index = parsed('index.ts', readFileSync(join(LIB, 'index.ts'), 'utf8'));
  return new Map(index.statements.filter(ts.isExportDeclaration).map(({ moduleSpecifier, exportClause }) => {
    const file = `${(moduleSpecifier as ts.StringLiteral).text}.ts`;
    return [file, { text: readFileSync(join(LIB, file), 'utf8'), names: (exportClause as ts.NamedExports).elements.map(({ name }) => name.text) }];
  }));
}

/** Whether jsii shows it to users. */
function isPublic(node: ts.ClassElement | ts.TypeElement | ts.EnumMember): boolean {
  const flags = ts.getCombinedModifierFlags(node);
  return (flags & ts.ModifierFlags.Private) === 0 && !node.name?.getText().startsWith('_');
}

function declarations(source: ts.SourceFile, names: readonly string[]): Declared[] {
  return source.statements
    .filter((node) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node))
    .filter(({ name }) => names.includes(name?.text ?? ''))
    .flatMap((type) => {
      const name = type.name?.text ?? '';
      const members: ReadonlyArray<ts.ClassElement | ts.TypeElement | ts.EnumMember> = type.members;
      return [{ name, node: type }, ...members.filter(isPublic).map((node) => ({ name: `${name}.${node.name?.getText() ?? 'constructor'}`, node }))];
    });
}

/** The text before the tags. */
function description(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return ts.getTextOfJSDocComment(doc?.comment) ?? '';
}

function tagged(node: ts.Node, tag: string): string | undefined {
  const found = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === tag);
  return found && (ts.getTextOfJSDocComment(found.comment) ?? '');
}

/** Whether it throws by itself, or by what judges props. */
function throws(node: ts.Node): boolean {
  return ts.isThrowStatement(node) || (ts.isCallExpression(node) && node.expression.getText().startsWith('refuse')) || (ts.forEachChild(node, throws) ?? false);
}

function lacks(node: ts.Node): string[] {
  const prop = ts.isPropertySignature(node) ? node : undefined;
  const callable = ts.isConstructorDeclaration(node) || ts.isMethodDeclaration(node) ? node : undefined;
  const measured = (prop ?? (ts.isPropertyDeclaration(node) ? node : undefined))?.type?.getText();
  const summary = description(node);
  return [
    ...(!ts.isConstructorDeclaration(node) && !/\w\W+\w[^]*[.;:)]$/.test(summary) ? ['a summary, which is a sentence'] : []),
    // jsii ends the summary there, and tables show that part alone.
    ...(/^[^.;]*;\s/.test(summary) ? ['a full stop where it has the first semicolon'] : []),
    ...(prop?.questionToken && !tagged(node, 'default') ? ['@default'] : []),
    ...(prop && !prop.questionToken && tagged(node, 'default') !== undefined ? ['a question mark, or no @default'] : []),
    ...(measured !== undefined && MEASURED.test(measured) && !MEASURE.test(summary) && !prop?.name.getText().match(/revision/) ? ['what it counts or is measured in'] : []),
    ...(callable?.parameters.filter((parameter) => !ts.getJSDocParameterTags(parameter).some(({ comment }) => comment)).map(({ name }) => `@param ${name.getText()}`) ?? []),
    ...(callable && throws(callable) && !tagged(node, 'throws') ? ['@throws'] : []),
  ];
}

/** What the public names of a file leave unsaid, each as `Type.member: what is missing`. */
export function unsaid(file: string, text: string, names: readonly string[]): string[] {
  return declarations(parsed(file, text), names).flatMap(({ name, node }) => lacks(node).map((what) => `${name}: ${what}`));
}
