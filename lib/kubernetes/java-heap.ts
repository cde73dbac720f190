import { Size } from 'cdk8s';
import { at, Violation } from '../validation/violations';
import { DefaultResources, kibibytes } from './quantities';

/** What a Java program of Jitsi needs beside its heap: classes, threads, network buffers, and the folder in memory at /run. */
const BESIDE_THE_HEAP_KIB = 256 * 1024;
const LEAST_LIMIT_KIB = 512 * 1024;
const SHARE_OF_THE_LIMIT = 0.6;

/** The heap as Jitsi's images want it, such as `614m`. */
export function heapVariable(given: Size | undefined, { memoryLimit }: DefaultResources): string {
  const limit = kibibytes(memoryLimit);
  const heap = given ? kibibytes(given) : Math.min(limit * SHARE_OF_THE_LIMIT, limit - BESIDE_THE_HEAP_KIB);
  return `${Math.floor(heap / 1024)}m`;
}

/** What is wrong with heap and memory limit together. */
export function heapViolations(path: string, given: Size | undefined, { memoryLimit }: DefaultResources): Violation[] {
  const limit = kibibytes(memoryLimit);
  const heap = given && kibibytes(given);
  if (limit < LEAST_LIMIT_KIB) {
    return [{ field: at(path, 'resources.memory.limit'), problem: `${memoryLimit.asString()} is less than the Java machine needs; allow at least 512 MiB` }];
  }
  if (heap === undefined || (heap >= 64 * 1024 && heap <= limit - BESIDE_THE_HEAP_KIB && heap % 1024 === 0)) {
    return [];
  }
  return [{
    field: at(path, 'maxHeap'),
    problem: `${given?.asString()} does not fit: the heap must be whole MiB, from 64 MiB to ${Math.floor((limit - BESIDE_THE_HEAP_KIB) / 1024)} MiB, which leaves 256 MiB of the memory limit `
      + `(${memoryLimit.asString()}) to the rest of the program; lower maxHeap or raise resources.memory.limit`,
  }];
}
