import { Construct } from 'constructs';
import { MediaWay } from '../media/media-way';
import { at, Violation } from '../validation/violations';

/** Levels of the Pod Security Standards. */
export enum PodSecurityLevel {
  /** Pods have no right that they do not need. All of the stack have none, unless bridges take ports of their nodes. */
  RESTRICTED = 'restricted',
  /** Pods may not reach out of their containers. */
  BASELINE = 'baseline',
  /** Pods may do anything. Bridges on ports or in the network of their nodes need it. */
  PRIVILEGED = 'privileged',
}

const CONTEXT = 'cdk8s-jitsi/pod-security';

/** Tells all constructs in a chart what its namespace enforces. */
export function enforce(chart: Construct, level: PodSecurityLevel): void {
  chart.node.setContext(CONTEXT, level);
}

/** What the namespace of a construct enforces; undefined where it is somebody else's. */
export function enforced(construct: Construct): string | undefined {
  const level: unknown = construct.node.tryGetContext(CONTEXT);
  return typeof level === 'string' ? level : undefined;
}

/** Labels of a Namespace object that enforces a level, and tells whoever applies or reads of what it would refuse. */
export function namespaceLabels(level: PodSecurityLevel): Readonly<Record<string, string>> {
  return Object.fromEntries(['enforce', 'warn', 'audit'].map((mode) => [`pod-security.kubernetes.io/${mode}`, level]));
}

/** Whether Pod Security forbids the pods of a way, even at the level `baseline`. */
export function needsPrivilege({ name }: MediaWay): boolean {
  return ['hostPort', 'hostNetwork'].includes(name);
}

/** What is wrong with a way in a namespace that enforces something. */
export function podSecurityViolations(path: string, level: string | undefined, way: MediaWay): Violation[] {
  return level === undefined || level === 'privileged' || !needsPrivilege(way) ? [] : [{
    field: at(path, 'exposure'),
    problem: `MediaExposure.${way.name} needs a namespace that does not forbid it, and this chart's enforces Pod Security "${level}"; `
      + 'give the pool a namespace of its own, or the chart podSecurity: PodSecurityLevel.PRIVILEGED, or choose another exposure, such as MediaExposure.nodePort',
  }];
}
