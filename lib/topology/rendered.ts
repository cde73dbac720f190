import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { UnenforcedPolicy } from '../kubernetes/connections';
import { Labels } from '../kubernetes/labels';
import { Container, EgressRule, IngressRule, NetworkPolicyPeer, NetworkPolicySpec, ServiceFields } from '../kubernetes/types';

interface ObjectOf<K extends string, S> {
  readonly kind: K;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: S;
}

/** Pods of one kind, with what makes them. */
export type WorkloadObject = ObjectOf<'Deployment' | 'Job' | 'StatefulSet', {
  readonly replicas?: number;
  readonly template: {
    readonly metadata: { readonly labels: Labels };
    readonly spec: { readonly containers: readonly Container[]; readonly hostNetwork?: boolean; readonly serviceAccountName?: string };
  };
}>;
export type ServiceObject = ObjectOf<'Service', ServiceFields>;
export type PolicyObject = ObjectOf<'NetworkPolicy', NetworkPolicySpec>;
export type ScalerObject = ObjectOf<'HorizontalPodAutoscaler' | 'ScaledObject', {
  readonly scaleTargetRef: { readonly name: string };
  readonly minReplicas?: number; readonly maxReplicas?: number; readonly minReplicaCount?: number; readonly maxReplicaCount?: number;
}>;

/** What leads to a Service, by its name. */
interface Backend {
  readonly name: string;
  readonly port?: number | { readonly name?: string; readonly number?: number };
}
export type IngressObject = ObjectOf<'Ingress', { readonly rules?: ReadonlyArray<{ readonly http?: { readonly paths: ReadonlyArray<{ readonly backend: { readonly service?: Backend } }> } }> }>;
export type RouteObject = ObjectOf<'HTTPRoute' | 'TLSRoute', {
  readonly parentRefs?: ReadonlyArray<{ readonly name: string; readonly namespace?: string }>; readonly rules?: ReadonlyArray<{ readonly backendRefs?: readonly Backend[] }>;
}>;
export type GatewayObject = ObjectOf<'Gateway', { readonly listeners?: ReadonlyArray<{ readonly port: number }> }>;

/** An object of which a picture tells something. */
export type Rendered = WorkloadObject | ServiceObject | PolicyObject | ScalerObject | IngressObject | RouteObject | GatewayObject;
export type PolicyRule = IngressRule & EgressRule;

const KINDS: Readonly<Record<Rendered['kind'], true>> = {
  Deployment: true, Gateway: true, HTTPRoute: true, HorizontalPodAutoscaler: true, Ingress: true, Job: true, NetworkPolicy: true, ScaledObject: true, Service: true,
  StatefulSet: true, TLSRoute: true,
};

/** The objects below a construct, as they will be written. */
export function renderedObjects(scope: Construct): Rendered[] {
  return scope.node.findAll().flatMap((node) => (
    node instanceof UnenforcedPolicy ? [node.manifest() as Rendered]
      : ApiObject.isApiObject(node) && Object.hasOwn(KINDS, node.kind) ? [node.toJson() as Rendered] : []
  ));
}

function ofKind<T extends Rendered>(...kinds: ReadonlyArray<T['kind']>): (objects: readonly Rendered[]) => T[] {
  return (objects) => objects.filter((object): object is T => (kinds as readonly string[]).includes(object.kind));
}

export const workloads = ofKind<WorkloadObject>('Deployment', 'StatefulSet', 'Job');
export const services = ofKind<ServiceObject>('Service');
export const policies = ofKind<PolicyObject>('NetworkPolicy');
export const scalers = ofKind<ScalerObject>('HorizontalPodAutoscaler', 'ScaledObject');
export const ingresses = ofKind<IngressObject>('Ingress');
export const routes = ofKind<RouteObject>('HTTPRoute', 'TLSRoute');
export const gateways = ofKind<GatewayObject>('Gateway');

/** Whether a selector selects what has these labels. */
export function selects(selector: Labels | undefined, labels: Labels): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);
}

/** Label by which policies know namespaces. */
export const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/** The namespace whose pods are all meant by a peer. */
export function namespaceOf({ podSelector, namespaceSelector }: NetworkPolicyPeer): string | undefined {
  return podSelector === undefined ? namespaceSelector?.matchLabels?.[NAMESPACE_LABEL] : undefined;
}
