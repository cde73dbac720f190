import { Flow } from './flows';
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

/** An arrow of a drawing. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
  readonly bothWays: boolean;
}

/** What is to be drawn, whatever the language. */
export interface Drawing {
  /** Boxes that stand in no frame. */
  readonly boxes: readonly Box[];
  readonly frames: ReadonlyArray<{ readonly id: string; readonly title: string; readonly boxes: readonly Box[] }>;
  readonly arrows: readonly Arrow[];
}

/** @param everybodys whether name servers and the API server are drawn too. */
export function drawing({ parts, outsiders, flows }: Topology, everybodys: boolean): Drawing {
  const drawn = outsiders.filter((outsider) => everybodys || !outsider.everybodys);
  const shown = new Set([...parts, ...drawn].map(({ id }) => id));
  // What browsers reach first is read first.
  const boxes = [...parts].reverse().map(({ id, namespace, title, lines }) => ({ id, namespace, lines: [title, ...lines], outside: namespace === '' }));
  const namespaces = [...new Set(parts.map(({ namespace }) => namespace))].filter((namespace) => namespace !== '');
  return {
    boxes: [...drawn.map(({ id, lines }) => ({ id, lines, outside: true })), ...boxes.filter(({ outside }) => outside)],
    frames: namespaces.map((namespace) => ({ id: `namespace_${namespace.replaceAll('-', '_')}`, title: `namespace ${namespace}`, boxes: boxes.filter((box) => box.namespace === namespace) })),
    arrows: flows.filter(({ from, to }) => shown.has(from) && shown.has(to)).map(arrow),
  };
}

function arrow({ from, to, ports, sources, bothWays = false }: Flow): Arrow {
  return { from, to, lines: [portText(ports), ...(sources ?? []).map((source, index) => (index === 0 ? `from ${source}` : source))], bothWays };
}
