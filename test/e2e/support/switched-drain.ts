import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as kplus from 'cdk8s-plus-27';
import { Credentials, Drain } from '../../../lib';
import { manifests, meetChart } from '../../support/charts';
import { yamlOf } from '../../verify/cluster/support/stacks';
import { QUICK_APPLY } from '../../verify/support/quick-apply';
import { documented, typed } from './documented';
import { NAMESPACE } from './changing-stack';
import { StackCluster } from './stack-cluster';

const PASSWORDS = 'passwords';

/** A bridge without the rest of its stack, which it does not wait for. Its drain is switched on and off as the documents say. */
export class SwitchedDrain {
  constructor(private readonly cluster: StackCluster, public readonly namespace: string, private readonly folder: string) {
    mkdirSync(join(folder, 'dist'));
  }

  /** Applies it for the first time. */
  public async apply(drain: Drain): Promise<void> {
    const passwords = { apiVersion: 'v1', kind: 'Secret', metadata: { name: PASSWORDS, namespace: this.namespace }, stringData: { JICOFO_AUTH_PASSWORD: 'focus', JVB_AUTH_PASSWORD: 'bridge' } };
    await this.cluster.kubectl([...QUICK_APPLY, '-f', '-'], yamlOf([...this.objects(drain), passwords]));
  }

  /** Applies it and prunes, by the documented command. */
  public async change(drain: Drain): Promise<void> {
    writeFileSync(join(this.folder, 'dist/bridge.yaml'), yamlOf(this.objects(drain)));
    await typed(this.cluster, documented('--prune').replaceAll(`-n ${NAMESPACE} `, `-n ${this.namespace} `), this.folder);
  }

  /** Kind and name of all workloads, when none of them has a rollout to end. */
  public async workloads(): Promise<readonly string[]> {
    const names = (await this.cluster.kubectl(['get', 'deployments,statefulsets', '-n', this.namespace, '-o', 'name'])).trim().split('\n');
    for (const name of names) {
      await this.cluster.kubectl(['rollout', 'status', '-n', this.namespace, '--timeout=120s', name]);
    }
    return names;
  }

  private objects(drain: Drain): ReturnType<typeof manifests> {
    return manifests(meetChart({
      namespace: this.namespace,
      createNamespace: true,
      credentials: Credentials.fromSecret(PASSWORDS),
      // Two of them at a time, beside a whole stack, have room on one small node.
      jvb: { drain, resources: { cpu: { request: kplus.Cpu.millis(10) } } },
    })).filter(({ metadata: { labels } }) => ['jvb', undefined].includes(labels?.['app.kubernetes.io/name']));
  }
}
