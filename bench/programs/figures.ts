import { readFileSync } from 'node:fs';

/** What a program measures of itself. */
export interface Figures {
  /** Time of what the program is for, without loading. */
  readonly milliseconds: number;
  /** Processor time of the whole process, which hardly depends on what else the machine does. */
  readonly cpuMilliseconds: number;
  /** Most memory that was resident at any time. */
  readonly peakMebibytes: number;
}

/** Runs what the program is for and writes the figures to standard output. */
export function measure(work: () => void): void {
  const start = performance.now();
  work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage();
  const figures: Figures = { milliseconds, cpuMilliseconds: (user + system) / 1000, peakMebibytes: peakKibibytes() / 1024 };
  process.stdout.write(JSON.stringify(figures));
}

/** Linux counts for `maxRSS` what the parent had when it started the child, which is more than the child ever has; VmHWM is the child's own. */
function peakKibibytes(): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? NaN);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
