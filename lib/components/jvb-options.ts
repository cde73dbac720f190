import { Size } from 'cdk8s';
import { BridgeScaling } from '../options/bridge-scaling';
import { ComponentOptions } from '../options/component-options';
import { Drain } from '../options/drain';
import { MediaExposure } from '../options/media-exposure';

/** What a pool of bridges can be given. */
export interface JvbOptions extends ComponentOptions {
  /**
   * How media reach the bridges.
   *
   * @default MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService() })
   */
  readonly exposure?: MediaExposure;

  /**
   * Number of bridges, at most 250. With `MediaExposure.loadBalancer` and `nodePort` each has a workload and a UDP port of its own: after changing
   * the number, prune, because `kubectl apply` leaves bridges that were given up.
   *
   * @default 1
   */
  readonly bridges?: number;

  /**
   * Lets an autoscaler choose the number of bridges, where it can make what a further one needs: with `hostPort`, `hostNetwork`, `turnOnly`, and
   * `loadBalancerPerBridge`, which has Services for the largest number from the beginning. How a running pool is handed over stands in
   * docs/operations.md, "More bridges".
   *
   * @default - The number of bridges stays as it is written.
   */
  readonly scaling?: BridgeScaling;

  /**
   * Whether bridges tell Kubernetes how many people they carry, so that the one with the fewest is given up first. A container beside each bridge
   * may then change all pods of the namespace: Kubernetes knows no narrower right. Only where the bridges are pods of one Deployment.
   *
   * @default false
   */
  readonly deletionCost?: boolean;

  /**
   * A namespace for the pool alone, for bridges that Pod Security forbids in the stack's own: `hostPort` and `hostNetwork`. A Job in it copies the
   * bridges' generated password from the stack's namespace; for `Credentials.fromSecret`, keep the Secret there too;
   * for `Credentials.externalSecret` it is fetched there too.
   *
   * @default - The stack's namespace.
   */
  readonly namespace?: string;

  /**
   * Whether the pool's own namespace is made with it, with Pod Security at the level that the exposure needs. Like the stack's, it stays when the
   * stack is deleted by label. Set it to false where the namespace is somebody else's, or another pool's.
   *
   * @default - true where the pool has a namespace of its own.
   */
  readonly createNamespace?: boolean;

  /**
   * Region of the bridges, by which Jicofo chooses them for people. It needs the stack's `relays`.
   *
   * @default - With relays the image's own, "europe".
   */
  readonly region?: string;

  /**
   * What a bridge does with running meetings when its pod is told to stop. After changing between stopping at once and draining, prune.
   *
   * @default - Drain.atOnce() for a single bridge, Drain.within(Duration.minutes(30)) for two or more; with scaling the least number counts.
   */
  readonly drain?: Drain;

  /**
   * Largest heap of the Java machine (`VIDEOBRIDGE_MAX_MEMORY`). It must leave 256 MiB of the memory limit for the rest of the program.
   *
   * @default - 60 % of the memory limit.
   */
  readonly maxHeap?: Size;

  /**
   * HOCON that is added to the bridges' configuration (`custom-jvb.conf`), such as `videobridge.cc.trust-bwe = false`. It wins over the image, and what the library itself needs wins over it.
   * Passwords do not belong here: name a variable of `extraEnv`, as in `${SECRET}`.
   *
   * @default - Bridges are configured by their environment, and by what their drain and exposure need.
   */
  readonly customConfig?: string;
}
