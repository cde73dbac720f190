import { Manifest } from '../charts';
import { title } from '../objects';
import { Container, PodTemplate, Workload, workloads } from '../pods';

/** Looks at all objects of a stack and says what is wrong with which; nothing when all is well. */
export type PostureRule = (objects: readonly Manifest[]) => string[];

/** A rule that judges pod by pod. */
export function everyPod(judge: (pod: PodTemplate, workload: Workload) => readonly string[]): PostureRule {
  return (objects) => workloads(objects).flatMap((workload) => judge(workload.spec.template, workload).map((problem) => `${title(workload)} ${problem}`));
}

/** A rule that judges container by container, init containers among them. */
export function everyContainer(judge: (container: Container, workload: Workload) => readonly string[]): PostureRule {
  return everyPod(({ spec }, workload) => (
    [...spec.initContainers ?? [], ...spec.containers].flatMap((container) => judge(container, workload).map((problem) => `container ${container.name} ${problem}`))
  ));
}

/** A rule that judges object by object. */
export function everyObject<T extends Manifest>(choose: (objects: readonly Manifest[]) => readonly T[], judge: (object: T, all: readonly Manifest[]) => readonly string[]): PostureRule {
  return (objects) => choose(objects).flatMap((object) => judge(object, objects).map((problem) => `${title(object)} ${problem}`));
}

/** The problem, where there is one. */
export function when(wrong: boolean, problem: string): string[] {
  return wrong ? [problem] : [];
}

/** What stands more than once in a list. */
export function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

export function isJob({ kind }: Manifest): boolean {
  return kind === 'Job';
}

/** Which component a workload belongs to. */
export function componentOf({ metadata }: Manifest): string | undefined {
  return metadata.labels?.['app.kubernetes.io/name'];
}
