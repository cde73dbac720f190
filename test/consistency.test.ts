import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AdvertisedAddress, Authentication, Credentials, Drain, JitsiMeetChartProps, MediaExposure, Relays } from '../lib';
import { MANAGED as MANAGED_BY_BRIDGES } from '../lib/components/bridge-variables';
import { SHARED_VARIABLES } from '../lib/validation/shared-variables';
import { InvalidPropsError } from '../lib/validation/violations';
import { EVERY_AUTHENTICATION } from './support/authentications';
import { Manifest, manifests, meetChart } from './support/charts';
import { AGREE, agreed, APART, Component, disagreed, NEED_NOT_AGREE } from './support/consistency-matrix';
import { drop, Edit, put } from './support/edits';
import { everythingOfAStack } from './support/everything';
import { everythingOfFeatures } from './support/everything-of-features';
import { IMAGE_VARIABLES, knownVariables } from './support/image-variables';
import { services } from './support/objects';
import { environmentOf, workloads } from './support/pods';
import { componentOf } from './support/posture/rule';

const COMPONENTS: readonly Component[] = ['web', 'prosody', 'jicofo', 'jvb'];

function rendered(props: Partial<JitsiMeetChartProps> = {}): Manifest[] {
  return manifests(meetChart(props));
}

function severalPools(): Manifest[] {
  const chart = meetChart({ jvb: { bridges: 2 }, relays: Relays.between() });
  chart.meet.addBridges('eu', { drain: Drain.within(Duration.minutes(5), { evenIfOnlyBridge: true }) });
  chart.meet.addBridges('us', { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10']) }) });
  return manifests(chart);
}

type Case = readonly [string, () => Manifest[], readonly string[]];

const OF_SIGN_IN = ['AUTH_TYPE', 'ENABLE_GUESTS'];
const OF_FEATURES = ['ENABLE_BREAKOUT_ROOMS', 'DISABLE_POLLS', 'ENABLE_VLA'];

/** With what the lib would set itself, were a prop set that is not. */
const STACKS: readonly Case[] = [
  ['the default stack', () => rendered(), ['ENABLE_OCTO', ...OF_SIGN_IN, ...OF_FEATURES]],
  ['a stack with every prop set', () => rendered(everythingOfAStack()), []],
  ['a stack with several pools', severalPools, [...OF_SIGN_IN, ...OF_FEATURES]],
  ...EVERY_AUTHENTICATION.map(([title, authentication]): Case => (
    [`a stack with authentication ${title}`, () => rendered({ authentication }), ['ENABLE_OCTO', ...OF_FEATURES, ...title.startsWith('none') ? OF_SIGN_IN : []]]
  )),
];

/** Environments of all pods of Jitsi's own images, by their component. */
function environments(objects: readonly Manifest[]): Array<readonly [Component, Record<string, string>]> {
  return workloads(objects).flatMap((workload) => COMPONENTS.filter((component) => component === componentOf(workload)).map((component) => [component, environmentOf(workload)] as const));
}

describe('The matrix', () => {
  const readers = (name: string): Component[] => COMPONENTS.filter((component) => IMAGE_VARIABLES[component].has(name));

  test('names every variable that several images read, with all who read it', () => {
    const several = [...new Set(COMPONENTS.flatMap((component) => [...IMAGE_VARIABLES[component]]))].filter((name) => readers(name).length > 1);
    const ofImages = ['S6_BEHAVIOUR_IF_STAGE2_FAILS', 'S6_CMD_WAIT_FOR_SERVICES_MAXTIME', 'S6_KILL_GRACETIME', 'S6_READ_ONLY_ROOT', 'S6_VERBOSITY', 'S6_YES_I_WANT_A_WORLD_WRITABLE_RUN_BECAUSE_KUBERNETES'];

    expect([...Object.keys(AGREE), ...Object.keys(APART), ...ofImages].sort()).toEqual(several.sort());
  });

  test.each(Object.entries(AGREE))('gives %s to the images that read it, or says why not', (name, components) => {
    expect([...components, ...Object.keys(NEED_NOT_AGREE[name] ?? {})].sort()).toEqual(readers(name).sort());
  });

  test('is what the lib sets itself, and what it wants to be the same where a user sets it', () => {
    const most = rendered({ relays: Relays.between(), jvb: { bridges: 2 }, authentication: Authentication.internalAccounts(), features: everythingOfFeatures() });
    const own = new Set(environments(most).flatMap(([, environment]) => Object.keys(environment)));
    const left = Object.entries(AGREE).filter(([name]) => !own.has(name)).map(([name, components]) => [name, [...components]]);

    expect(Object.fromEntries(left)).toEqual(SHARED_VARIABLES);
  });
});

describe('All who read a variable are given the same', () => {
  test.each(STACKS)('in %s', (_title, stack, unset) => {
    expect(disagreed(stack())).toEqual([]);
    // All that the lib itself sets is looked at.
    expect(agreed(stack())).toEqual(Object.keys(AGREE).filter((name) => !(name in SHARED_VARIABLES) && !unset.includes(name)));
  });

  test('when they are given it by the user', () => {
    const extraEnv = { ENABLE_RECORDING: kplus.EnvValue.fromValue('1') };
    const objects = rendered({ web: { extraEnv }, prosody: { extraEnv }, jicofo: { extraEnv } });

    expect(disagreed(objects)).toEqual([]);
    expect(agreed(objects)).toContain('ENABLE_RECORDING');
  });

  test.each<[string, Edit, string[]]>([
    ['another value', put('Deployment/jitsi-jicofo', 'spec > template > spec > containers > 0 > env > XMPP_DOMAIN > value', 'other'), ['XMPP_DOMAIN']],
    ['no value', drop('Deployment/jitsi-web', 'spec > template > spec > containers > 0 > env > ENABLE_AUTH'), ['ENABLE_AUTH']],
    ['another key', put('Deployment/jitsi-jvb-0', 'spec > template > spec > containers > 0 > env > JVB_AUTH_PASSWORD > valueFrom > secretKeyRef > key', 'OTHER'), ['JVB_AUTH_PASSWORD']],
  ])('and %s would be noticed', (_title, edit, noticed) => {
    expect(disagreed(edit(rendered()))).toEqual(noticed);
  });
});

describe('Passwords', () => {
  test.each<[string, Credentials, Record<string, string>]>([
    ['of the first set', Credentials.generatedInCluster(), { jicofo: 'jitsi-credentials/JICOFO_AUTH_PASSWORD', jvb: 'jitsi-credentials/JVB_AUTH_PASSWORD' }],
    ['of a later set', Credentials.generatedInCluster({ revision: 7 }), { jicofo: 'jitsi-credentials/JICOFO_AUTH_PASSWORD_7', jvb: 'jitsi-credentials/JVB_AUTH_PASSWORD_7' }],
    ['of one\'s own', Credentials.fromSecret('own', { jicofoKey: 'focus', jvbKey: 'bridges', revision: 3 }), { jicofo: 'own/focus', jvb: 'own/bridges' }],
  ])('%s are the same at both ends, and roll both ends together', (_title, credentials, expected) => {
    const objects = rendered({ credentials, jvb: { bridges: 2 } });
    const pods = workloads(objects).filter((workload) => ['prosody', 'jicofo', 'jvb'].includes(componentOf(workload) ?? ''));
    const passwords = (name: string): string[] => [...new Set(pods.map((workload) => environmentOf(workload)[name] ?? '').filter((value) => value !== ''))];

    expect([passwords('JICOFO_AUTH_PASSWORD'), passwords('JVB_AUTH_PASSWORD')]).toEqual([[expected.jicofo], [expected.jvb]]);
    expect(pods.map(({ spec }) => spec.template.metadata.annotations?.['cdk8s-jitsi/credentials-revision'])).toEqual(pods.map(() => String(credentials.revision)));
  });
});

describe('Addresses', () => {
  const stack = rendered({ clusterDomain: 'k8s.example.net', namespace: 'meetings' });
  const ports = services(stack).find(({ metadata }) => metadata.name === 'jitsi-prosody')?.spec.ports.map(({ name, port }) => [name, String(port)]);

  test('of Prosody are its Service\'s, with the ports that it listens on', () => {
    const given = environments(stack);
    const valuesOf = (name: string): string[] => [...new Set(given.flatMap(([, environment]) => environment[name] ?? []))];

    expect(valuesOf('XMPP_SERVER')).toEqual(['jitsi-prosody.meetings.svc.k8s.example.net']);
    expect(ports).toEqual([['xmpp', ...valuesOf('XMPP_PORT')], ['http', ...valuesOf('PROSODY_HTTP_PORT')]]);
    expect(valuesOf('XMPP_BOSH_URL_BASE')).toEqual([`http://jitsi-prosody.meetings.svc.k8s.example.net:${valuesOf('PROSODY_HTTP_PORT').join()}`]);
  });

  test('of bridges are their Services\' ports', () => {
    const objects = severalPools();
    const media = services(objects).flatMap(({ spec }) => spec.ports).filter(({ protocol }) => protocol === 'UDP').map(({ port }) => String(port));

    expect(environments(objects).flatMap(([, { JVB_PORT: port }]) => port ?? []).sort()).toEqual(media.sort());
  });

  test('for people are the public one, wherever it stands', () => {
    const objects = rendered({ publicUrl: 'https://meet.example.net:8443' });

    expect([...new Set(environments(objects).flatMap(([, { PUBLIC_URL: url }]) => url ?? []))]).toEqual(['https://meet.example.net:8443']);
    expect(objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'jitsi-nginx')?.data?.['nginx.conf']).toContain('return 301 https://meet.example.net:8443$request_uri;');
  });
});

describe('A variable of the matrix is refused', () => {
  const pairs = Object.entries(AGREE).flatMap(([name, components]) => components.map((component) => [name, component] as const));

  test.each(pairs)('%s for %s alone', (name, component) => {
    const secret = kplus.Secret.fromSecretName(meetChart(), 'secret', 'own');
    const extraEnv = { [name]: kplus.EnvValue.fromSecretValue({ secret, key: 'key' }) };
    let fields: readonly string[] = [];
    try {
      meetChart({ [component]: { extraEnv } });
    } catch (error) {
      fields = error instanceof InvalidPropsError ? error.violations.map(({ field }) => field) : [];
    }

    expect(fields).toEqual([`${component}.extraEnv.${name}`]);
  });
});

describe('Every variable that a pod is given', () => {
  test.each(STACKS)('is known to its image or to the scripts beside it, in %s', (_title, stack) => {
    const unknown = environments(stack()).flatMap(([component, environment]) => (
      Object.keys(environment).filter((name) => !name.startsWith('EXTRA_') && !knownVariables(component).includes(name)).map((name) => `${component} ${name}`)
    ));

    expect(unknown).toEqual([]);
  });

  test('is known to the bridge\'s image when only some bridges are given it', () => {
    expect(Object.keys(MANAGED_BY_BRIDGES).filter((name) => !IMAGE_VARIABLES.jvb.has(name))).toEqual([]);
  });
});
