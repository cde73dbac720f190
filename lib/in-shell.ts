/** A path as a shell reads it. */
export function inShell(path: string): string {
  return /^[\w./+@:-]+$/.test(path) ? path : `'${path.replaceAll('\'', '\'\\\'\'')}'`;
}

/** The same of a folder, with a slash at its end. */
export function folderInShell(path: string): string {
  return inShell(`${path.replace(/\/+$/, '')}/`);
}
