import { Change } from '../../verify/cluster/support/rest-client';
import { Scope } from '../../verify/support/scope';
import { until } from '../../verify/support/until';
import { StackCluster } from './stack-cluster';
import { watched } from './watch';
import { componentOf, isReady, Pod } from './workloads';

/** When something happened to a pod for the first time, in milliseconds as `Date.now()` counts. */
export interface Life {
  readonly component: string;
  readonly name: string;
  readonly uid: string;
  readonly address?: string;
  readonly born: number;
  readonly ready?: number;
  /** It was told to stop. */
  readonly stopping?: number;
  /** All its containers have ended. */
  readonly ended?: number;
}

/** How pods of one component were replaced by others. */
export interface Succession {
  /** Whether each old one had ended when a new one came. */
  readonly oneAtATime: boolean;
  /** Whether a new one was ready each time that an old one was told to stop. */
  readonly alwaysUp: boolean;
  /** Seconds from the first one's order to stop until the last new one was ready. */
  readonly seconds: number;
}

/** What happens to the pods of a namespace. */
export class PodHistory {
  /** Begins with the pods that are there. */
  public static start(scope: Scope, cluster: StackCluster, namespace: string): PodHistory {
    const history = new PodHistory();
    watched<Pod>(scope, cluster, `/api/v1/namespaces/${namespace}/pods`, (change) => {
      history.hear(change);
    });
    return history;
  }

  private readonly lives = new Map<string, Life>();

  private constructor() {}

  /** The pods of a component, in the order of their births. */
  public of(component: string): readonly Life[] {
    return [...this.lives.values()].filter((life) => life.component === component);
  }

  /** How pods that have been told to stop were replaced by others, which are ready by now. */
  public succession(before: readonly string[], after: readonly string[]): Promise<Succession> {
    const times = (uids: readonly string[], what: 'born' | 'ready' | 'stopping' | 'ended'): readonly number[] => uids.flatMap((uid) => this.lives.get(uid)?.[what] ?? []).sort((a, b) => a - b);
    return until(`news of ${[...before, ...after].join(', ')}`, () => {
      const [births, ready, stopping, ended] = [times(after, 'born'), times(after, 'ready'), times(before, 'stopping'), times(before, 'ended')];
      return stopping.length === before.length && ready.length === after.length && {
        oneAtATime: births.every((birth, index) => (ended[index] ?? Infinity) <= birth),
        alwaysUp: stopping.every((stop, index) => (ready[index] ?? Infinity) <= stop),
        seconds: (Math.max(...ready) - Math.min(...stopping)) / 1000,
      };
    });
  }

  private hear({ type, object }: Change<Pod>): void {
    const now = Date.now();
    const { metadata: { name, uid, deletionTimestamp }, status: { phase, podIP } } = object;
    const { address = podIP, born = now, ready, stopping, ended } = this.lives.get(uid) ?? {};
    this.lives.set(uid, {
      component: componentOf(object),
      name,
      uid,
      address,
      born,
      ready: ready ?? (isReady(object) ? now : undefined),
      stopping: stopping ?? (deletionTimestamp === undefined ? undefined : now),
      ended: ended ?? (type === 'DELETED' || phase === 'Succeeded' || phase === 'Failed' ? now : undefined),
    });
  }
}
