import { Duration, Size } from 'cdk8s';
import {
  Authentication, HybridMatrixTokenOptions, InternalAccountsOptions, JwtAlgorithm, JwtKey, JwtOptions, LdapAuthMethod, LdapOptions, MatrixOptions, NoAuthenticationOptions, SecretKey,
  SignInOptions, WaitForHost,
} from '../../lib';
import { Factories } from './arbitrary/domain';

// Every option of every authentication has a value here. The types make an option, or a factory, that is added without one a compile error.

const secret = (name: string): SecretKey => SecretKey.fromSecret(`own-${name}`, `${name}-key`);

/** The lobby leaves nothing for Jicofo to remember. */
const remembering: Required<Omit<SignInOptions, 'waitForHost'>> = { guests: true, autoLogin: true, sessionLifetime: Duration.hours(8) };
const withLobby: Required<Pick<SignInOptions, 'guests' | 'waitForHost'>> = { guests: true, waitForHost: WaitForHost.LOBBY };

export const everythingOfNone: Required<NoAuthenticationOptions> = { autoOwner: false };

export const everythingOfInternalAccounts: Required<Omit<InternalAccountsOptions, 'claimName' | 'waitForHost'>> = {
  ...remembering, storageSize: Size.gibibytes(2), storageClassName: 'fast', usersSecretName: 'own-users',
};

const token: Required<Omit<JwtOptions, keyof SignInOptions | 'allowEmpty' | 'key' | 'signatureAlgorithm'>> = {
  appId: 'meetings',
  acceptedIssuers: ['meetings', 'portal'],
  acceptedAudiences: ['jitsi'],
  domainVerification: true,
  tokenAuthUrl: 'https://login.example.org/room/{room}',
  tokenAuthUrlAutoRedirect: true,
  moderatorsByToken: true,
};

export const everythingOfJwt: Required<Omit<JwtOptions, 'allowEmpty' | 'autoLogin' | 'sessionLifetime'>> = {
  ...withLobby, ...token, key: JwtKey.sharedSecret(secret('jwt')), signatureAlgorithm: JwtAlgorithm.HS512,
};

const everythingOfJwtByKeyServer: Required<Omit<JwtOptions, 'guests' | 'waitForHost'>> = {
  ...token, moderatorsByToken: false, autoLogin: false, sessionLifetime: Duration.days(2), allowEmpty: true, signatureAlgorithm: JwtAlgorithm.RS256,
  key: JwtKey.keyServer('http://keys.tools.svc.cluster.local:3000/asap', { serverPorts: [8088] }),
};

export const everythingOfLdap: Required<Omit<LdapOptions, 'allowUnencrypted' | 'waitForHost'>> = {
  ...remembering,
  url: 'ldap://ldap.example.org',
  serverPorts: [389, 1389],
  baseDn: 'ou=people,dc=example,dc=org',
  bindDn: 'cn=jitsi,dc=example,dc=org',
  bindPassword: secret('ldap'),
  filter: '(&(uid=%u)(memberOf=cn=meetings,dc=example,dc=org))',
  authMethod: LdapAuthMethod.CUSTOM,
  startTls: true,
  caCertificate: secret('ca'),
  verifyCertificate: true,
  tlsCiphers: 'SECURE256',
};

export const everythingOfMatrix: Required<Omit<MatrixOptions, 'waitForHost'>> = {
  ...remembering, uvsUrl: 'http://uvs.matrix.svc:3000', serverPorts: [3000], uvsIssuer: 'meetings', uvsAuthToken: secret('matrix'), syncPowerLevels: true,
};

export const everythingOfHybridMatrixToken: Required<Omit<HybridMatrixTokenOptions, 'allowEmpty' | 'waitForHost'>> = {
  ...everythingOfMatrix, appId: 'meetings', appSecret: secret('jwt'), lobbyBypass: true,
};

/** Authentications of all kinds, the least and the most of each. */
export const AUTHENTICATIONS = {
  none: { least: Authentication.none(), most: Authentication.none(everythingOfNone) },
  internalAccounts: {
    'least': Authentication.internalAccounts(),
    'most': Authentication.internalAccounts(everythingOfInternalAccounts),
    'on a volume of one\'s own': Authentication.internalAccounts({ ...withLobby, claimName: 'own-claim' }),
  },
  jwt: {
    'least': Authentication.jwt({ appId: 'meetings', key: JwtKey.sharedSecret(secret('jwt')) }),
    'most': Authentication.jwt(everythingOfJwt),
    'by a key server': Authentication.jwt(everythingOfJwtByKeyServer),
  },
  ldap: {
    'least': Authentication.ldap({ url: 'ldaps://ldap.example.org:1636', baseDn: 'dc=example,dc=org' }),
    'most': Authentication.ldap(everythingOfLdap),
    'in the clear': Authentication.ldap({ url: 'ldap://ldap', baseDn: 'dc=example,dc=org', allowUnencrypted: true }),
  },
  matrix: { least: Authentication.matrix({ uvsUrl: 'https://uvs.example.org' }), most: Authentication.matrix(everythingOfMatrix) },
  hybridMatrixToken: {
    least: Authentication.hybridMatrixToken({ uvsUrl: 'https://uvs.example.org', appId: 'meetings', appSecret: secret('jwt') }),
    most: Authentication.hybridMatrixToken(everythingOfHybridMatrixToken),
  },
} satisfies { readonly [F in keyof Factories<typeof Authentication, Authentication>]: Readonly<Record<string, Authentication>> };

/** The same, each with its title. */
export const EVERY_AUTHENTICATION: ReadonlyArray<readonly [string, Authentication]> = Object.entries(AUTHENTICATIONS).flatMap(([kind, ways]) => (
  Object.entries(ways).map(([title, authentication]) => [`${kind}: ${title}`, authentication] as const)
));
