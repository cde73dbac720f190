import { Manifest } from '../charts';
import { DisruptionBudget, disruptionBudgets, matches, title } from '../objects';
import { Workload, workloads } from '../pods';
import { everyObject, isJob, PostureRule, when } from './rule';

/** What pods have in common that do the same work; the bridges of a pool are workloads of one pod. */
const SAME_WORK = ['app.kubernetes.io/instance', 'app.kubernetes.io/name', 'cdk8s-jitsi/pool'];

/** Workloads whose pods are not alone in their work. */
function several(objects: readonly Manifest[]): Workload[] {
  const all = workloads(objects).filter((workload) => !isJob(workload));
  const work = ({ spec: { template } }: Workload): string => SAME_WORK.map((label) => template.metadata.labels[label]).join();
  return all.filter((workload) => all.filter((other) => work(other) === work(workload)).reduce((sum, { spec }) => sum + (spec.replicas ?? 1), 0) > 1);
}

function guards({ spec: { selector } }: DisruptionBudget, { spec: { template } }: Workload): boolean {
  return matches(selector.matchLabels, template.metadata.labels);
}

/** Without a budget all pods may be evicted at once; with two, none may. */
export const severalPodsHaveOneBudget: PostureRule = (objects) => several(objects)
  .map((workload) => [workload, disruptionBudgets(objects).filter((budget) => guards(budget, workload)).length] as const)
  .filter(([, budgets]) => budgets !== 1).map(([workload, budgets]) => `${title(workload)} is guarded by ${budgets} budgets`);

/** A budget that spares no pod, or waits for one that never gets ready, keeps nodes from being drained. */
export const budgetsLetNodesDrain: PostureRule = everyObject(disruptionBudgets, ({ spec }) => [
  ...when(!(Number(spec.maxUnavailable) >= 1), 'lets no pod go'),
  ...when(spec.unhealthyPodEvictionPolicy !== 'AlwaysAllow', 'holds pods that are not ready'),
]);

/** Pods that lie on one node are lost together with it. */
export const severalPodsAreSpread: PostureRule = (objects) => several(objects)
  .filter(({ spec: { template: { spec } } }) => !spec.topologySpreadConstraints?.some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname'))
  .map((workload) => `${title(workload)} may lie on one node with all of its siblings`);

/** A budget over nothing guards nothing, and one over a single pod keeps nodes from being drained. */
export const budgetsGuardSeveralPods: PostureRule = everyObject(disruptionBudgets, (budget, objects) => {
  const pods = workloads(objects).filter((workload) => guards(budget, workload)).reduce((sum, workload) => sum + (workload.spec.replicas ?? 1), 0);
  return when(pods < 2, `guards ${pods} pods`);
});

/** Pods that are guarded together lie on one node all the same when each of them counts only itself. */
export const spreadCountsSiblings: PostureRule = (objects) => disruptionBudgets(objects).flatMap((budget) => {
  const guarded = workloads(objects).filter((workload) => guards(budget, workload));
  return guarded.filter(({ spec: { template } }) => (
    (template.spec.topologySpreadConstraints ?? []).some(({ labelSelector }) => !guarded.every((sibling) => matches(labelSelector.matchLabels, sibling.spec.template.metadata.labels)))
  )).map((workload) => `${title(workload)} is spread without regard to its siblings`);
});
