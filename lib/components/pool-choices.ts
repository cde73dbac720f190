import { Duration, Size } from 'cdk8s';
import { JitsiInstance } from '../jitsi-instance';
import { DefaultResources } from '../kubernetes/quantities';
import { MediaWay } from '../media/media-way';
import { takenBy, TakenByPool } from '../media/taken';
import { AdvertisedAddress } from '../options/advertised-address';
import { Drain } from '../options/drain';
import { MediaExposure } from '../options/media-exposure';
import { JvbOptions } from './jvb-options';

// What a pool of bridges is when its user says nothing, and how it is called.

/** The choices that were made for a pool, by its user or for want of them. */
export interface PoolChoices {
  /** How media reach the bridges. */
  readonly way: MediaWay;
  /** How many bridges there are always. */
  readonly least: number;
  /** How many there may be. */
  readonly most: number;
  /** What the workloads say of it; undefined where an autoscaler does. */
  readonly replicas: number | undefined;
  /** What they do with running meetings when they are told to stop. */
  readonly drain: Drain;
}

/** Label value of the pool that has no name; no other may have it. */
export const FIRST_POOL = 'default';

/** What a bridge asks for. The limit on disk is above a dump of the heap, which Java writes to /tmp, and logs. */
export const RESOURCES: DefaultResources = {
  // Short of CPU, a new bridge has answered its first request after 12 to 21 s, and Jicofo waits for 15. There is no limit: throttling would be heard and seen.
  cpuRequest: 500,
  // What its heap and the rest can grow to: a bridge above its request would be the first to go when a node is short of memory.
  memoryRequest: Size.mebibytes(1440),
  memoryLimit: Size.gibibytes(2),
  ephemeralRequest: Size.mebibytes(128),
  ephemeralLimit: Size.gibibytes(3),
};

/** The choices with their defaults. */
export function choices({ bridges = 1, scaling, exposure, drain }: JvbOptions): PoolChoices {
  const [least, most] = scaling ? [scaling._least, scaling._most] : [bridges, bridges];
  return {
    way: (exposure ?? MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService() }))._way,
    least,
    most,
    replicas: scaling ? undefined : bridges,
    drain: drain ?? (least > 1 ? Drain.within(Duration.minutes(30)) : Drain.atOnce()),
  };
}

/** What a pool takes that no other may take. */
export function taken(options: JvbOptions): TakenByPool {
  const { way, most } = choices(options);
  return takenBy(way, { pool: '', name: '', bridges: most }, options.nodeSelector);
}

/** Name of a pool's objects. */
export function poolName(instance: JitsiInstance, pool: string | undefined): string {
  return instance.objectName(pool === undefined ? 'jvb' : `jvb-${pool}`);
}
