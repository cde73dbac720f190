import { Yaml } from 'cdk8s';
import { Credentials, JitsiMeetChartProps } from '../../../lib';
import { QUICK_APPLY } from '../support/quick-apply';
import { scopePerTest } from '../support/scope';
import { CREDENTIALS } from '../support/secrets';
import { Stack } from '../support/stack';
import { KubernetesObject } from './support/rest-client';
import { BootstrapInCluster } from './support/bootstrap-in-cluster';
import { kubectl } from './support/kubectl';

interface Workload extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly generation: number };
  readonly spec: { readonly template: object };
}

const scope = scopePerTest();

// One bridge is a Deployment; two drain, so each is a StatefulSet.
test.each([1, 2])('a raised revision makes new passwords beside the old and rolls exactly Prosody, Jicofo and the bridges (%i)', async (bridges) => {
  const namespace = `bootstrap-rollout-${bridges}`;
  const job = await BootstrapInCluster.prepare(scope, namespace);
  const { api } = job.account;

  const install = async (more: Partial<JitsiMeetChartProps> = {}): Promise<void> => {
    const whole = { ...more, jvb: { bridges } };
    await kubectl([...QUICK_APPLY, '--server-side', '--filename', '-'], Yaml.stringify(...new Stack({ ...whole, namespace }).manifests));
    await job.run({ props: whole });
  };
  /** What makes pods roll, by the name of the workload. */
  const workloads = async (): Promise<Map<string, string>> => {
    const lists = await Promise.all(['deployments', 'statefulsets'].map((kind) => api.list<Workload>(`/apis/apps/v1/namespaces/${namespace}/${kind}`)));
    return new Map(lists.flat().map(({ metadata, spec }) => [metadata.name, JSON.stringify([metadata.generation, spec.template])]));
  };

  await install();
  const [before, passwords] = [await workloads(), await job.decoded(CREDENTIALS)];
  await install({ credentials: Credentials.generatedInCluster({ revision: 2 }) });
  const [after, all] = [await workloads(), await job.decoded(CREDENTIALS)];

  const password = expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string;
  expect(all).toEqual({ ...passwords, JICOFO_AUTH_PASSWORD_2: password, JVB_AUTH_PASSWORD_2: password });
  expect(new Set(Object.values(all)).size).toBe(4);
  expect([...after.keys()]).toEqual([...before.keys()]);
  expect([...before.keys()]).toEqual(expect.arrayContaining(['jitsi-nginx', 'jitsi-web']));
  expect([...before.keys()].filter((name) => before.get(name) !== after.get(name)).sort()).toEqual(['jitsi-jicofo', 'jitsi-jvb-0', 'jitsi-jvb-1'].slice(0, 1 + bridges).concat('jitsi-prosody'));
});
