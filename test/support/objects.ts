import { Manifest } from './charts';

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels: Labels;
}

export interface Service extends Manifest {
  readonly spec: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly selector: Labels;
    readonly publishNotReadyAddresses?: boolean;
    readonly externalTrafficPolicy?: string;
    readonly loadBalancerIP?: string;
    readonly loadBalancerClass?: string;
    readonly loadBalancerSourceRanges?: string[];
    readonly ports: ReadonlyArray<{ readonly name: string; readonly port: number; readonly targetPort: string | number; readonly protocol: string; readonly nodePort?: number }>;
  };
}

export interface PolicyPort {
  readonly port?: number | string;
  readonly protocol?: string;
}

export interface PolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
}

export interface PolicyRule {
  readonly ports?: PolicyPort[];
  readonly from?: PolicyPeer[];
  readonly to?: PolicyPeer[];
}

export interface NetworkPolicy extends Manifest {
  readonly spec: { readonly podSelector: Selector; readonly policyTypes?: string[]; readonly ingress?: PolicyRule[]; readonly egress?: PolicyRule[] };
}

export interface DisruptionBudget extends Manifest {
  readonly spec: { readonly selector: Selector; readonly maxUnavailable?: number; readonly unhealthyPodEvictionPolicy?: string };
}

export interface Role extends Manifest {
  readonly rules: ReadonlyArray<{ readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[]; readonly resourceNames?: string[] }>;
}

export interface RoleBinding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: ReadonlyArray<{ readonly kind: string; readonly name: string; readonly namespace?: string }>;
}

export interface Certificate extends Manifest {
  readonly spec: { readonly secretName: string };
}

export interface Gateway extends Manifest {
  readonly spec: { readonly infrastructure?: { readonly labels?: Labels } };
}

export interface ExternalSecret extends Manifest {
  readonly spec: {
    readonly refreshPolicy: string;
    readonly secretStoreRef: { readonly kind: string; readonly name: string };
    readonly target: { readonly name: string };
    readonly data: ReadonlyArray<{ readonly secretKey: string; readonly remoteRef: { readonly key: string; readonly property?: string } }>;
  };
}

function ofKind<T extends Manifest>(kind: string): (objects: readonly Manifest[]) => T[] {
  return (objects) => objects.filter((object): object is T => object.kind === kind);
}

export const services = ofKind<Service>('Service');
export const networkPolicies = ofKind<NetworkPolicy>('NetworkPolicy');
export const disruptionBudgets = ofKind<DisruptionBudget>('PodDisruptionBudget');
export const roles = ofKind<Role>('Role');
export const clusterRoles = ofKind<Role>('ClusterRole');
export const clusterRoleBindings = ofKind<RoleBinding>('ClusterRoleBinding');
export const roleBindings = ofKind<RoleBinding>('RoleBinding');
export const certificates = ofKind<Certificate>('Certificate');
export const gateways = ofKind<Gateway>('Gateway');
export const externalSecrets = ofKind<ExternalSecret>('ExternalSecret');
export const configMaps = ofKind<Manifest>('ConfigMap');

/** Whether an object with these labels is selected. */
export function matches(selector: Labels, labels: Labels | undefined = {}): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** Name of an object in findings. */
export function title({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}
