import { ClientProcess, Where } from '../../verify/support/client-process';
import { Scope } from '../../verify/support/scope';

/** Milliseconds between two packets of somebody who stays. */
const INTERVAL = 200;

/** Milliseconds between two who come in. */
const NEWCOMERS = 1000;

/** Times are milliseconds as `Date.now()` counts. */
export interface Packet {
  readonly sent: number;
  readonly answered?: number;
  /** The pod that answered. */
  readonly from?: string;
}

/** What people in a meeting have seen of their bridge. */
export interface FlowRecord {
  /** Those of somebody who stays, from one port. */
  readonly packets: readonly Packet[];
  /** The first ones of others, each from a port of its own, as also of those who come back from another network. */
  readonly newcomers: readonly Packet[];
}

/** People in some network who send media to bridges. */
export class MediaClients {
  public static async start(scope: Scope, where: Where): Promise<MediaClients> {
    return new MediaClients(await ClientProcess.start(scope, 'media-flows.mjs', where));
  }

  private constructor(private readonly process: ClientProcess) {}

  public async join(address: string, port: number): Promise<MediaFlow> {
    const number = await this.process.command('join', { to: { address, port }, interval: INTERVAL, newcomers: NEWCOMERS });
    return new MediaFlow((command) => this.process.command(command, { number }));
  }
}

/** Somebody who stays in a meeting, and those who come in meanwhile. */
export class MediaFlow {
  public constructor(private readonly command: (command: string) => Promise<unknown>) {}

  public async record(): Promise<FlowRecord> {
    return await this.command('record') as FlowRecord;
  }

  /** All go, and say nothing any more. */
  public async leave(): Promise<void> {
    await this.command('leave');
  }
}

/** Those of some packets that were sent in a while. */
export const sentBetween = (packets: readonly Packet[], from: number, to: number): readonly Packet[] => packets.filter(({ sent }) => sent >= from && sent < to);

/** Who answered. */
export const answerers = (packets: readonly Packet[]): readonly string[] => [...new Set(packets.flatMap(({ from }) => from ?? []))].sort();

/** Share of packets without an answer. A busy machine loses one now and then, as UDP may. */
export const lost = (packets: readonly Packet[]): number => packets.filter(({ from }) => from === undefined).length / packets.length;

/** Longest time in seconds between two answers. */
export function longestGap(packets: readonly Packet[]): number {
  const times = packets.flatMap(({ answered }) => answered ?? []).sort((one, other) => one - other);
  return Math.max(0, ...times.slice(1).map((at, index) => at - (times[index] ?? at))) / 1000;
}
