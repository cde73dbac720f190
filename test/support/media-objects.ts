import { Manifest } from './charts';
import { networkPolicies } from './objects';
import { workloads } from './pods';

const AROUND = ['ClusterRole', 'Role', 'Service'];

/** Variables that decide what a bridge announces and where it listens. */
const DECISIVE = /^(ADDRESS|ENABLE_OCTO|JVB_(ADVERTISE|DISABLE|MUC_NICKNAME|OCTO|PORT|STUN)|NODE$|PICK|REST$|SERVICE$)/;

/** What of a stack is about media: of the bridges' objects, what depends on how they are exposed. What all bridges have stands in the snapshots of components. */
export function mediaObjects(objects: readonly Manifest[]): unknown[] {
  const own = objects.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'jvb');
  const parts = [
    ...own.filter(({ kind }) => AROUND.includes(kind)).map((object) => ({ ...object, apiVersion: undefined, metadata: named(object) })),
    ...networkPolicies(own).map((policy) => ({ kind: policy.kind, metadata: named(policy), ingress: policy.spec.ingress })),
    ...workloads(own).map((workload) => {
      const { replicas, template: { spec: { hostNetwork, nodeSelector, terminationGracePeriodSeconds, initContainers = [], containers } } } = workload.spec;
      return {
        kind: workload.kind, metadata: named(workload), replicas, hostNetwork, nodeSelector, terminationGracePeriodSeconds,
        containers: [...initContainers, ...containers].map(({ name, ports, env }) => ({ name, ports, env: env?.filter((variable) => DECISIVE.test(variable.name)) })),
      };
    }),
  ];
  return JSON.parse(JSON.stringify(parts)) as unknown[];
}

function named({ metadata: { name, annotations } }: Manifest): Partial<Manifest['metadata']> {
  return { name, annotations };
}
