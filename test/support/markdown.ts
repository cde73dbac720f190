/** Rows of the Markdown table whose first column has the given heading, each as its cells. */
export function tableOf(text: string, heading: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => cells(line)[0] === heading);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  if (start < 0) {
    throw new Error(`no table has the heading "${heading}"`);
  }
  return lines.slice(start + 2, end < 0 ? undefined : end).map(cells);
}

function cells(line: string): string[] {
  return line.startsWith('|') ? line.split('|').slice(1, -1).map((cell) => cell.trim()) : [];
}

/** What a cell lists: code or words, with commas between them. */
export function listed(cell = ''): string[] {
  return cell.split(',').map((item) => item.trim().replaceAll('`', ''));
}
