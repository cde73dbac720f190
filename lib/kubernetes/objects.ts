import { ApiObject, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { CertificateProps } from '../../imports/cert-manager.io';
import type { ExternalSecretProps } from '../../imports/external-secrets.io';
import type { GatewayProps, HttpRouteProps, TlsRouteProps } from '../../imports/gateway.networking.k8s.io';
import type { ScaledObjectProps } from '../../imports/keda.sh';
import { refuse } from '../validation/violations';
import { Plain } from './plain';

/** Objects that the library makes, by kind. */
interface Properties {
  Certificate: CertificateProps;
  ClusterRole: k8s.KubeClusterRoleProps;
  ClusterRoleBinding: k8s.KubeClusterRoleBindingProps;
  ConfigMap: k8s.KubeConfigMapProps;
  DaemonSet: k8s.KubeDaemonSetProps;
  Deployment: k8s.KubeDeploymentProps;
  ExternalSecret: ExternalSecretProps;
  Gateway: GatewayProps;
  HTTPRoute: HttpRouteProps;
  HorizontalPodAutoscaler: k8s.KubeHorizontalPodAutoscalerV2Props;
  Ingress: k8s.KubeIngressProps;
  Job: k8s.KubeJobProps;
  Namespace: k8s.KubeNamespaceProps;
  NetworkPolicy: k8s.KubeNetworkPolicyProps;
  PersistentVolumeClaim: k8s.KubePersistentVolumeClaimProps;
  PodDisruptionBudget: k8s.KubePodDisruptionBudgetProps;
  Role: k8s.KubeRoleProps;
  RoleBinding: k8s.KubeRoleBindingProps;
  ScaledObject: ScaledObjectProps;
  Service: k8s.KubeServiceProps;
  ServiceAccount: k8s.KubeServiceAccountProps;
  StatefulSet: k8s.KubeStatefulSetProps;
  TLSRoute: TlsRouteProps;
}

const API_VERSIONS: Readonly<Record<keyof Properties, string>> = {
  Certificate: 'cert-manager.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ConfigMap: 'v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  ExternalSecret: 'external-secrets.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Ingress: 'networking.k8s.io/v1',
  Job: 'batch/v1',
  Namespace: 'v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PersistentVolumeClaim: 'v1',
  PodDisruptionBudget: 'policy/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ScaledObject: 'keda.sh/v1alpha1',
  Service: 'v1',
  ServiceAccount: 'v1',
  StatefulSet: 'apps/v1',
  TLSRoute: 'gateway.networking.k8s.io/v1',
};

/** An object of Kubernetes, with the types of cdk8s-plus-27 or of CRDs, whose modules are not loaded, and the class of cdk8s. */
export function kubernetesObject<K extends keyof Properties>(scope: Construct, id: string, kind: K, props: Plain<Properties[K]>): ApiObject {
  const object = new ApiObject(scope, id, { apiVersion: API_VERSIONS[kind], kind, ...props });
  refuseSecond(scope, object);
  return object;
}

/** An object that is in no namespace. A chart that has one would write it there. */
class ClusterObject extends ApiObject {
  public override toJson(): { metadata: { namespace?: string } } {
    const json = super.toJson() as { metadata: { namespace?: string } };
    delete json.metadata.namespace;
    return json;
  }
}

/** The same for an object of the cluster. */
export function clusterObject<K extends 'ClusterRole' | 'ClusterRoleBinding' | 'Namespace'>(scope: Construct, id: string, kind: K, props: Plain<Properties[K]>): ApiObject {
  const object = new ClusterObject(scope, id, { apiVersion: API_VERSIONS[kind], kind, ...props });
  refuseSecond(scope, object);
  return object;
}

/** Objects of each chart by kind, namespace and name. Two charts may be for two clusters. */
const MADE = new WeakMap<Chart, Map<string, ApiObject>>();

/** Of two objects with one name, Kubernetes would keep the one that comes last. */
function refuseSecond(scope: Construct, object: ApiObject): void {
  const { kind, name, chart, metadata: { namespace = '' } } = object;
  const made = MADE.get(chart) ?? new Map<string, ApiObject>();
  MADE.set(chart, made);
  const key = `${kind}/${namespace}/${name}`;
  const first = made.get(key);
  if (first !== undefined && isInTree(first)) {
    refuse(`"${scope.node.path}"`, [{
      field: 'id',
      problem: `"${first.node.scope?.node.path ?? ''}" makes the ${kind} "${name}" of namespace "${namespace}" already; `
        + 'make each component of a stack once, and give another stack another name or namespace, another Jvb a pool of its own',
    }]);
  }
  made.set(key, object);
}

/** Whether nobody took it, or what contains it, out of its chart. */
function isInTree({ node }: Construct): boolean {
  return node.scopes.every((construct) => construct.node.scope === undefined || construct.node.scope.node.tryFindChild(construct.node.id) === construct);
}
