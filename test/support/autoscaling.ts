import { Manifest } from './charts';
import { Workload, workloads } from './pods';

interface Autoscaler extends Manifest {
  readonly spec: { readonly scaleTargetRef: { readonly kind: string; readonly name: string }; readonly maxReplicas?: number; readonly maxReplicaCount?: number };
}

/** The objects when autoscalers have made as many pods as they may. */
export function atTheirMost(objects: readonly Manifest[]): Manifest[] {
  const autoscalers = objects.filter((object): object is Autoscaler => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(object.kind));
  const scaled = new Map<Manifest, Workload>(workloads(objects).flatMap((workload) => {
    const own = autoscalers.find(({ spec: { scaleTargetRef } }) => scaleTargetRef.kind === workload.kind && scaleTargetRef.name === workload.metadata.name);
    return own === undefined ? [] : [[workload, { ...workload, spec: { ...workload.spec, replicas: own.spec.maxReplicas ?? own.spec.maxReplicaCount } }] as const];
  }));
  return objects.map((object) => scaled.get(object) ?? object);
}
