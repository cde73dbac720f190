import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../support/debian-root';
import { until } from '../../support/until';
import { Api } from './api';
import { ControlPlane } from './control-plane';
import { kubectl, tryKubectl } from './kubectl';
import { keep } from './running-control-plane';

/** Before the first of the tests that need it: one control plane for all of them, with the CRDs that the stacks use. */
export default async function startControlPlane(): Promise<void> {
  const controlPlane = await ControlPlane.start();
  keep(controlPlane);
  await checkVersion(new Api(controlPlane.address));
  process.env.KUBECONFIG = controlPlane.kubeconfig;
  process.env.TEST_API_SERVER = JSON.stringify(controlPlane.address);
  for (const file of readdirSync(join(REPOSITORY, 'crds'))) {
    await kubectl(['apply', '--server-side', '--filename', join(REPOSITORY, 'crds', file)]);
  }
  // What the stack with every prop set expects of its cluster: without it, its pods are refused.
  await kubectl(['create', 'priorityclass', 'meetings', '--value=1000']);
  await kubectl(['wait', 'crd', '--all', '--for=condition=Established', '--timeout=30s']);
  // An established kind is not yet one that can be listed.
  await until('lists of all custom resources', async () => (await tryKubectl(['get', 'certificates,externalsecrets,scaledobjects,gateways,httproutes,tlsroutes', '--all-namespaces'])).code === 0);
}

/** Programs of a developer may be of any version, and a result counts for the one that was asked for. */
async function checkVersion(api: Api): Promise<void> {
  const { gitVersion } = await api.get<{ readonly gitVersion: string }>('/version');
  const minor = Number(/^v1\.(\d+)\./.exec(gitVersion)?.[1]);
  const { KUBERNETES_MINOR } = process.env;
  if (KUBERNETES_MINOR === undefined ? !(minor >= 36) : KUBERNETES_MINOR !== `1.${minor}`) {
    throw new Error(`the API server is of ${gitVersion}, not of ${KUBERNETES_MINOR ?? '1.36 or newer'}`);
  }
  process.stderr.write(`API server ${gitVersion}\n`);
}
