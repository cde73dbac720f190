import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Plain } from './plain';

/** Objects that the library makes, by kind. */
interface Properties {
  ConfigMap: k8s.KubeConfigMapProps;
  Deployment: k8s.KubeDeploymentProps;
  Job: k8s.KubeJobProps;
  NetworkPolicy: k8s.KubeNetworkPolicyProps;
  PodDisruptionBudget: k8s.KubePodDisruptionBudgetProps;
  Role: k8s.KubeRoleProps;
  RoleBinding: k8s.KubeRoleBindingProps;
  Service: k8s.KubeServiceProps;
  ServiceAccount: k8s.KubeServiceAccountProps;
  StatefulSet: k8s.KubeStatefulSetProps;
}

const API_VERSIONS: Readonly<Record<keyof Properties, string>> = {
  ConfigMap: 'v1',
  Deployment: 'apps/v1',
  Job: 'batch/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  StatefulSet: 'apps/v1',
};

/** An object of Kubernetes, with the types of cdk8s-plus-27 and the class of cdk8s. */
export function kubernetesObject<K extends keyof Properties>(scope: Construct, id: string, kind: K, props: Plain<Properties[K]>): ApiObject {
  return new ApiObject(scope, id, { apiVersion: API_VERSIONS[kind], kind, ...props });
}
