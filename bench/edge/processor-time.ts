import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const MILLISECONDS_A_TICK = 10;

/** Processor time, in milliseconds, of all programs of a name that share this process' network: nobody else's do. */
export function processorTime(program: string): number {
  const network = readlinkSync('/proc/self/ns/net');
  const ticks = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      const [name, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/^\d+ \(|\) /).slice(1) as [string, string];
      const fields = rest.split(' ');
      return name === program && readlinkSync(`/proc/${pid}/ns/net`) === network ? Number(fields[11]) + Number(fields[12]) : 0;
    } catch {
      // It has ended meanwhile.
      return 0;
    }
  });
  return ticks.reduce((sum, each) => sum + each, 0) * MILLISECONDS_A_TICK;
}
