import { JitsiMeetChartProps } from '../../../../lib';
import { done, Run } from '../../support/bootstrap-run';
import { Files } from '../../support/kubelet-folder';
import { Pod } from '../../support/pod';
import { Scope } from '../../support/scope';
import { decoded, Secret } from '../../support/secrets';
import { Stack } from '../../support/stack';
import { EmittedServiceAccount } from './emitted-service-account';

export interface RunOptions {
  /** The stack that it belongs to; it has the namespace of this bootstrap. */
  readonly props?: Partial<JitsiMeetChartProps>;
  readonly tools?: Files;
  readonly env?: Files;
}

/** The bootstrap Job's container, run against the API server of the tests with the token that the Job's pods get. */
export class BootstrapInCluster {
  /** Makes a namespace with what the Job needs in it. */
  public static async prepare(scope: Scope, namespace: string): Promise<BootstrapInCluster> {
    const account = await EmittedServiceAccount.of(new Stack({ namespace }), 'bootstrap');
    return new BootstrapInCluster(scope, account, await account.access());
  }

  private readonly secrets: string;

  private constructor(private readonly scope: Scope, public readonly account: EmittedServiceAccount, public readonly access: Files) {
    this.secrets = `/api/v1/namespaces/${account.namespace}/secrets`;
  }

  public start({ props = {}, tools = {}, env = {} }: RunOptions = {}): Run {
    const pod = new Pod(this.scope, new Stack({ ...props, namespace: this.account.namespace }), 'bootstrap', { apiAccess: this.access });
    return { pod, container: pod.start('bootstrap', { image: 'debian', env: { ...this.account.env, INTERVAL: '0.1', ...env }, tools }) };
  }

  /** Runs it to its end, which must be a good one. */
  public async run(options: RunOptions = {}): Promise<Run> {
    const run = this.start(options);
    await done(run);
    return run;
  }

  public secret(name: string): Promise<Required<Secret>> {
    return this.account.api.get(`${this.secrets}/${name}`);
  }

  public async decoded(name: string): Promise<Files> {
    return decoded(await this.secret(name));
  }

  /** Puts a Secret there that somebody else has made. */
  public async put(secret: Secret): Promise<void> {
    const { status, body } = await this.account.api.request('POST', this.secrets, secret);
    if (status !== 201) {
      throw new Error(`Secret ${secret.metadata.name}: ${status} ${JSON.stringify(body)}`);
    }
  }

  public async remove(...names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.account.api.request('DELETE', `${this.secrets}/${name}`)));
  }
}
