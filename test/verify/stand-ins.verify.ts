import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { drop, put } from '../support/edits';
import { scopePerTest } from './support/scope';
import { StandIn, StandInName, StandInOptions } from './support/stand-in';

const scope = scopePerTest();
const WORLD_WRITABLE_RUN = 'S6_YES_I_WANT_A_WORLD_WRITABLE_RUN_BECAUSE_KUBERNETES';
const OBJECTS: Readonly<Record<StandInName, string>> = { web: 'Deployment/jitsi-web', jicofo: 'Deployment/jitsi-jicofo', jvb: 'Deployment/jitsi-jvb-0' };

const UNWORKABLE_RUN = [/^\/run belongs to uid 0 .* 07\d\d; is S6_YES/, /^directory \/run not writable/, /^cannot try whether programs run from \/run/];

const refusals = (name: StandInName, options: StandInOptions): Promise<string[]> => new StandIn(scope, name, options).refusals();
const field = (name: StandInName, path: string): [string, string] => [OBJECTS[name], `spec > template > spec > containers > ${name} > ${path}`];

/** Ownership and mode of /run. */
const run = (user: number, group: number, mode: number): Partial<StandInOptions> => ({
  spoil: (pod) => {
    chownSync(pod.path('run'), user, group);
    chmodSync(pod.path('run'), mode);
  },
});

describe('a stand-in does not start', () => {
  test.each<[string, StandInName, StandInOptions, RegExp[]]>([
    ['below another process', 'jvb', { command: StandIn.BELOW_A_SHELL }, [/^can only run as process 1, but is \d+$/]],
    ['with new privileges', 'web', { without: ['no-new-privs'] }, [/^no_new_privs is not set$/]],
    ['with a root file system that can be written to', 'web', { without: ['read-only-root'] }, [/^the root file system is not read-only$/]],
    ['where no program runs from /run', 'jicofo', { noexec: '/run' }, [/^programs cannot run from \/run: .*permission denied/]],
    ['where /run is no volume', 'web', { edit: drop(...field('web', 'volumeMounts > run')) }, [/^\/run belongs to uid 0/, /^directory \/run not writable/, /^cannot try whether programs run from \/run/]],
    ['where /tmp is no volume', 'web', { edit: drop(...field('web', 'volumeMounts > tmp')) }, [/^directory \/tmp not writable by the container user: .*read-only/]],
    ['where all may write to /run and nobody has allowed it', 'web', { edit: drop(...field('web', `env > ${WORLD_WRITABLE_RUN}`)) }, [/^\/run belongs to uid 0 .* 02?777; is S6_YES/]],
    ['where only root may write to /run', 'web', run(0, 0, 0o755), UNWORKABLE_RUN],
    ["where only another group than the user's may write to /run", 'web', run(0, 0, 0o775), UNWORKABLE_RUN],
    ["where only another group than the user's may do anything in /run", 'web', run(0, 0, 0o770), UNWORKABLE_RUN],
    ["where the user's group may read /run alone", 'web', run(0, 1000, 0o750), UNWORKABLE_RUN],
  ])('%s, and says so', async (_, name, options, expected) => {
    const faults = await refusals(name, options);
    expect(faults).toEqual(expected.map((each): unknown => expect.stringMatching(each)));
  });

  test('as another user, and says as whom', async () => {
    const faults = await refusals('web', { edit: put(...field('web', 'securityContext > runAsUser'), 1001) });
    expect(faults[0]).toBe('runs as 1001:1001 instead of 1000:1000');
  });

  test.each<[StandInName, string]>([
    ['web', 'PUBLIC_URL'], ['web', 'XMPP_BOSH_URL_BASE'], ['web', 'DISABLE_HTTPS'], ['web', 'TZ'],
    ['jicofo', 'XMPP_SERVER'], ['jicofo', 'JICOFO_ENABLE_REST'], ['jicofo', 'TZ'], ['jvb', 'JVB_PORT'], ['jvb', 'XMPP_SERVER'], ['jvb', 'TZ'],
  ])('of %s without %s', async (name, variable) => {
    expect(await refusals(name, { edit: drop(...field(name, `env > ${variable}`)) })).toEqual([`variable ${variable} must be set`]);
  });

  test.each<[StandInName, string]>([['jicofo', 'JICOFO_AUTH_PASSWORD'], ['jvb', 'JVB_AUTH_PASSWORD'], ['jvb', 'JVB_ADVERTISE_IPS'], ['web', 'PUBLIC_URL']])('of %s with an empty %s', async (name, variable) => {
    expect(await refusals(name, { env: { [variable]: '' } })).toEqual([`variable ${variable} must be set`]);
  });

  test.each<[StandInName, string, string]>([
    ['web', 'PUBLIC_URL', 'http://meet.example.org'], ['web', 'XMPP_BOSH_URL_BASE', 'http://jitsi-prosody:5280'], ['web', 'DISABLE_HTTPS', 'yes'], ['web', 'ENABLE_HTTP_REDIRECT', 'off'],
    ['web', 'TZ', 'Europe/Berlin; date'], ['web', 'DEFAULT_LANGUAGE', 'en\nde'], ['jicofo', 'XMPP_PORT', 'xmpp'],
    ['jicofo', 'JICOFO_AUTH_PASSWORD', 'two words'], ['jicofo', 'JICOFO_MAX_MEMORY', '614Mi'], ['jicofo', 'XMPP_SERVER', 'jitsi-prosody:http:1'], ['jicofo', 'XMPP_DOMAIN', 'meet_jitsi'],
    ['jvb', 'JVB_ADVERTISE_IPS', '2001:db8::7'], ['jvb', 'JVB_ADVERTISE_IPS', '203.0.113.256'], ['jvb', 'JVB_PORT', '65536'], ['jvb', 'JVB_PORT', 'tcp://192.0.2.1:10000'],
  ])('of %s with %s=%s', async (name, variable, value) => {
    expect(await refusals(name, { env: { [variable]: value } })).toEqual([`variable ${variable} is not well-formed`]);
  });

  test.each<[StandInName, string]>([['jvb', 'JVB_TCP_PORT'], ['web', 'JVB_PORT'], ['jicofo', 'JITSI_NGINX_SERVICE_HOST']])('of %s with %s, which its image does not know', async (name, variable) => {
    expect(await refusals(name, { env: { [variable]: '1' } })).toEqual([`variable ${variable} is unknown to the image`]);
  });

  test('of an image that it does not know', async () => {
    const { container } = new StandIn(scope, 'web', {
      spoil: (pod) => {
        writeFileSync(pod.path('records', 'stand-in.json'), '{"component": "jibri"}');
      },
    });
    expect(await container.end()).toBe(100);
    expect(container.stderr()).toContain('/opt/records/stand-in.json does not say which image this is');
  });
});

describe('a stand-in starts', () => {
  test.each([
    ['of the user', run(1000, 1000, 0o700)],
    ['in memory', run(0, 0, 0o1777)],
    ['in memory, with the pod\'s group', run(0, 1000, 0o3777)],
  ])('without a word about /run if that is a volume %s', async (_, options) => {
    const { container } = new StandIn(scope, 'web', { ...options, edit: drop(...field('web', `env > ${WORLD_WRITABLE_RUN}`)) });
    await container.says(/listens on .*:8000\n/);
  });

  test.each([
    ['all', run(0, 0, 0o777)],
    ["the user's group", run(0, 1000, 0o770)],
  ])('where %s may write to /run and the manifest allows it', async (_, options) => {
    const { container } = new StandIn(scope, 'web', options);
    await container.says(/listens on .*:8000\n/);
  });

  test.each([
    ['that every container of a cluster has', { KUBERNETES_SERVICE_HOST: '192.0.2.1', KUBERNETES_PORT_443_TCP_PROTO: 'tcp', HOSTNAME: 'web' }],
    ['that are empty, as if they were not there', { ENABLE_HTTP_REDIRECT: '', XMPP_PORT: '' }],
    ['that say true and false', { ENABLE_HTTP_REDIRECT: 'true', ENABLE_RECORDING: 'false' }],
  ])('with variables %s', async (_, env) => {
    const { container } = new StandIn(scope, 'web', { env });
    await container.says(/listens on .*:8000\n/);
  });

  test('and ends at TERM', async () => {
    const { container } = new StandIn(scope, 'web');
    await container.says(/listens on .*:8000\n/);
    container.signal('SIGTERM');
    expect(await container.end()).toBe(0);
  });
});
