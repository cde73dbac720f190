import * as kplus from 'cdk8s-plus-27';
import { ExtraVolume } from './extra-volume';

/** Lets pods run on nodes with a matching taint. It names a key, an effect, or both. */
export interface Toleration {
  /**
   * Key of the taint.
   *
   * @default - Taints of every key are tolerated.
   */
  readonly key?: string;

  /**
   * Value of the taint.
   *
   * @default - Taints of every value are tolerated.
   */
  readonly value?: string;

  /**
   * Effect of the taint.
   *
   * @default - Taints of every effect are tolerated.
   */
  readonly effect?: kplus.TaintEffect;

  /**
   * How many seconds a running pod stays on a node that gets such a taint. Only for the effect `NoExecute`.
   *
   * @default - It stays for ever.
   */
  readonly seconds?: number;
}

/** What every component of the stack can be given. */
export interface ComponentOptions {
  /**
   * Image in full: registry, name, tag and digest. Jitsi images must be of release stable-11146-2 or newer, and all of one release.
   *
   * @default - The image that this version of the library was tested with, from the stack's mirrors if there are any.
   */
  readonly image?: string;

  /**
   * What the container asks for and may use at most. A part that is left out keeps its default; of a request and a limit that do not fit
   * together the one that was left out gives way.
   *
   * @default - Enough for a small team; see the component.
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Environment variables beside those that the construct sets itself: of `EnvValue.fromValue`, `fromSecretValue` or `fromConfigMap`.
   * A variable that the construct sets is refused with the prop to use instead, and so is a secret as plain text.
   *
   * @default - None.
   */
  readonly extraEnv?: { readonly [name: string]: kplus.EnvValue };

  /**
   * Labels that a node must have for the pods to run on it.
   *
   * @default - Pods run on any node.
   */
  readonly nodeSelector?: { readonly [key: string]: string };

  /**
   * Taints of nodes on which the pods may run.
   *
   * @default - Pods run only on nodes without taints.
   */
  readonly tolerations?: Toleration[];

  /**
   * Name of a PriorityClass. Pods of a higher class are scheduled first and evicted last.
   *
   * @default - The cluster's default class.
   */
  readonly priorityClassName?: string;

  /**
   * Annotations of the workload and of its pods.
   *
   * @default - None beside those that the construct sets itself.
   */
  readonly annotations?: { readonly [key: string]: string };

  /**
   * Labels of the workload and of its pods. The labels that select pods cannot be changed.
   *
   * @default - None beside those that the construct sets itself.
   */
  readonly labels?: { readonly [key: string]: string };

  /**
   * Volumes that the container mounts beside its own.
   *
   * @default - None.
   */
  readonly extraVolumes?: ExtraVolume[];
}

/** What a component can be given of which several pods may run. */
export interface ReplicatedComponentOptions extends ComponentOptions {
  /**
   * Number of pods. With two or more, a PodDisruptionBudget keeps all but one of them up while nodes are drained.
   *
   * @default 2
   */
  readonly replicas?: number;
}
