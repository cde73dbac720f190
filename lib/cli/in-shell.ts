/** A path as a shell reads it. */
export function inShell(path: string): string {
  return /^[\w./+@:-]+$/.test(path) ? path : `'${path.replaceAll('\'', '\'\\\'\'')}'`;
}
