import { Violation } from '../validation/violations';

/**
 * One of NGINX's tokens: a comment, a text in quotes, white space, a character that ends something, or a word. A word may have what ends a block in it, as
 * `${variable}` has, but does not begin with it.
 */
const TOKEN = /#[^\n]*|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\s+|[{};]|(?:\\[^]|\$\{|[^\s{};\\"'])(?:\\[^]|\$\{|[^\s{;\\])*/y;

/** Whether a snippet ends where it seems to: one that does not would change what stands after it. NGINX itself looks at the rest. */
function flaw(snippet: string): string | undefined {
  let depth = 0;
  let last = ';';
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < snippet.length;) {
    const [token] = TOKEN.exec(snippet) ?? [];
    if (token === undefined) {
      return 'has a quotation mark or a backslash without its end';
    }
    depth += token === '{' ? 1 : token === '}' ? -1 : 0;
    if (depth < 0) {
      return 'closes a brace that it has not opened';
    }
    last = /^\s|^#/.test(token) ? last : token;
  }
  return depth > 0 ? 'opens a brace that it does not close' : last !== ';' && last !== '}' ? 'ends without a semicolon' : undefined;
}

/** What is wrong with a snippet. */
export function snippetViolations(field: string, snippet: string | undefined): Violation[] {
  const problem = snippet === undefined ? undefined : snippet.includes('\0') ? 'has a zero byte' : flaw(snippet);
  return problem === undefined ? [] : [{ field, problem: `${problem}; write whole directives, such as "large_client_header_buffers 8 16k;"` }];
}

/** A snippet between the lines of the library, indented as they are. */
export function indented(snippet: string | undefined, spaces: number): string {
  return snippet === undefined ? '' : `${snippet.trimEnd().split('\n').map((line) => (line.trim() === '' ? '' : `${' '.repeat(spaces)}${line}`)).join('\n')}\n`;
}
