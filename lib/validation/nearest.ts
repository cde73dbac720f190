/** The name that the caller may have meant: another spelling, or one that differs in a letter or two. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter((one) => one.distance <= Math.max(1, Math.floor(one.candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** Names that consist of the same words and more of them, or of fewer: "lobby" and "enableLobby", "clusterIssuer" and "issuer". */
export function akin(name: string, known: readonly string[]): readonly string[] {
  const given = words(name);
  return known.filter((candidate) => words(candidate).includes(given) || given.includes(words(candidate)));
}

/** The words of a name in camel case, with a space around each. */
function words(name: string): string {
  return ` ${name.replace(/[A-Z]/g, ' $&').trim().toLowerCase()} `;
}

/** How many letters must be added, removed or replaced; two that are swapped count as one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      rows[row]?.push(Math.min(cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + same, swapped ? cell(row - 2, column - 2) + 1 : Infinity));
    }
  }
  return cell(a.length, b.length);
}
