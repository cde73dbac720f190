import { Labels, matches, networkPolicies, NetworkPolicy, PolicyRule, title } from '../objects';
import { workloads } from '../pods';
import { everyObject, everyPod, PostureRule, when } from './rule';

/** A policy that selects nobody protects nobody. */
export const policiesSelectPods: PostureRule = everyObject(networkPolicies, ({ spec }, objects) => (
  when(!workloads(objects).some((workload) => matches(spec.podSelector.matchLabels, workload.spec.template.metadata.labels)), 'selects no pod')
));

/** A peer that selects nobody opens nothing, and looks as if it did. Pods of other namespaces are not ours to know. */
export const peersSelectPods: PostureRule = everyObject(networkPolicies, (policy, objects) => rulesOf(policy)
  .flatMap(({ from = [], to = [] }) => [...from, ...to])
  .filter(({ podSelector, namespaceSelector }) => podSelector !== undefined && namespaceSelector === undefined)
  .filter(({ podSelector }) => !workloads(objects).some((workload) => matches(podSelector?.matchLabels ?? {}, workload.spec.template.metadata.labels)))
  .map(({ podSelector }) => `has a peer that is no pod: ${JSON.stringify(podSelector?.matchLabels)}`));

/** A pod that no policy selects may be reached by everybody, and reach everything. */
export const podsAreIsolated: PostureRule = (objects) => {
  const policies = networkPolicies(objects);
  return policies.length === 0 ? [] : everyPod(({ metadata }) => (
    when(!policies.some(({ spec }) => matches(spec.podSelector.matchLabels, metadata.labels)), 'is selected by no policy')
  ))(objects);
};

/** Without a direction in `policyTypes` that direction may stay open. */
export const policiesCoverBothDirections: PostureRule = everyObject(networkPolicies, ({ spec }) => (
  ['Ingress', 'Egress'].filter((type) => !spec.policyTypes?.includes(type)).map((type) => `says nothing of ${type}`)
));

function rulesOf({ spec }: NetworkPolicy): PolicyRule[] {
  return [...spec.ingress ?? [], ...spec.egress ?? []];
}

/** Some network plugins do not match nodes, or an API server on one, by an address block: anywhere is a rule without peers. */
export const anywhereIsNoAddressBlock: PostureRule = everyObject(networkPolicies, (policy) => rulesOf(policy)
  .flatMap(({ from = [], to = [] }) => [...from, ...to])
  .filter(({ ipBlock }) => ipBlock !== undefined && ['0.0.0.0/0', '::/0'].includes(ipBlock.cidr) && ipBlock.except === undefined)
  .map(({ ipBlock }) => `means anywhere by ${ipBlock?.cidr ?? ''}`));

/** A rule without ports opens every port. */
export const rulesNameTheirPorts: PostureRule = everyObject(networkPolicies, (policy) => when(rulesOf(policy).some(({ ports }) => ports === undefined), 'opens every port'));

interface Flow {
  readonly from: Labels;
  readonly to: Labels;
  readonly port: string;
}

/** Connections between pods that the policies of one end open, by the labels of both. */
function flows(policies: readonly NetworkPolicy[], direction: 'ingress' | 'egress'): Flow[] {
  return policies.flatMap(({ spec }) => (spec[direction] ?? []).flatMap(({ ports = [], from, to }) => (
    (from ?? to ?? []).flatMap(({ podSelector }) => (podSelector === undefined ? [] : ports.map(({ port, protocol }) => {
      const [own, other] = [spec.podSelector.matchLabels, podSelector.matchLabels];
      return { ...(direction === 'egress' ? { from: own, to: other } : { from: other, to: own }), port: `${String(port)}/${String(protocol)}` };
    })))
  )));
}

/** A connection between two pods needs both ends to be open; an end that is open alone is a mistake in wiring. */
export const bothEndsAreOpen: PostureRule = (objects) => {
  const policies = networkPolicies(objects);
  const pods = workloads(objects).map((workload) => ({ name: title(workload), labels: workload.spec.template.metadata.labels }));
  const pairs = pods.flatMap((from) => pods.map((to) => ({ from, to })));
  const halfOpen = (open: readonly Flow[], closed: readonly Flow[], missing: string): string[] => open.flatMap((flow) => pairs
    .filter(({ from, to }) => opens(flow, from.labels, to.labels) && !closed.some((other) => other.port === flow.port && opens(other, from.labels, to.labels)))
    .map(({ from, to }) => `${from.name} to ${to.name} ${flow.port} has no rule for ${missing}`));
  return [...halfOpen(flows(policies, 'egress'), flows(policies, 'ingress'), 'ingress'), ...halfOpen(flows(policies, 'ingress'), flows(policies, 'egress'), 'egress')];
};

function opens(flow: Flow, from: Labels, to: Labels): boolean {
  return matches(flow.from, from) && matches(flow.to, to);
}
