import { PodSecurityLevel } from '../../../lib';
import { meetChart, ofKind, rendered } from '../../support/charts';
import { until } from '../support/until';
import { KubernetesObject } from './support/api';
import { ALL, COMBINATIONS, pooled, stackOf, SURROUNDINGS, TAKEN, way } from './support/media-ways';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { strictly } from './support/strict-apply';

jest.setTimeout(60_000);

interface WorkloadObject extends KubernetesObject {
  readonly spec: { readonly template: { readonly spec: { readonly containers: ReadonlyArray<{ readonly ports?: ReadonlyArray<{ readonly hostPort?: number }> }> } } };
}

function hostPortsOf({ spec }: WorkloadObject): Array<number | undefined> {
  return spec.template.spec.containers.flatMap(({ ports = [] }) => ports.map(({ hostPort }) => hostPort));
}

test('of all exposures and addresses, exactly those that work together are taken', () => {
  const taken = ALL.filter(([exposure, source]) => {
    try {
      stackOf({ exposure: way(exposure, source, { number: 1, bridges: 1 }) });
      return true;
    } catch {
      return false;
    }
  });
  expect(taken.filter(([exposure, source]) => exposure !== 'turnOnly' || source === 'fromService')).toEqual(
    ALL.filter(([exposure, source]) => (TAKEN[exposure] as readonly string[]).includes(source)),
  );
  expect(COMBINATIONS).toHaveLength(76);
});

describe.each([[PodSecurityLevel.RESTRICTED, false], [PodSecurityLevel.PRIVILEGED, true]] as const)('In a namespace that enforces Pod Security %s', (podSecurity, onNodes) => {
  const namespace = new Namespace(`media-${podSecurity}`);
  const parts = pooled(meetChart({ ...SURROUNDINGS, namespace: namespace.name, podSecurity }), COMBINATIONS.filter((each) => each.onNodes === onNodes));
  const objects = [...parts.values()].flat();

  beforeAll(async () => {
    await strictly(namespace, objects.filter(({ kind }) => kind === 'Namespace'));
  });

  test.each([...parts])('%s: taken without an error or a warning, and kept as written', async (_title, part) => {
    expect(part.length).toBeGreaterThan(0);
    expect(await strictly(namespace, part)).toEqual([]);
  });

  test('all of them get their pods', async () => {
    expect(await namespace.titles()).toEqual(titlesOf(objects));
    await namespace.settled();
    expect(await namespace.failures()).toEqual([]);
  });

  // Were it left out, client-side apply would not take it away again on the way to another exposure.
  test('no port of a node is filled in by the API server', async () => {
    const kept = new Map([...await namespace.list<WorkloadObject>('Deployment'), ...await namespace.list<WorkloadObject>('StatefulSet')].map((each) => [each.metadata.name, hostPortsOf(each)]));
    const written = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet').map((each) => [each.metadata.name, hostPortsOf(each as unknown as WorkloadObject)] as const);
    expect([...kept].sort()).toEqual([...written].sort());
  });

  test('applied again, nothing changes', async () => {
    const before = await namespace.versions();
    expect(await strictly(namespace, objects)).toEqual([]);
    expect(await namespace.versions()).toEqual(before);
  });
});

describe.each([PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED])('In a namespace of somebody else that enforces Pod Security %s', (podSecurity) => {
  test.each([
    ['hostPort', /hostPort \(container "jvb" uses hostPort 20001\)/],
    ['hostNetwork', /host namespaces \(hostNetwork=true\), hostPort \(container "jvb" uses hostPorts 21001, 22001\)/],
  ] as const)('bridges on %s are warned of and get no pod', async (exposure, reason) => {
    const namespace = new Namespace(`media-${exposure.toLowerCase()}-${podSecurity}`);
    const objects = stackOf({ exposure: way(exposure, 'nodeExternalIp', { number: 1, bridges: 1 }) }, { namespace: namespace.name, createNamespace: false });
    expect(await strictly(namespace, ofKind(rendered({ namespace: namespace.name, podSecurity }), 'Namespace'))).toEqual([]);

    expect(await strictly(namespace, objects)).toEqual([expect.stringMatching(new RegExp(`^Deployment/jitsi-jvb: .*would violate PodSecurity .*${reason.source}`))]);

    await until('the refusal', async () => (await namespace.failures()).some((text) => text.includes('jitsi-jvb') && text.includes(`violates PodSecurity "${podSecurity}:latest`) && reason.test(text)));
    const others = await until('all other pods', async () => {
      const pods = await namespace.pods();
      return pods.length === await namespace.podsWanted() - 1 && pods;
    });
    expect(others.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'jvb')).toEqual([]);
  });
});
