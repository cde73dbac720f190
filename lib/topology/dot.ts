import { Arrow, Box, Drawing } from './drawing';

// One name that Graphviz knows the widths of where it has no fonts, as in WebAssembly: of a list it knows none, and takes those of Times. No common font is wider, so text
// fits in whatever a browser has instead.
const FONT = 'fontname="Verdana"';

/** A drawing in the DOT language of Graphviz. */
export function dot({ boxes, frames, arrows }: Drawing): string {
  /** Graphviz lets an arrow begin at a frame only if it begins in it, and cuts it there: where most arrows end, it is nearest to the way out. */
  const ends = ({ from, to, lines, bothWays }: Arrow): string => {
    const frame = frames.find(({ id }) => id === from);
    const within = frame?.boxes.map(({ id }) => ({ id, count: arrows.filter((each) => each.to === id).length })).sort((one, other) => other.count - one.count)[0]?.id;
    return `${within ?? from} -> ${to} [label=${quoted(lines.map((line) => `   ${line}`))}${bothWays ? ' dir=both' : ''}${frame ? ` ltail="cluster_${frame.id}"` : ''}]`;
  };
  return [
    'digraph {',
    `  graph [compound=true bgcolor=white nodesep=0.2 ranksep=0.5 ${FONT} fontsize=11]`,
    `  node [shape=box style="rounded,filled" color="#1d4e89" fillcolor="#eaf2fb" ${FONT} fontsize=11 margin="0.12,0.08"]`,
    `  edge [color="#555555" ${FONT} fontsize=10 arrowsize=0.7]`,
    ...boxes.map((box) => `  ${node(box)}`),
    ...frames.flatMap((frame) => [
      `  subgraph "cluster_${frame.id}" {`,
      `    graph [label=${quoted([frame.title])} labeljust=l style="rounded,dashed" color="#888888"]`,
      ...frame.boxes.map((box) => `    ${node(box)}`),
      '  }',
    ]),
    ...arrows.map((arrow) => `  ${ends(arrow)}`),
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
