import { Box, Drawing } from './drawing';

/** A drawing as a Mermaid flowchart, which GitHub and many others show as a picture. */
export function mermaid({ boxes, frames, arrows }: Drawing): string {
  return [
    'flowchart LR',
    ...boxes.map((box) => `  ${node(box)}`),
    ...frames.flatMap((frame) => [`  subgraph ${frame.id} ["${frame.title}"]`, ...frame.boxes.map((box) => `    ${node(box)}`), '  end']),
    ...arrows.map(({ from, to, lines, bothWays }) => `  ${from} ${bothWays ? '<--' : '--'} "${lines.join('<br>')}" --> ${to}`),
    '',
  ].join('\n');
}

function node({ id, lines, outside }: Box): string {
  const text = `"${lines.join('<br>')}"`;
  return outside ? `${id}([${text}])` : `${id}[${text}]`;
}
