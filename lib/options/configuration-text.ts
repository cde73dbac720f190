import { Violation } from '../validation/violations';

/** `kubectl apply` keeps the whole ConfigMap in an annotation too, and annotations hold 262,144 bytes. */
const MOST_BYTES = 200 * 1024;

/** What is wrong with text that is appended to a program's configuration. */
export function configurationTextViolations(field: string, text: string | undefined, language: 'HOCON' | 'Lua'): Violation[] {
  if (text === undefined) {
    return [];
  }
  const bytes = Buffer.byteLength(JSON.stringify(text));
  const problem = text.trim() === '' ? 'is empty; leave it out'
    // No YAML can hold these.
    : /[^\P{Cc}\n\t]|\p{Cs}/u.test(text) ? 'has characters that no configuration has; write plain text'
      : bytes > MOST_BYTES ? `has ${bytes} bytes in the manifest, and kubectl apply can store ${MOST_BYTES} of them`
        : unbalanced(text.replace(COMMENTS_AND_TEXTS[language], ''), BRACKETS[language]);
  return problem === undefined ? [] : [{ field, problem }];
}

/** What is no code, by the language. */
const COMMENTS_AND_TEXTS = {
  HOCON: /"""[^]*?"""|"(?:\\.|[^"\\\n])*"|(?:#|\/\/).*/g,
  Lua: /--\[(=*)\[[^]*?\]\1\]|--.*|\[(=*)\[[^]*?\]\2\]|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/g,
} as const;

const BRACKETS = { HOCON: { '}': '{', ']': '[' }, Lua: { '}': '{', ']': '[', ')': '(' } } as const;

/** The program would not start, or read what stands behind it as part of it. */
function unbalanced(code: string, brackets: Readonly<Record<string, string>>): string | undefined {
  const open: string[] = [];
  for (const character of code) {
    const opening = brackets[character];
    if (Object.values(brackets).includes(character)) {
      open.push(character);
    } else if (opening !== undefined && open.pop() !== opening) {
      return `has a "${character}" that nothing opened, and the program would not start`;
    }
  }
  return open.length > 0 ? `does not close "${open.join('')}", and the program would not start` : code.includes('"') ? 'does not close a quote, and the program would not start' : undefined;
}
