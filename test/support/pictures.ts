import { JitsiMeetChart } from '../../lib';
import { Topology, topologyOf } from '../../lib/topology/topology';
import { manifests, ofKind } from './charts';
import { knownPorts, Network, WORLD } from './network';
import { NAME_LABEL, POOL_LABEL } from '../../lib/kubernetes/labels';
import { Workload, workloads } from './pods';

/** The id that pods have in pictures. */
function partOf({ spec: { template: { metadata: { labels } } } }: Workload): string {
  const { [NAME_LABEL]: component = '', [POOL_LABEL]: pool = 'default' } = labels;
  return (pool === 'default' ? component : `${component}-${pool}`).replaceAll('-', '_');
}

/** Every flow among pods, port by port. */
function drawn({ flows }: Topology, pods: ReadonlySet<string>): string[] {
  return flows.filter(({ from, to }) => pods.has(from) && pods.has(to)).flatMap(({ from, to, ports }) => ports.map(({ port, protocol }) => `${from} -> ${to} ${port ?? ''}/${protocol}`));
}

/**
 * What is untrue in the picture of a stack: against what its policies let through, and against what its constructs say of open ports. A connection need not be drawn when
 * policies name neither end to the other.
 */
export function untruths(chart: JitsiMeetChart): string[] {
  const objects = manifests(chart);
  const topology = topologyOf(chart.meet);
  const all = workloads(objects);
  const pods = new Set(all.map(partOf));
  const listening = new Set(all.flatMap((workload) => workload.spec.template.spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort, protocol }) => `${partOf(workload)} ${containerPort}/${protocol}`))));
  const shown = drawn(topology, pods);
  // Who connects where everybody may connect, at a port at which he may connect to everything.
  const byChance = (connection: string, possible: ReadonlySet<string>): boolean => {
    const [, from = '', to = '', port = ''] = /^(\S+) -> (\S+) (\S+)$/.exec(connection) ?? [];
    return possible.has(`${from} -> ${WORLD} ${port}`) && possible.has(`${WORLD} -> ${to} ${port}`);
  };
  const possible = new Set(ofKind(objects, 'NetworkPolicy').length === 0 ? shown : new Network(objects, partOf).connections(knownPorts(objects)));
  const heard = [...possible].filter((connection) => listening.has(connection.replace(/^.* -> /, '')) && pods.has(connection.replace(/ -> .*/, '')));
  return [
    ...shown.filter((connection) => !possible.has(connection)).map((connection) => `is drawn and not open: ${connection}`),
    ...heard.filter((connection) => !shown.includes(connection) && !byChance(connection, possible)).map((connection) => `is open and not drawn: ${connection}`),
    ...all.filter((workload) => !topology.parts.some(({ id }) => id === partOf(workload))).map(({ metadata }) => `is not drawn: ${metadata.name}`),
    ...(JSON.stringify(topology.entrances.map(({ to: _to, ...port }) => port)) === JSON.stringify(chart.meet.openPorts) ? [] : [
      `open are ${JSON.stringify(topology.entrances)}, told is ${JSON.stringify(chart.meet.openPorts)}`,
    ]),
  ];
}

/** Ids of the boxes in each frame of a picture in Mermaid. */
export function boxesByFrame(mermaid: string): Map<string, string[]> {
  return new Map([...mermaid.matchAll(/^ {2}subgraph (\w+) \["[^"]+"\]\n([^]*?)^ {2}end$/gm)].map(([, id = '', boxes = '']) => [id, [...boxes.matchAll(/^ {4}(\w+)/gm)].map(([, box = '']) => box)]));
}

/** Who has an arrow to whom in a picture in Mermaid, where that of a frame counts for each box in it. */
export function endsOf(mermaid: string): string[] {
  const frames = boxesByFrame(mermaid);
  return arrowsOf(mermaid).arrows.flatMap((arrow) => {
    const [, from = '', to = ''] = /^(\w+) <?-> (\w+):/.exec(arrow) ?? [];
    return (frames.get(from) ?? [from]).map((box) => `${box} -> ${to}`);
  });
}

/** Arrows of a picture in Mermaid, as `from -> to: label`, and what is wrong with the text. */
export function arrowsOf(mermaid: string): { readonly arrows: string[]; readonly problems: string[] } {
  const nodes = [...mermaid.matchAll(/^ +(\w+)(?:\["[^"]+"\]|\(\["[^"]+"\]\))$/gm)].map(([, id = '']) => id);
  const arrows = [...mermaid.matchAll(/^ {2}(\w+) (<?--) "([^"]+)" --> (\w+)$/gm)].map(([, from = '', line, label = '', to = '']) => ({ from, to, text: `${from} ${line === '--' ? '' : '<'}-> ${to}: ${label}` }));
  const frames = [...boxesByFrame(mermaid).keys()];
  const lines = mermaid.trimEnd().split('\n').length;
  return {
    arrows: arrows.map(({ text }) => text),
    problems: [
      ...(lines === 1 + nodes.length + arrows.length + 2 * frames.length ? [] : ['has lines that are no boxes, frames or arrows']),
      ...(new Set(nodes).size === nodes.length ? [] : ['has a box twice']),
      ...arrows.flatMap(({ from, to }) => [from, to]).filter((id) => ![...nodes, ...frames].includes(id)).map((id) => `has an arrow to or from ${id}, which is not drawn`),
      ...arrows.filter(({ text }, index) => arrows.findIndex((other) => other.text === text) !== index).map(({ text }) => `has an arrow twice: ${text}`),
    ],
  };
}
