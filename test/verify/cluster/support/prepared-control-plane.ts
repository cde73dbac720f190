import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../support/debian-root';
import { until } from '../../support/until';
import { Api } from './api';
import { ControlPlane } from './control-plane';
import { kubectl, tryKubectl } from './kubectl';

/**
 * A control plane with the CRDs that the stacks use. Who is in this process, or is started by it, finds it in the environment.
 *
 * @param controllers whether workloads get pods.
 */
export async function preparedControlPlane(controllers = true): Promise<ControlPlane> {
  const controlPlane = await ControlPlane.start(controllers);
  try {
    await prepare(controlPlane);
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
  return controlPlane;
}

async function prepare({ address, kubeconfig }: ControlPlane): Promise<void> {
  await checkVersion(new Api(address));
  process.env.KUBECONFIG = kubeconfig;
  process.env.TEST_API_SERVER = JSON.stringify(address);
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
