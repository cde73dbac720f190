/** Cells in columns, the first line being their heads. */
export function table(...lines: ReadonlyArray<ReadonlyArray<string | number>>): string {
  const texts = lines.map((line) => line.map(String));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((line) => line[column]?.length ?? 0)));
  return texts.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n');
}
