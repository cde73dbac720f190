import { Change } from '../../verify/cluster/support/rest-client';

export interface EndpointSlice {
  readonly metadata: { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> };
  readonly endpoints?: ReadonlyArray<{
    readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean };
    readonly targetRef?: { readonly uid: string };
  }> | null;
}

/** What the endpoints of a Service have said of a pod, one after the other: the conditions that held. */
export function conditionsOf(uid: string, service: string, changes: ReadonlyArray<Change<EndpointSlice>>): readonly string[] {
  const all = changes.filter(({ object: { metadata } }) => metadata.labels?.['kubernetes.io/service-name'] === service).flatMap(({ object: { endpoints } }) => (
    (endpoints ?? []).filter(({ targetRef }) => targetRef?.uid === uid).map(({ conditions }) => Object.entries(conditions).filter(([, holds]) => holds).map(([name]) => name).join(' '))
  ));
  return all.filter((said, index) => said !== all[index - 1]);
}
