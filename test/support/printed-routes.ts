/** The table of routes as a summary shows it, line by line, without its margin. */
export function printedRoutes(summary: string): string[] {
  const [, table] = summary.split(/^How media reach the bridges.*\n/m);
  if (table === undefined) {
    throw new Error('the summary shows no routes');
  }
  return table.trimEnd().split('\n').map((line) => line.slice(2));
}
