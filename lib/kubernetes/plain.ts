/** Names that the types spell as jsii wants them, with Kubernetes' own. */
interface Names {
  clientIp: 'clientIP';
  clusterIp: 'clusterIP';
  downwardApi: 'downwardAPI';
  hostIp: 'hostIP';
  hostIpc: 'hostIPC';
  hostPid: 'hostPID';
  loadBalancerIp: 'loadBalancerIP';
  nonResourceUrLs: 'nonResourceURLs';
  setHostnameAsFqdn: 'setHostnameAsFQDN';
}

/**
 * A type of cdk8s-plus-27 as it is rendered: `IntOrString` and `Quantity`, which are classes around a value, are the value, members of
 * enumerations are texts or numbers, and names are those of Kubernetes. The types are used without their classes, because to load those takes longer than to make a stack.
 */
export type Plain<T> = T extends { readonly value: unknown } & (keyof T extends 'value' ? object : never) ? number | string
  : T extends ReadonlyArray<infer E> ? Array<Plain<E>>
    : T extends object ? { [K in keyof T as K extends keyof Names ? Names[K] : K]: Plain<T[K]> } : T extends string ? `${T}` : T extends number ? number : T;
