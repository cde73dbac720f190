import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Authentication, JwtKey, SecretKey, WaitForHost } from '../../lib';
import { JICOFO_AUTHENTICATION, PROSODY_AUTHENTICATION, WEB_AUTHENTICATION } from '../../lib/options/authentication/variables';
import { AUTHENTICATIONS, EVERY_AUTHENTICATION, everythingOfInternalAccounts } from '../support/authentications';
import { Manifest, manifests, meetChart, ofKind, rendered } from '../support/charts';
import { IMAGE_VARIABLES } from '../support/image-variables';
import { findings } from '../support/posture-rules';
import { containers, environmentOf, mainContainer, workload } from '../support/pods';

const COMPONENTS = ['web', 'prosody', 'jicofo'] as const;
type Component = typeof COMPONENTS[number];

const SECRET = SecretKey.fromSecret('own-jwt', 'secret');
const KEY = JwtKey.sharedSecret(SECRET);

function variablesOf(objects: readonly Manifest[], component: Component): Record<string, string> {
  return environmentOf(workload(objects, `jitsi-${component}`));
}

/** Variables that components have with an authentication and do not have, or have otherwise, in the default stack. */
function given(authentication: Authentication): string[] {
  const [without, with_] = [rendered(), rendered({ authentication })];
  return COMPONENTS.flatMap((component) => {
    const before = variablesOf(without, component);
    return Object.entries(variablesOf(with_, component)).filter(([name, value]) => before[name] !== value).map(([name, value]) => `${component} ${name}=${value}`);
  });
}

describe('What components are given', () => {
  test.each(EVERY_AUTHENTICATION)('with %s', (_title, authentication) => {
    expect(given(authentication)).toMatchSnapshot();
  });

  test('is nothing but what the default stack says, where nobody signs in', () => {
    expect(given(Authentication.none())).toEqual([]);
    expect(rendered({ authentication: Authentication.none() })).toEqual(rendered());
  });

  test('lets Jicofo ask who has signed in, unless Prosody keeps guests in the lobby or tokens say who is a moderator', () => {
    const asks = (authentication: Authentication): boolean => variablesOf(rendered({ authentication }), 'jicofo').JICOFO_ENABLE_AUTH !== '0';

    expect([
      Authentication.internalAccounts(),
      Authentication.internalAccounts({ guests: true, waitForHost: WaitForHost.PAGE }),
      Authentication.internalAccounts({ guests: true, waitForHost: WaitForHost.LOBBY }),
      Authentication.jwt({ appId: 'a', key: KEY }),
      Authentication.jwt({ appId: 'a', key: KEY, moderatorsByToken: true }),
    ].map(asks)).toEqual([true, true, false, true, false]);
  });

  test('comes before what the user adds to config.js', () => {
    const authentication = Authentication.jwt({ appId: 'a', key: KEY, tokenAuthUrl: 'https://login.example.org', tokenAuthUrlAutoRedirect: true });
    const objects = rendered({ authentication, web: { configJs: 'config.a = 1;\n' } });

    expect(ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name === 'jitsi-web')?.data).toEqual({ 'custom-config.js': 'config.tokenAuthUrlAutoRedirect = true;\nconfig.a = 1;\n' });
  });
});

describe('Variables of authentication', () => {
  const OWNED: ReadonlyArray<readonly [Component, string]> = [
    ...Object.keys(WEB_AUTHENTICATION).map((name) => ['web', name] as const),
    ...Object.keys(PROSODY_AUTHENTICATION).map((name) => ['prosody', name] as const),
    ...Object.keys(JICOFO_AUTHENTICATION).map((name) => ['jicofo', name] as const),
  ];

  test.each(OWNED)('of %s: %s is read by the image, and cannot be set in this component alone', (component, name) => {
    const extraEnv = { [name]: kplus.EnvValue.fromValue('1') };

    expect([...IMAGE_VARIABLES[component]]).toContain(name);
    expect(() => meetChart({ [component]: { extraEnv } })).toThrow(`${component}.extraEnv.${name}: the construct sets this variable itself: set authentication`);
  });

  test('of modules are the user\'s own, and stand behind those that an authentication needs', () => {
    const prosody = { extraEnv: { XMPP_MUC_MODULES: kplus.EnvValue.fromValue('mine,yours'), XMPP_MODULES: kplus.EnvValue.fromValue('') } };
    const lists = (authentication: Authentication): Array<string | undefined> => {
      const { XMPP_MUC_MODULES: rooms, XMPP_MODULES: people } = variablesOf(rendered({ prosody, authentication }), 'prosody');
      return [rooms, people];
    };

    expect(lists(AUTHENTICATIONS.internalAccounts.most)[0]).toBe('mine,yours');
    expect(lists(AUTHENTICATIONS.jwt.most)).toEqual(['token_affiliation,muc_wait_for_host,mine,yours', 'persistent_lobby']);
    expect(findings(rendered({ prosody, authentication: AUTHENTICATIONS.jwt.most }))).toEqual([]);
  });

  test('a meeting without a lobby is refused where guests wait in it', () => {
    const features = { meeting: { enableLobby: false } };

    expect(() => rendered({ features, authentication: AUTHENTICATIONS.internalAccounts.most })).not.toThrow();
    expect(() => meetChart({ features, authentication: AUTHENTICATIONS.jwt.most })).toThrow('  features.meeting.enableLobby: ');
  });

  test.each(['XMPP_MUC_MODULES', 'XMPP_MODULES', 'ENABLE_LOBBY'])('are refused where they would keep guests out of the lobby: %s', (name) => {
    const configMap = kplus.ConfigMap.fromConfigMapName(meetChart(), 'own', 'own');
    const prosody = { extraEnv: { [name]: kplus.EnvValue.fromConfigMap(configMap, 'key') } };

    expect(() => rendered({ prosody, authentication: AUTHENTICATIONS.internalAccounts.most })).not.toThrow();
    expect(() => meetChart({ prosody, authentication: AUTHENTICATIONS.jwt.most })).toThrow(`  prosody.extraEnv.${name}: `);
  });
});

describe('Accounts in Prosody', () => {
  const stack = rendered({ authentication: Authentication.internalAccounts(everythingOfInternalAccounts) });
  const pod = workload(stack, 'jitsi-prosody').spec.template.spec;
  const [claim] = ofKind(stack, 'PersistentVolumeClaim');

  test('are kept on a volume that no removal by the stack\'s label takes, where Prosody alone writes', () => {
    expect(claim).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'jitsi-prosody-data', namespace: 'jitsi', labels: { 'app.kubernetes.io/name': 'prosody', 'app.kubernetes.io/part-of': 'jitsi-meet', 'app.kubernetes.io/managed-by': 'cdk8s' } },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '2Gi' } } },
    });
    expect(pod.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'jitsi-prosody-data' } });
    expect(mainContainer(workload(stack, 'jitsi-prosody')).volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/prosody' });
    expect(workload(stack, 'jitsi-prosody').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  test('are prepared before Prosody starts, and nobody else sees the users\' passwords', () => {
    expect(pod.initContainers?.map(({ name, command, env }) => ({ name, command, env }))).toEqual([{
      name: 'prepare-accounts',
      command: ['/bin/sh', '/scripts/prepare-accounts.sh'],
      env: [{ name: 'SERVICE_DOMAINS', value: 'auth.meet.jitsi hidden.meet.jitsi' }, { name: 'PEOPLE_DOMAIN', value: 'meet.jitsi' }, { name: 'USERS', value: '/users' }],
    }]);
    expect(pod.volumes).toContainEqual({ name: 'users', secret: { secretName: 'own-users', defaultMode: 0o440 } });
    expect(containers(workload(stack, 'jitsi-prosody')).filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === 'users')).map(({ name }) => name)).toEqual(['prepare-accounts']);
  });

  test('are kept on the user\'s own volume, and none is made', () => {
    const own = rendered({ authentication: Authentication.internalAccounts({ claimName: 'own-claim' }) });

    expect(ofKind(own, 'PersistentVolumeClaim')).toEqual([]);
    expect(workload(own, 'jitsi-prosody').spec.template.spec.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'own-claim' } });
  });

  test('of one stack are not those of another in the same namespace', () => {
    const authentication = Authentication.internalAccounts();
    const objects = ['one', 'two'].flatMap((id) => manifests(meetChart({ authentication }, id)));

    expect(ofKind(objects, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name)).toEqual(['one-prosody-data', 'two-prosody-data']);
  });
});

describe('Certificates of an LDAP server\'s authority', () => {
  test('are mounted where the variable says', () => {
    const objects = rendered({ authentication: Authentication.ldap({ url: 'ldaps://ldap.example.org', baseDn: 'dc=org', caCertificate: SecretKey.fromSecret('own-ca', 'root.pem') }) });

    expect(workload(objects, 'jitsi-prosody').spec.template.spec.volumes).toContainEqual({ name: 'ldap-ca', secret: { secretName: 'own-ca', defaultMode: 0o440, items: [{ key: 'root.pem', path: 'ca.crt' }] } });
    expect(mainContainer(workload(objects, 'jitsi-prosody')).volumeMounts).toContainEqual({ name: 'ldap-ca', mountPath: '/ldap-ca', readOnly: true });
    expect(variablesOf(objects, 'prosody')).toMatchObject({ LDAP_TLS_CACERT_FILE: '/ldap-ca/ca.crt', LDAP_USE_TLS: '1', LDAP_TLS_CHECK_PEER: '1' });
  });
});

const LDAP = { url: 'ldaps://ldap.example.org', baseDn: 'dc=example,dc=org' };
const UVS = { uvsUrl: 'https://uvs.example.org' };

const REFUSED: ReadonlyArray<readonly [string, () => Authentication, string, string]> = [
  ['a lobby for nobody', () => Authentication.internalAccounts({ waitForHost: WaitForHost.LOBBY }), 'waitForHost', 'is for guests, and there are none; set guests to true'],
  ['a lifetime that nobody looks at', () => Authentication.internalAccounts({ guests: true, waitForHost: WaitForHost.LOBBY, sessionLifetime: Duration.hours(1) }), 'sessionLifetime', 'has no effect'],
  ['a memory that nobody asks', () => Authentication.jwt({ appId: 'a', key: KEY, moderatorsByToken: true, autoLogin: false }), 'autoLogin', 'has no effect'],
  ['a lifetime of nothing', () => Authentication.internalAccounts({ sessionLifetime: Duration.seconds(0) }), 'sessionLifetime', 'from a minute to a year'],
  ['a volume of no size', () => Authentication.internalAccounts({ storageSize: Size.gibibytes(0) }), 'storageSize', 'must be more than nothing'],
  ['a class with blanks', () => Authentication.internalAccounts({ storageClassName: 'very fast' }), 'storageClassName', '"very fast" is no name of a StorageClass'],
  ['a class of somebody else\'s volume', () => Authentication.internalAccounts({ claimName: 'own', storageClassName: 'fast' }), 'storageClassName', 'leave it out, or leave claimName out'],
  ['a password where a Secret belongs', () => Authentication.internalAccounts({ usersSecretName: 'Pa$$word' }), 'usersSecretName', '"Pa$$word" is no name of a Secret'],
  ['an app id that ends the image\'s text', () => Authentication.jwt({ appId: 'a"; os.exit()', key: KEY }), 'appId', 'without commas, quotes and backslashes'],
  ['issuers that are none', () => Authentication.jwt({ appId: 'a', key: KEY, acceptedIssuers: [] }), 'acceptedIssuers', 'one or more texts'],
  ['two audiences in one', () => Authentication.jwt({ appId: 'a', key: KEY, acceptedAudiences: ['a,b'] }), 'acceptedAudiences', 'without commas'],
  ['a secret instead of its place', () => Authentication.jwt({ appId: 'a', key: JwtKey.sharedSecret(SecretKey.fromSecret('S3cret!', 'key')) }), 'key.secret.secretName', 'write its name here, never what is in it'],
  ['a key of a Secret that cannot be', () => Authentication.jwt({ appId: 'a', key: JwtKey.sharedSecret(SecretKey.fromSecret('jwt', 'a/b')) }), 'key.secret.key', '"a/b" is no key of a Secret'],
  ['keys in the clear', () => Authentication.jwt({ appId: 'a', key: JwtKey.keyServer('http://keys.example.org') }), 'key.url', 'would be asked in the clear; write https://'],
  ['a key server without a port', () => Authentication.jwt({ appId: 'a', key: JwtKey.keyServer('https://keys.example.org', { serverPorts: [] }) }), 'key.serverPorts', 'one or more ports'],
  ['a signature that the key does not fit', () => Authentication.jwt({ appId: 'a', key: KEY, signatureAlgorithm: 'RS256' as never }), 'signatureAlgorithm', 'begins with HS for a shared secret'],
  ['a login page in the clear', () => Authentication.jwt({ appId: 'a', key: KEY, tokenAuthUrl: 'http://login.example.org' }), 'tokenAuthUrl', 'https://login.example.org/room/{room}'],
  ['a login page that ends the site\'s text', () => Authentication.jwt({ appId: 'a', key: KEY, tokenAuthUrl: 'https://login.example.org/\'' }), 'tokenAuthUrl', 'without quotes'],
  ['a way to nowhere', () => Authentication.jwt({ appId: 'a', key: KEY, tokenAuthUrlAutoRedirect: true }), 'tokenAuthUrlAutoRedirect', 'set tokenAuthUrl'],
  ['guests who could open meetings', () => Authentication.jwt({ appId: 'a', key: KEY, moderatorsByToken: true, guests: true }), 'moderatorsByToken', 'WaitForHost.LOBBY'],
  ['two ways to come without a token', () => Authentication.jwt({ appId: 'a', key: KEY, allowEmpty: true, guests: true }), 'allowEmpty', 'leave one of both out'],
  ['people without a token who could open meetings', () => Authentication.jwt({ appId: 'a', key: KEY, allowEmpty: true, moderatorsByToken: true }), 'allowEmpty', 'could open meetings'],
  ['passwords in the clear', () => Authentication.ldap({ ...LDAP, url: 'ldap://ldap.example.org' }), 'url', 'write ldaps://, set startTls to true, or allowUnencrypted to true'],
  ['TLS in TLS', () => Authentication.ldap({ ...LDAP, startTls: true }), 'startTls', 'is encrypted from the start'],
  ['a directory of the web', () => Authentication.ldap({ ...LDAP, url: 'https://ldap.example.org' }), 'url', 'write one such as "ldaps://ldap.example.org"'],
  ['two servers', () => Authentication.ldap({ ...LDAP, url: 'ldaps://a ldaps://b' }), 'url', 'is no address of an LDAP server'],
  ['a name without a password', () => Authentication.ldap({ ...LDAP, bindDn: 'cn=jitsi' }), 'bindDn', 'write in bindPassword where it is kept'],
  ['a password without a name', () => Authentication.ldap({ ...LDAP, bindPassword: SECRET }), 'bindPassword', 'write in bindDn whose it is'],
  ['a filter that finds the same for everybody', () => Authentication.ldap({ ...LDAP, filter: 'uid=jitsi' }), 'filter', 'write %u where the name belongs'],
  ['a second line of configuration', () => Authentication.ldap({ ...LDAP, baseDn: 'dc=org\nldap_filter: x' }), 'baseDn', 'must be one line of text'],
  ['a certificate that nobody looks at', () => Authentication.ldap({ ...LDAP, caCertificate: SECRET, verifyCertificate: false }), 'verifyCertificate', 'nobody would look at caCertificate'],
  ['a certificate without TLS', () => Authentication.ldap({ ...LDAP, url: 'ldap://ldap', allowUnencrypted: true, caCertificate: SECRET }), 'caCertificate', 'is for TLS, and there is none'],
  ['encryption that may be left out', () => Authentication.ldap({ ...LDAP, allowUnencrypted: true }), 'allowUnencrypted', 'the connection is encrypted'],
  ['a service with a query', () => Authentication.matrix({ uvsUrl: 'https://uvs.example.org?a=b' }), 'uvsUrl', 'is no address of a server'],
  ['an issuer that ends the image\'s text', () => Authentication.matrix({ ...UVS, uvsIssuer: '"' }), 'uvsIssuer', 'without quotes'],
  ['a token instead of its place', () => Authentication.matrix({ ...UVS, uvsAuthToken: SecretKey.fromSecret('T0ken', 'a') }), 'uvsAuthToken.secretName', 'never what is in it'],
  ['no secret', () => Authentication.hybridMatrixToken({ ...UVS, appId: 'a' } as never), 'appSecret', 'is missing; write SecretKey.fromSecret("jitsi-jwt", "app-secret")'],
  ['a certificate instead of its place', () => Authentication.ldap({ ...LDAP, caCertificate: '-----BEGIN' as never }), 'caCertificate', 'write SecretKey.fromSecret("jitsi-ldap", "ca.crt")'],
  ['a password instead of its place', () => Authentication.ldap({ ...LDAP, bindPassword: 'a' as never }), 'bindPassword', 'write SecretKey.fromSecret("jitsi-ldap", "password")'],
  ['guests and people without a token', () => Authentication.hybridMatrixToken({ ...UVS, appId: 'a', appSecret: SECRET, guests: true, allowEmpty: true }), 'allowEmpty', 'leave one of both out'],
  ['a word for a switch', () => Authentication.none({ autoOwner: 'no' as never }), 'autoOwner', 'true or false, without quotes'],
  ['no options', () => Authentication.jwt(undefined as never), 'appId', 'is missing'],
];

describe('Refused is', () => {
  const message = (authentication: Authentication): string => {
    try {
      meetChart({ authentication });
    } catch (error) {
      return String(error);
    }
    return 'nothing was refused';
  };

  test.each(['ldap.example.org', 'https://ldap.example.org', 'LDAPS://ldap.example.org'])('by one line %s, which is no address of an LDAP server', (url) => {
    expect(message(Authentication.ldap({ ...LDAP, url })).split('\n').slice(1)).toEqual([expect.stringContaining('is no address of an LDAP server')]);
  });

  test.each(REFUSED)('%s', (_title, authentication, field, said) => {
    expect(message(authentication()).split('\n').filter((line) => line.startsWith(`  authentication.${field}: `)).join('\n')).toContain(said);
  });
});
