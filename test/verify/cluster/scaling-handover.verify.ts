import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AdvertisedAddress, BridgeScaling, JvbOptions, MediaExposure, PodSecurityLevel } from '../../../lib';
import { printed, tryCommand } from '../support/command';
import { REPOSITORY } from '../support/debian-root';
import { QUICK_APPLY } from '../support/quick-apply';
import { scopePerTest } from '../support/scope';
import { temporaryFolder } from '../support/temporary-folder';
import { program } from './support/control-plane';
import { kubectl } from './support/kubectl';
import { stackWith, yamlOf } from './support/stacks';

const scope = scopePerTest();

const scaling = BridgeScaling.byStress({ minBridges: 2, maxBridges: 6, prometheus: 'http://prometheus.monitoring.svc:9090' });

/** Pools by the kind of their workload. */
const POOLS: Readonly<Record<'deployment' | 'statefulset', MediaExposure>> = {
  deployment: MediaExposure.hostPort({ address: AdvertisedAddress.nodeInternalIp() }),
  statefulset: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService() }),
};

/** The commands that docs/operations.md gives for a pool that is handed over: by a client's apply, and by a server's. */
const COMMANDS = [...(/^### Handing a running pool over$([^]*?)^### /m.exec(readFileSync(join(REPOSITORY, 'docs/operations.md'), 'utf8'))?.[1] ?? '').matchAll(/```sh\n([^]*?)```/g)].map(([, text = '']) => text);

/** The namespace and the objects of its bridges, as text. */
function bridges(namespace: string, jvb: JvbOptions): string {
  const objects = stackWith({ podSecurity: PodSecurityLevel.PRIVILEGED, jvb })(namespace);
  return yamlOf(objects.filter(({ kind, metadata }) => kind === 'Namespace' || metadata.labels?.['app.kubernetes.io/name'] === 'jvb'));
}

/** Runs what the document says, for another namespace, other manifests and another kind, by the tests' kubectl. */
async function follow(commands: string, namespace: string, kind: string, manifests: string): Promise<void> {
  const folder = temporaryFolder(scope);
  const { KUBECONFIG = '' } = process.env;
  await writeFile(join(folder, 'kubectl'), `#!/bin/sh\nexec ${program('kubectl')} --kubeconfig ${KUBECONFIG} --cache-dir ${dirname(KUBECONFIG)}/cache "$@"\n`);
  await chmod(join(folder, 'kubectl'), 0o755);
  await writeFile(join(folder, 'dist.yaml'), manifests);
  const script = commands.replaceAll('-n jitsi', `-n ${namespace}`).replaceAll('"namespace": "jitsi"', `"namespace": "${namespace}"`).replaceAll('dist/', `${folder}/dist.yaml`)
    .replaceAll('deployment jitsi-jvb', `${kind} jitsi-jvb`).replaceAll('"Deployment"', kind === 'deployment' ? '"Deployment"' : '"StatefulSet"');
  printed(script, await tryCommand(['sh', '-euc', `PATH=${folder}:$PATH\n${script}`]));
}

async function replicas(namespace: string, kind: string): Promise<string> {
  return kubectl(['--namespace', namespace, 'get', kind, 'jitsi-jvb', '--output', 'jsonpath={.spec.replicas}']);
}

test('there are commands for both kinds of apply, each of which ends in one', () => {
  expect(COMMANDS.map((commands) => commands.trim().split('\n').at(-1))).toEqual(['kubectl apply -f dist/', 'kubectl apply --server-side -f dist/']);
});

describe.each([['client', 0, []], ['server', 1, ['--server-side']]] as const)('a pool of four bridges, applied by the %s,', (side, index, options) => {
  test.each(['deployment', 'statefulset'] as const)('keeps them when it is handed over as it is written, as a %s', async (kind) => {
    const namespace = `handover-${side}-${kind}`;
    await kubectl([...QUICK_APPLY, ...options, '--filename', '-'], bridges(namespace, { exposure: POOLS[kind], bridges: 4 }));
    const scaled = bridges(namespace, { exposure: POOLS[kind], scaling });
    await follow(COMMANDS[index] ?? '', namespace, kind, scaled);
    expect(await replicas(namespace, kind)).toBe('4');
    await kubectl(['--namespace', namespace, 'scale', kind, 'jitsi-jvb', '--replicas=5']);
    await kubectl([...QUICK_APPLY, ...options, '--filename', '-'], scaled);
    expect(await replicas(namespace, kind)).toBe('5');
    expect(await kubectl(['--namespace', namespace, 'get', 'scaledobject', 'jitsi-jvb', '--output', 'jsonpath={.spec.scaleTargetRef.kind}'])).toBe(kind === 'deployment' ? 'Deployment' : 'StatefulSet');
  });

  test('loses all but one when nothing is done before', async () => {
    const namespace = `handover-${side}-lost`;
    const exposure = POOLS.deployment;
    await kubectl([...QUICK_APPLY, ...options, '--filename', '-'], bridges(namespace, { exposure, bridges: 4 }));
    await kubectl([...QUICK_APPLY, ...options, '--filename', '-'], bridges(namespace, { exposure, scaling }));
    expect(await replicas(namespace, 'deployment')).toBe('1');
  });
});
