import type { JitsiMeet } from '../jitsi-meet';
import { DiagramFormat, DiagramOptions } from '../options/diagram-options';
import { flag, oneOf, refuseShape, Shape } from '../validation/shapes';
import { dot } from './dot';
import { drawing } from './drawing';
import { mermaid } from './mermaid';
import { topologyOf } from './topology';

const OPTIONS: Shape<DiagramOptions> = { format: oneOf<DiagramFormat>('DiagramFormat', DiagramFormat), clusterServices: flag };

/** A picture of a stack, as text. */
export function diagram(meet: JitsiMeet, options: DiagramOptions): string {
  refuseShape(`the diagram of JitsiMeet "${meet.node.id}"`, options, OPTIONS);
  const { format = DiagramFormat.MERMAID, clusterServices = false } = options;
  return (format === DiagramFormat.DOT ? dot : mermaid)(drawing(topologyOf(meet), clusterServices));
}
