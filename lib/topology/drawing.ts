import { Flow } from './flows';
import { Part } from './parts';
import { portText } from './ports';
import { Topology } from './topology';

/** A box of a drawing. */
export interface Box {
  readonly id: string;
  /** What stands in it; the first line is what it is called. */
  readonly lines: readonly string[];
  /** Whether it is no part of the stack. */
  readonly outside: boolean;
}

/** Boxes that are in one namespace. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  readonly boxes: readonly Box[];
}

/** An arrow of a drawing. */
export interface Arrow {
  /** A box, or a frame that stands for each box in it. */
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
  readonly bothWays: boolean;
}

/** What is to be drawn, whatever the language. */
export interface Drawing {
  /** Boxes that stand in no frame. */
  readonly boxes: readonly Box[];
  readonly frames: readonly Frame[];
  readonly arrows: readonly Arrow[];
}

/** @param everybodys whether name servers and the API server are drawn too. */
export function drawing({ parts, outsiders, flows }: Topology, everybodys: boolean): Drawing {
  const drawn = outsiders.filter((outsider) => everybodys || !outsider.everybodys);
  const shown = new Set([...parts, ...drawn].map(({ id }) => id));
  // What browsers reach first is read first.
  const inOrder = [...parts].reverse();
  const namespaces = [...new Set(parts.map(({ namespace }) => namespace))].filter((namespace) => namespace !== '');
  const frames = namespaces.map((namespace): Frame => ({
    id: `namespace_${namespace.replaceAll('-', '_')}`, title: `namespace ${namespace}`, boxes: inOrder.filter((part) => part.namespace === namespace).map(box),
  }));
  const arrows = flows.filter(({ from, to }) => shown.has(from) && shown.has(to)).map(arrow);
  const shared = new Set(drawn.filter(({ everybodys: ofAll }) => ofAll).map(({ id }) => id));
  return {
    boxes: [...drawn.map(({ id, lines }) => ({ id, lines, outside: true })), ...inOrder.filter(({ namespace }) => namespace === '').map(box)],
    frames,
    arrows: frames.reduce((all, frame) => joined(all, frame, shared), arrows),
  };
}

function box({ id, title, lines, outside }: Part): Box {
  return { id, lines: [title, ...lines], outside };
}

function arrow({ from, to, ports, sources, bothWays = false }: Flow): Arrow {
  return { from, to, lines: [portText(ports), ...(sources ?? []).map((source, index) => (index === 0 ? `from ${source}` : source))], bothWays };
}

/** One arrow in the place of the same arrow from every box of a frame, which would make a comb. One box that has none, or another, keeps all of them apart. */
function joined(arrows: readonly Arrow[], { id, boxes }: Frame, shared: ReadonlySet<string>): Arrow[] {
  const others = arrows.filter(({ to, from }) => !shared.has(to) || !boxes.some((each) => each.id === from));
  const toShared = arrows.filter((each) => !others.includes(each));
  const groups = new Map<string, Arrow[]>();
  toShared.forEach((each) => {
    const key = JSON.stringify([each.to, each.lines]);
    groups.set(key, [...groups.get(key) ?? [], each]);
  });
  return [...others, ...[...groups.values()].flatMap((group) => (boxes.length > 1 && group.length === boxes.length ? group.slice(0, 1).map((first) => ({ ...first, from: id })) : group))];
}
