import type { JitsiMeet } from '../jitsi-meet';
import { OpenPort } from '../options/open-port';
import { Flow, flowsOf, merged } from './flows';
import { outsideFlows, Outsider } from './outside';
import { Part, partsOf } from './parts';
import { Rendered, renderedObjects } from './rendered';
import { Entrance, entrances, waysIn } from './ways-in';

/** A stack as it was really synthesized: its parts, who talks to whom, and what is open. Pictures and the firewall's table are made of it. */
export interface Topology {
  /** Pods, and what stands before them. */
  readonly parts: readonly Part[];
  readonly outsiders: readonly Outsider[];
  readonly flows: readonly Flow[];
  /** The firewall's table. */
  readonly entrances: readonly Entrance[];
}

/** Reads a stack from its objects as they are rendered, so that what was patched counts. From constructs come the words of the firewall's table alone. */
export function topologyOf(meet: JitsiMeet): Topology {
  return topology(renderedObjects(meet), meet.openPorts);
}

/** @param openPorts what constructs say of ports that must be open. */
export function topology(objects: readonly Rendered[], openPorts: readonly OpenPort[]): Topology {
  const pods = partsOf(objects);
  const ways = waysIn(objects, pods);
  const open = entrances(ways, openPorts);
  const outside = outsideFlows(pods, ways, open);
  const led = ways.flatMap(({ front, to, listening }) => (front ? [{ front, flow: { from: front.id, to: to.id, ports: [listening] } }] : []));
  return {
    parts: [...byId(led.map(({ front }) => front)), ...pods],
    outsiders: byId(outside.map(({ outsider }) => outsider)),
    flows: merged([...outside, ...led.map(({ flow }) => flow), ...flowsOf(pods)]),
    entrances: open,
  };
}

function byId<T extends { readonly id: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((each) => [each.id, each])).values()];
}
