import { Box, Drawing } from './drawing';

const FONT = 'fontname="Helvetica,Arial,sans-serif"';

/** A drawing in the DOT language of Graphviz. */
export function dot({ boxes, frames, arrows }: Drawing): string {
  return [
    'digraph {',
    `  graph [rankdir=LR bgcolor=white nodesep=0.4 ranksep=0.9 ${FONT} fontsize=11]`,
    `  node [shape=box style="rounded,filled" color="#1d4e89" fillcolor="#eaf2fb" ${FONT} fontsize=11 margin="0.3,0.1"]`,
    `  edge [color="#555555" ${FONT} fontsize=10 arrowsize=0.7]`,
    ...boxes.map((box) => `  ${node(box)}`),
    ...frames.flatMap((frame) => [
      `  subgraph "cluster_${frame.id}" {`,
      `    graph [label=${quoted([frame.title])} style="rounded,dashed" color="#888888"]`,
      ...frame.boxes.map((box) => `    ${node(box)}`),
      '  }',
    ]),
    ...arrows.map(({ from, to, lines, bothWays }) => `  ${from} -> ${to} [label=${quoted(lines)}${bothWays ? ' dir=both' : ''}]`),
    '}',
    '',
  ].join('\n');
}

function node({ id, lines, outside }: Box): string {
  return `${id} [label=${quoted(lines)}${outside ? ' style=filled shape=ellipse color="#888888" fillcolor="#f4f4f4"' : ''}]`;
}

function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll(/["\\]/g, '\\$&')).join('\\n')}"`;
}
