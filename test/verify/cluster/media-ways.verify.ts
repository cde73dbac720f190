import { PodSecurityLevel } from '../../../lib';
import { meetChart, ofKind, rendered } from '../../support/charts';
import { until } from '../support/until';
import { tryKubectl } from './support/kubectl';
import { ALL, COMBINATIONS, oneOfEach, pooled, stackOf, SURROUNDINGS, TAKEN, way } from './support/media-ways';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { yamlOf } from './support/stacks';
import { strictly } from './support/strict-apply';

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

  test('applied again, nothing changes', async () => {
    const before = await namespace.versions();
    expect(await strictly(namespace, objects)).toEqual([]);
    expect(await namespace.versions()).toEqual(before);
  });
});

describe.each([['server', 17, ['--server-side']], ['client', 18, []]] as const)('A stack with a pool of each exposure, applied by the %s of kubectl', (side, number, options) => {
  const namespace = new Namespace(`media-pools-by-${side}`);
  const yaml = yamlOf([...pooled(meetChart({ ...SURROUNDINGS, namespace: namespace.name }), oneOfEach(number)).values()].flat());

  test('is taken without an error or a warning, and applied again changes nothing', async () => {
    expect(await tryKubectl(['apply', ...options, '--validate=strict', '--filename', '-'], yaml)).toMatchObject({ code: 0, stderr: '' });
    await namespace.settled();
    const before = await namespace.versions();
    expect(await tryKubectl(['apply', ...options, '--validate=strict', '--filename', '-'], yaml)).toMatchObject({ code: 0, stderr: '' });
    expect(await namespace.versions()).toEqual(before);
  });

  test('does not differ from what is there', async () => {
    expect(await tryKubectl(['diff', ...options, '--filename', '-'], yaml)).toEqual({ code: 0, stdout: '', stderr: '' });
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
