import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { metadata } from './metadata';
import { kubernetesObject } from './objects';
import { PodSpec, podTemplate } from './pod';
import { DeploymentStrategy } from './types';

/** How many old ReplicaSets and revisions are kept to go back to. */
const REVISIONS = 3;

/** Pods of which several may run at once: a rollout starts a new one before it stops an old one. */
export function rollingDeployment(scope: Construct, name: string, replicas: number, pod: PodSpec): ApiObject {
  return deployment(scope, name, replicas, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }, pod);
}

/** A pod of which two must never run at once: a rollout stops it before it starts its successor. */
export function singleDeployment(scope: Construct, name: string, pod: PodSpec): ApiObject {
  return deployment(scope, name, 1, { type: 'Recreate' }, pod);
}

function deployment(scope: Construct, name: string, replicas: number | undefined, strategy: DeploymentStrategy, pod: PodSpec): ApiObject {
  return kubernetesObject(scope, 'Resource', 'Deployment', {
    metadata: metadata(pod.instance, name, pod.selector, pod.options),
    spec: {
      replicas, minReadySeconds: pod.minReadySeconds, revisionHistoryLimit: REVISIONS, strategy, selector: { matchLabels: pod.selector }, template: podTemplate(pod),
    },
  });
}

/** Pods that have a node each, or nothing that two of them would want: a rollout stops one, then starts its successor in its place. */
export function replacingDeployment(scope: Construct, name: string, replicas: number | undefined, pod: PodSpec): ApiObject {
  return deployment(scope, name, replicas, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }, pod);
}

/**
 * Pods that keep their places while they stop: a successor starts when one is gone, however long it drains, and a rollout takes one after another.
 * Parallel, because with OrderedReady a pod that cannot start is never replaced by a mended one; the field is immutable.
 */
export function statefulSet(scope: Construct, name: string, replicas: number | undefined, governingService: string, pod: PodSpec): ApiObject {
  return kubernetesObject(scope, 'Resource', 'StatefulSet', {
    metadata: metadata(pod.instance, name, pod.selector, pod.options),
    spec: {
      replicas,
      revisionHistoryLimit: REVISIONS,
      serviceName: governingService,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: pod.selector },
      template: podTemplate(pod),
    },
  });
}

/** Keeps all but one of several pods up while nodes are drained. A pod that is not ready never holds a drain up. */
export function disruptionBudget(scope: Construct, name: string, pod: Pick<PodSpec, 'instance' | 'selector'>): void {
  kubernetesObject(scope, 'PodDisruptionBudget', 'PodDisruptionBudget', {
    metadata: metadata(pod.instance, name, pod.selector),
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: pod.selector },
    },
  });
}
