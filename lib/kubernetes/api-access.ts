import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { Labels } from './labels';
import { metadata } from './metadata';
import { kubernetesObject } from './objects';

/** What a pod may do with objects of its namespace. */
export interface Permission {
  readonly resource: 'secrets' | 'services';
  readonly verbs: string[];
  /** Names of the objects; left out for `create`, which cannot be limited by name. */
  readonly names?: string[];
}

/** A service account with a role of its own that may do just that. Returns its name. */
export function serviceAccountWith(scope: Construct, instance: JitsiInstance, name: string, selector: Labels, permissions: readonly Permission[]): string {
  kubernetesObject(scope, 'ServiceAccount', 'ServiceAccount', { metadata: metadata(instance, name, selector), automountServiceAccountToken: false });
  kubernetesObject(scope, 'Role', 'Role', {
    metadata: metadata(instance, name, selector),
    rules: permissions.map(({ resource, verbs, names }) => ({ apiGroups: [''], resources: [resource], resourceNames: names, verbs })),
  });
  kubernetesObject(scope, 'RoleBinding', 'RoleBinding', {
    metadata: metadata(instance, name, selector),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: instance.namespace }],
  });
  return name;
}
