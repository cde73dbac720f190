import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import { all } from '../../support/edits';
import { Scope } from '../../verify/support/scope';
import { temporaryFolder } from '../../verify/support/temporary-folder';
import { changed, drainingBridges, hurried } from './bridges';
import { documented, typed } from './documented';
import { seconds } from './drain-table';
import { Life, PodHistory } from './pod-history';
import { StackCluster } from './stack-cluster';

/** Two bridges in a namespace, which change together. */
export class PoolOfBridges {
  public static async apply(scope: Scope, cluster: StackCluster, namespace: string, drain: Duration): Promise<PoolOfBridges> {
    const folder = temporaryFolder(scope);
    mkdirSync(join(folder, 'dist'));
    const pool = new PoolOfBridges(cluster, namespace, drain, folder, PodHistory.start(scope, cluster, namespace));
    await pool.changeAtOnce('first');
    return pool;
  }

  private constructor(
    private readonly cluster: StackCluster, private readonly namespace: string, private readonly drain: Duration, private readonly folder: string, private readonly history: PodHistory,
  ) {}

  public get pods(): readonly Life[] {
    return this.history.of('jvb');
  }

  /** By one apply. */
  public async changeAtOnce(value: string): Promise<void> {
    this.write(value);
    await typed(this.cluster, 'kubectl apply -f dist/', this.folder);
  }

  /** By the documented commands, until the last bridge is ready. */
  public async changeOneAfterAnother(value: string): Promise<void> {
    this.write(value);
    await typed(this.cluster, documented("'!cdk8s-jitsi/bridge'"), this.folder);
    for (const index of [0, 1]) {
      await typed(this.cluster, documented('cdk8s-jitsi/bridge=0').replace('bridge=0', `bridge=${index}`), this.folder);
      await typed(this.cluster, documented('rollout status statefulset/jitsi-jvb-0').replace('-n jitsi ', `-n ${this.namespace} `).replace('jvb-0', `jvb-${index}`), this.folder);
    }
  }

  private write(value: string): void {
    writeFileSync(join(this.folder, 'dist/bridges.yaml'), drainingBridges(this.namespace, this.drain, all(hurried, changed(value)), 2));
  }
}

/** Seconds for which pods drained at the same time; the negative number of those between their drains, where they did not. */
export function together(pods: readonly Life[]): number {
  return seconds(Math.max(...pods.map(({ stopping = NaN }) => stopping)), Math.min(...pods.map(({ ended = NaN }) => ended)));
}
