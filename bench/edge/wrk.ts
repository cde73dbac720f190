import { inRoot, REPOSITORY } from '../../test/verify/support/debian-root';
import { Target } from './client';
import { processorTime } from './processor-time';

/** What one run of the load generator saw. */
export interface Load {
  readonly requestsPerSecond: number;
  readonly p99Milliseconds: number;
  /** Processor time of all servers that a request took. */
  readonly processorMicroseconds: number;
}

/** Connections that are kept alive, enough to keep all workers busy. */
const CONNECTIONS = 16;

/** Asks for a path again and again, on one thread, because the servers need a core too. Ended by a signal, because it knows whole seconds only. */
export async function load({ address, port, host }: Target, path: string, headers: Readonly<Record<string, string>>, seconds: number): Promise<Load> {
  const before = processorTime('nginx');
  const { code, output } = await inRoot(REPOSITORY, 'timeout', '--preserve-status', '--signal', 'INT', `${seconds}s`,
    'wrk', '--threads', '1', '--connections', String(CONNECTIONS), '--duration', '1h', '--timeout', '30s', '--latency',
    ...Object.entries({ Host: host, ...headers }).flatMap(([name, value]) => ['--header', `${name}: ${value}`]), `https://${address}:${port}${path}`);
  const after = processorTime('nginx');
  if (code !== 0 || /Non-2xx|Socket errors/.test(output)) {
    throw new Error(`wrk ${path}: ${output}`);
  }
  return {
    requestsPerSecond: Number(found(/Requests\/sec:\s*([\d.]+)/, output)[1]),
    p99Milliseconds: milliseconds(found(/ 99%\s+([\d.]+)(us|ms|s)/, output)),
    processorMicroseconds: (after - before) * 1000 / Number(found(/(\d+) requests in/, output)[1]),
  };
}

function milliseconds([, value, unit]: RegExpExecArray): number {
  return Number(value) * (unit === 's' ? 1000 : unit === 'us' ? 0.001 : 1);
}

function found(pattern: RegExp, output: string): RegExpExecArray {
  const match = pattern.exec(output);
  if (match === null) {
    throw new Error(`wrk wrote no ${String(pattern)}: ${output}`);
  }
  return match;
}
