import { JitsiMeetChartProps } from '../../../lib';
import { manifests, meetChart } from '../../support/charts';
import { yamlOf } from '../../verify/cluster/support/stacks';
import { QUICK_APPLY } from '../../verify/support/quick-apply';
import { Scope } from '../../verify/support/scope';
import { until } from '../../verify/support/until';
import { PodHistory, Succession } from './pod-history';
import { StackCluster } from './stack-cluster';
import { componentOf, isDone, isReady, Pod, restartsOf, templateOf } from './workloads';

export const NAMESPACE = 'jitsi';

/** The edge's pods take 20 s each, so nobody waits for them but who says so. */
export const EDGE = 'nginx';

/** Those that run once. */
export const SINGLE = ['jicofo', 'jvb', 'prosody'];

export const COMPONENTS = [...SINGLE, EDGE, 'web'].sort();

/** What a change did to the pods. */
export interface Rollout {
  /** Seconds until all but the edge had rolled. */
  readonly seconds: number;
  /** Components that have a pod of a template that they had none of before. */
  readonly rolled: readonly string[];
  /** Components without any pod that they had before. */
  readonly replaced: readonly string[];
  /** Components that have the very pods that they had before. */
  readonly kept: readonly string[];
  readonly restarts: number;
  /** How all but the edge were replaced. */
  readonly successions: ReadonlyMap<string, Succession>;
}

type Pods = ReadonlyMap<string, readonly Pod[]>;

/** The default stack, which is changed again and again. */
export class ChangingStack {
  /** Applies the stack, and returns when all its pods are ready. */
  public static async start(scope: Scope, cluster: StackCluster): Promise<ChangingStack> {
    const stack = new ChangingStack(cluster, PodHistory.start(scope, cluster, NAMESPACE));
    await stack.apply();
    await cluster.settles(NAMESPACE, 120);
    return stack;
  }

  private props: Partial<JitsiMeetChartProps> = {};

  private constructor(private readonly cluster: StackCluster, private readonly history: PodHistory) {}

  /** Applies further props, and returns when rollouts have ended, and that of the edge, if it is one of those that are to roll, has begun. */
  public async change(props: Partial<JitsiMeetChartProps>, toRoll: readonly string[]): Promise<Rollout> {
    const before = await this.pods();
    const begin = Date.now();
    this.props = { ...this.props, ...props };
    await this.apply();
    const after = await until(`new pods of ${toRoll.join(', ')}`, async () => {
      await this.rolledOut('deployments', '--selector', `app.kubernetes.io/instance=jitsi,app.kubernetes.io/name!=${EDGE}`);
      const now = await this.pods();
      return toRoll.every((component) => isNewer(component, before, now)) && now;
    }, { seconds: 120 });
    const seconds = (Date.now() - begin) / 1000;
    const replaced = COMPONENTS.filter((component) => uids(component, after).every((uid) => !uids(component, before).includes(uid)));
    return {
      seconds,
      rolled: COMPONENTS.filter((component) => isNewer(component, before, after)),
      replaced,
      kept: COMPONENTS.filter((component) => uids(component, after).join() === uids(component, before).join()),
      restarts: [...after.values()].flat().reduce((sum, pod) => sum + restartsOf(pod), 0),
      successions: new Map(await Promise.all(replaced.filter((component) => component !== EDGE).map(async (component) => (
        [component, await this.history.succession(uids(component, before), uids(component, after))] as const
      )))),
    };
  }

  /** Pods that are there to stay, by component. */
  public async pods(): Promise<Pods> {
    const found = (await this.cluster.pods(NAMESPACE)).filter((pod) => !isDone(pod) && pod.metadata.deletionTimestamp === undefined);
    return new Map(COMPONENTS.map((component) => [component, found.filter((pod) => componentOf(pod) === component)]));
  }

  /** Returns when rollouts have ended, as kubectl sees it. */
  public async rolledOut(...which: readonly string[]): Promise<void> {
    await this.cluster.kubectl(['rollout', 'status', '-n', NAMESPACE, '--timeout=120s', ...which]);
  }

  private async apply(): Promise<void> {
    await this.cluster.kubectl([...QUICK_APPLY, '-f', '-'], yamlOf(manifests(meetChart({ namespace: NAMESPACE, createNamespace: true, ...this.props }))));
  }
}

const uids = (component: string, pods: Pods): readonly string[] => (pods.get(component) ?? []).map(({ metadata }) => metadata.uid).sort();

/** Whether a component has a ready pod of a template that it had none of before. */
function isNewer(component: string, before: Pods, after: Pods): boolean {
  const known = (before.get(component) ?? []).map(templateOf);
  return (after.get(component) ?? []).some((pod) => isReady(pod) && !known.includes(templateOf(pod)));
}
