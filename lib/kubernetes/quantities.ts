import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';

/** What a component asks for when its user says nothing. */
export interface DefaultResources {
  readonly cpuRequest: kplus.Cpu;
  /** Left out where throttling would hurt media or signalling. */
  readonly cpuLimit?: kplus.Cpu;
  readonly memoryRequest: Size;
  readonly memoryLimit: Size;
  readonly ephemeralRequest: Size;
  readonly ephemeralLimit: Size;
}

/** The same with what the user said. A request never exceeds its limit: of the two, the one that the user left open gives way. */
export function resolveResources(defaults: DefaultResources, given: kplus.ContainerResources = {}): DefaultResources {
  const memory = pair(defaults.memoryRequest, defaults.memoryLimit, given.memory);
  const ephemeral = pair(defaults.ephemeralRequest, defaults.ephemeralLimit, given.ephemeralStorage);
  const cpuLimit = given.cpu?.limit ?? defaults.cpuLimit;
  const cpuRequest = given.cpu?.request ?? (cpuLimit && millis(cpuLimit) < millis(defaults.cpuRequest) ? cpuLimit : defaults.cpuRequest);
  return {
    cpuRequest,
    cpuLimit: !given.cpu?.limit && cpuLimit && millis(cpuLimit) < millis(cpuRequest) ? cpuRequest : cpuLimit,
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
  return a.toKibibytes() >= b.toKibibytes() ? a : b;
}

function smaller(a: Size, b: Size): Size {
  return a.toKibibytes() <= b.toKibibytes() ? a : b;
}

/** Thousandths of a CPU. */
export function millis(cpu: kplus.Cpu): number {
  return cpu.amount.endsWith('m') ? Number(cpu.amount.slice(0, -1)) : Number(cpu.amount) * 1000;
}

/** A size in the largest unit that holds it exactly: the API server rewrites other spellings, and each later apply would change them back. */
export function quantity(size: Size): k8s.Quantity {
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let amount = size.toKibibytes();
  let unit = 0;
  while (amount % 1024 === 0 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return k8s.Quantity.fromString(`${amount}${units[unit] ?? ''}`);
}

/** An amount of CPU, for the same reason in whole CPUs where it is some. */
function cpuQuantity(cpu: kplus.Cpu): k8s.Quantity {
  const thousandths = millis(cpu);
  return k8s.Quantity.fromString(thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`);
}

/** The resources of one container in the manifest. */
export function resourceRequirements(resources: DefaultResources): k8s.ResourceRequirements {
  return {
    requests: {
      'cpu': cpuQuantity(resources.cpuRequest),
      'memory': quantity(resources.memoryRequest),
      'ephemeral-storage': quantity(resources.ephemeralRequest),
    },
    limits: {
      ...(resources.cpuLimit && { cpu: cpuQuantity(resources.cpuLimit) }),
      'memory': quantity(resources.memoryLimit),
      'ephemeral-storage': quantity(resources.ephemeralLimit),
    },
  };
}
