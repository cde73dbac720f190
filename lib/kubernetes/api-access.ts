import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { descriptiveLabels, Labels } from './labels';
import { metadata } from './metadata';
import { clusterObject, kubernetesObject } from './objects';

/** What a pod may do with objects of its namespace. */
export interface Permission {
  readonly resource: 'pods' | 'secrets' | 'services';
  readonly verbs: string[];
  /** Names of the objects; left out for `create`, which cannot be limited by name, and for pods, whose names are made up in the cluster. */
  readonly names?: string[];
}

/** A service account with a role of its own that may do just that. Returns its name. */
export function serviceAccountWith(scope: Construct, instance: JitsiInstance, name: string, selector: Labels, permissions: readonly Permission[]): string {
  serviceAccount(scope, instance, name, selector);
  role(scope, instance, name, selector, permissions);
  return name;
}

/**
 * A service account that may get nodes, of which no Role can give the right, and what else it is given. The cluster's objects carry the namespace,
 * which has no dot, in their name.
 */
export function serviceAccountForNodes(scope: Construct, instance: JitsiInstance, name: string, selector: Labels, permissions: readonly Permission[]): string {
  serviceAccount(scope, instance, name, selector);
  if (permissions.length > 0) {
    role(scope, instance, name, selector, permissions);
  }
  const ofCluster = { name: `${instance.namespace}.${name}`, labels: descriptiveLabels(selector) };
  clusterObject(scope, 'ClusterRole', 'ClusterRole', { metadata: ofCluster, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] });
  clusterObject(scope, 'ClusterRoleBinding', 'ClusterRoleBinding', {
    metadata: ofCluster,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ofCluster.name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: instance.namespace }],
  });
  return name;
}

/** A role in one namespace of a stack for a service account of the same name in another one. */
export function roleForOther(scope: Construct, instance: JitsiInstance, other: JitsiInstance, name: string, selector: Labels, permissions: readonly Permission[]): void {
  role(scope, instance, name, selector, permissions, other.namespace);
}

function serviceAccount(scope: Construct, instance: JitsiInstance, name: string, selector: Labels): void {
  kubernetesObject(scope, 'ServiceAccount', 'ServiceAccount', { metadata: metadata(instance, name, selector), automountServiceAccountToken: false });
}

function role(
  scope: Construct, instance: JitsiInstance, name: string, selector: Labels, permissions: readonly Permission[], accountNamespace: string = instance.namespace,
): void {
  // In a scope that has one of its own already.
  const suffix = accountNamespace === instance.namespace ? '' : 'ForOther';
  kubernetesObject(scope, `Role${suffix}`, 'Role', {
    metadata: metadata(instance, name, selector),
    rules: permissions.map(({ resource, verbs, names }) => ({ apiGroups: [''], resources: [resource], resourceNames: names, verbs })),
  });
  kubernetesObject(scope, `RoleBinding${suffix}`, 'RoleBinding', {
    metadata: metadata(instance, name, selector),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: accountNamespace }],
  });
}
