import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { ResourceRequirements } from './types';

/** What a component asks for when its user says nothing. */
export interface DefaultResources {
  /** Thousandths of a CPU. */
  readonly cpuRequest: number;
  /** Thousandths of a CPU. Left out where throttling would hurt media or signalling. */
  readonly cpuLimit?: number;
  readonly memoryRequest: Size;
  readonly memoryLimit: Size;
  readonly ephemeralRequest: Size;
  readonly ephemeralLimit: Size;
}

/** The same with what the user said. A request never exceeds its limit: of the two, the one that the user left open gives way. */
export function resolveResources(defaults: DefaultResources, given: kplus.ContainerResources = {}): DefaultResources {
  const memory = pair(defaults.memoryRequest, defaults.memoryLimit, given.memory);
  const ephemeral = pair(defaults.ephemeralRequest, defaults.ephemeralLimit, given.ephemeralStorage);
  const cpuLimit = given.cpu?.limit ? millis(given.cpu.limit) : defaults.cpuLimit;
  const cpuRequest = given.cpu?.request ? millis(given.cpu.request) : Math.min(defaults.cpuRequest, cpuLimit ?? Infinity);
  return {
    cpuRequest,
    cpuLimit: cpuLimit !== undefined && !given.cpu?.limit ? Math.max(cpuLimit, cpuRequest) : cpuLimit,
    memoryRequest: memory.request,
    memoryLimit: memory.limit,
    ephemeralRequest: ephemeral.request,
    ephemeralLimit: ephemeral.limit,
  };
}

function pair(request: Size, limit: Size, given: { readonly request?: Size; readonly limit?: Size } = {}): { request: Size; limit: Size } {
  const upper = given.limit ?? larger(limit, given.request ?? request);
  return { request: given.request ?? smaller(request, upper), limit: upper };
}

function larger(a: Size, b: Size): Size {
  return kibibytes(a) >= kibibytes(b) ? a : b;
}

function smaller(a: Size, b: Size): Size {
  return kibibytes(a) <= kibibytes(b) ? a : b;
}

/** Thousandths of a CPU. Their digits are moved, not multiplied: 1.001 * 1000 is not 1001 to a computer. */
export function millis(cpu: kplus.Cpu): number {
  return cpu.amount.endsWith('m') ? Number(cpu.amount.slice(0, -1)) : Number(`${cpu.amount}e3`);
}

/** A size in KiB, whole or not; `Size` itself throws when it is not. */
export function kibibytes(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
}

/** A duration in seconds, whole or not; `Duration` itself throws when it is not. */
export function seconds(duration: Duration): number {
  return duration.toMilliseconds({ integral: false }) / 1000;
}

/** 1 PiB: more than machines have, and less than a slip of the hand makes. */
export const MOST_KIBIBYTES = 2 ** 40;
/** 10,000 CPUs. */
export const MOST_MILLIS = 10_000_000;

/** Whether a number of KiB, seconds or thousandths of a CPU is whole, more than none, and no larger than there is use for. */
export function isSound(amount: number, most: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isSafeInteger(amount) && amount > 0 && amount <= most;
}

/** A size in the largest unit that holds it exactly: the API server rewrites other spellings, and each later apply would change them back. */
export function quantity(size: Size): string {
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
  let amount = kibibytes(size);
  let unit = 0;
  while (amount % 1024 === 0 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${units[unit] ?? ''}`;
}

/** An amount of CPU, for the same reason in whole CPUs where it is some. */
function cpuQuantity(thousandths: number): string {
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

/** The resources of one container in the manifest. */
export function resourceRequirements(resources: DefaultResources): ResourceRequirements {
  return {
    requests: {
      'cpu': cpuQuantity(resources.cpuRequest),
      'memory': quantity(resources.memoryRequest),
      'ephemeral-storage': quantity(resources.ephemeralRequest),
    },
    limits: {
      ...(resources.cpuLimit !== undefined && { cpu: cpuQuantity(resources.cpuLimit) }),
      'memory': quantity(resources.memoryLimit),
      'ephemeral-storage': quantity(resources.ephemeralLimit),
    },
  };
}
