import * as fc from 'fast-check';
import {
  Authentication, AuthenticationServerOptions, HybridMatrixTokenOptions, InternalAccountsOptions, JwtAlgorithm, JwtKey, JwtOptions, LdapAuthMethod, LdapOptions, MatrixOptions, NoAuthenticationOptions,
  SecretKey, SignInOptions, WaitForHost,
} from '../../../lib';
import { choice, Domain, Factories, Fields, leaf, made, oneOf, struct, values } from './domain';
import { duration, size } from './numbers';
import { anyText, dataKey, objectName, webPage } from './texts';

const secretKey: Domain<SecretKey> = made(
  struct<{ readonly secretName: string; readonly key: string }>({ secretName: objectName, key: dataKey }, ['secretName', 'key']), ({ secretName, key }) => SecretKey.fromSecret(secretName, key),
);

const BAD_LINES = ['', ' ', ' a', 'a\n', 'a\nb', '\u0000'];
const line: Domain<string> = leaf(fc.constantFrom('dc=example,dc=org', 'cn="a b",dc=org', 'a\\,b'), BAD_LINES, anyText);
const quoted: Domain<string> = leaf(fc.constantFrom('meetings', 'a b, c', '*'), [...BAD_LINES, '"', 'a\'', 'a\\'], anyText);
const item: Domain<string> = leaf(fc.constantFrom('meetings', 'a b', 'https://example.org'), [...BAD_LINES, '"', 'a,b', 'a\\'], anyText);
const items: Domain<string[]> = values(item.good, [...BAD_LINES, 'a,b', '"'], anyText, { minLength: 1 });
const filter: Domain<string> = leaf(fc.constantFrom('uid=%u', '(&(uid=%u)(a=b))', 'mail=%U', 'uid=%u,dc=example,dc=org'), [...BAD_LINES, 'uid=jitsi', '(&(uid=%u)(a=b)', 'uid=%u)'], anyText);
const baseDn: Domain<string> = leaf(fc.constantFrom('dc=example,dc=org', 'CN = a b,dc=org', 'ou=a\\,b,dc=org', '2.5.4.3=a'), [...BAD_LINES, 'corp.example.org', 'people'], anyText);

const ports = values(fc.integer({ min: 1, max: 65535 }), [0, -1, 65536, 1.5, NaN], fc.integer(), { minLength: 1 });
const serverOptions: Domain<AuthenticationServerOptions> = struct<AuthenticationServerOptions>({ serverPorts: ports });

const BAD_URLS = ['', 'keys', 'https://', 'ftp://keys.example.org', 'https://keys.example.org:0', 'https://keys.example.org:70000', 'https://a b', 'https://me@keys.example.org', 'https://keys.example.org?a=b', 'https://Keys.example.org'];
const httpUrl: Domain<string> = leaf(
  fc.constantFrom('https://keys.example.org', 'https://192.0.2.1:8443/asap', 'https://[2001:db8::1]/', 'http://keys:3000', 'http://keys.tools.svc.cluster.local/a'),
  [...BAD_URLS, 'http://keys.example.org', 'ldaps://keys.example.org'], fc.oneof(webPage, anyText),
);
const pageUrl: Domain<string> = leaf(
  fc.constantFrom('https://login.example.org', 'https://login.example.org/room/{room}', 'https://login.example.org:8443?room={room}'),
  ['', 'https://', 'http://login.example.org', 'login', 'https://login.example.org/\'', 'https://login.example.org/ ', 'https://login.example.org/</script>'], fc.oneof(webPage, anyText),
);

const none: Domain<NoAuthenticationOptions> = { good: fc.record({ autoOwner: fc.boolean() }, { requiredKeys: [] }), odd: fc.constant({}) };

const SIGN_IN: Fields<SignInOptions> = {
  guests: choice(true, false),
  waitForHost: choice(WaitForHost.PAGE, WaitForHost.LOBBY),
  autoLogin: choice(true, false),
  sessionLifetime: duration(60, 366 * 86400),
};

/** The same where its parts do not contradict each other. */
function settled<T extends SignInOptions>(options: T): T {
  const withGuests = options.waitForHost === undefined ? options : { ...options, guests: true };
  return options.waitForHost === WaitForHost.LOBBY ? { ...withGuests, autoLogin: undefined, sessionLifetime: undefined } : withGuests;
}

/** @param mend makes good options of such that contradict each other. */
function signIn<T extends SignInOptions>(domain: Required<Domain<T>>, mend: (options: T) => T = (options) => options): Domain<T> {
  return { ...domain, good: domain.good.map((options) => mend(settled(options))) };
}

const internalAccounts = signIn(
  struct<InternalAccountsOptions>({ ...SIGN_IN, storageSize: size(1, 1000), storageClassName: objectName, claimName: objectName, usersSecretName: objectName }),
  (options) => (options.claimName === undefined ? options : { ...options, storageSize: undefined, storageClassName: undefined }),
);

const jwtKey: Domain<JwtKey> = oneOf<JwtKey>({
  sharedSecret: made(secretKey, (secret) => JwtKey.sharedSecret(secret), (field) => `secret.${field}`),
  keyServer: made(struct<{ readonly url: string; readonly options: AuthenticationServerOptions }>({ url: httpUrl, options: serverOptions }, ['url', 'options']),
    ({ url, options }) => JwtKey.keyServer(url, options), (field) => field.replace(/^options\./, '')),
});

const jwt = signIn(struct<JwtOptions>({
  ...SIGN_IN,
  appId: item,
  key: jwtKey,
  acceptedIssuers: items,
  acceptedAudiences: items,
  signatureAlgorithm: choice(...Object.values(JwtAlgorithm)),
  domainVerification: choice(true, false),
  allowEmpty: choice(true, false),
  tokenAuthUrl: pageUrl,
  tokenAuthUrlAutoRedirect: choice(true, false),
  moderatorsByToken: choice(true, false),
}, ['appId', 'key']), (options) => {
  const moderatorsByToken = options.guests === true && options.waitForHost !== WaitForHost.LOBBY ? undefined : options.moderatorsByToken;
  return {
    ...options,
    moderatorsByToken,
    ...(moderatorsByToken === true && { autoLogin: undefined, sessionLifetime: undefined }),
    allowEmpty: options.guests === true || moderatorsByToken === true ? undefined : options.allowEmpty,
    tokenAuthUrlAutoRedirect: options.tokenAuthUrl === undefined ? undefined : options.tokenAuthUrlAutoRedirect,
    signatureAlgorithm: options.key._shared === options.signatureAlgorithm?.startsWith('HS') ? options.signatureAlgorithm : undefined,
  };
});

const ldapUrl: Domain<string> = leaf(
  fc.constantFrom('ldaps://ldap.example.org', 'ldap://ldap', 'ldaps://192.0.2.1:1636', 'ldap://ldap.example.org:1389'),
  [...BAD_URLS, 'https://ldap.example.org', 'ldaps://ldap.example.org/dc=org', 'ldaps://a ldaps://b'], anyText,
);

const ldap = signIn(struct<LdapOptions>({
  ...SIGN_IN,
  serverPorts: ports,
  url: ldapUrl,
  baseDn,
  bindDn: line,
  bindPassword: secretKey,
  filter,
  authMethod: choice(...Object.values(LdapAuthMethod)),
  startTls: choice(true, false),
  caCertificate: secretKey,
  verifyCertificate: choice(true, false),
  tlsCiphers: line,
  allowUnencrypted: choice(true, false),
}, ['url', 'baseDn']), (options) => {
  const secure = options.url.startsWith('ldaps:');
  const clear = !secure && options.startTls !== true;
  return {
    ...options,
    // Which needs a filter of its own form.
    authMethod: options.authMethod === LdapAuthMethod.FASTBIND && options.filter?.includes(',') !== true ? undefined : options.authMethod,
    startTls: secure ? undefined : options.startTls,
    allowUnencrypted: clear || undefined,
    ...((options.bindDn === undefined || options.bindPassword === undefined) && { bindDn: undefined, bindPassword: undefined }),
    ...(clear && { caCertificate: undefined, tlsCiphers: undefined }),
    verifyCertificate: options.caCertificate === undefined || clear ? options.verifyCertificate : undefined,
  };
});

const MATRIX: Fields<MatrixOptions> = { ...SIGN_IN, serverPorts: ports, uvsUrl: httpUrl, uvsIssuer: quoted, uvsAuthToken: secretKey, syncPowerLevels: choice(true, false) };
const matrix = signIn(struct<MatrixOptions>(MATRIX, ['uvsUrl']));
const hybridMatrixToken = signIn(
  struct<HybridMatrixTokenOptions>({ ...MATRIX, appId: item, appSecret: secretKey, allowEmpty: choice(true, false), lobbyBypass: choice(true, false) }, ['uvsUrl', 'appId', 'appSecret']),
  (options) => ({ ...options, allowEmpty: options.guests === true ? undefined : options.allowEmpty }),
);

const AUTHENTICATION: Factories<typeof Authentication, Authentication> = {
  none: made(none, Authentication.none.bind(Authentication)),
  internalAccounts: made(internalAccounts, Authentication.internalAccounts.bind(Authentication)),
  jwt: made(jwt, Authentication.jwt.bind(Authentication)),
  ldap: made(ldap, Authentication.ldap.bind(Authentication)),
  matrix: made(matrix, Authentication.matrix.bind(Authentication)),
  hybridMatrixToken: made(hybridMatrixToken, Authentication.hybridMatrixToken.bind(Authentication)),
};
export const authentication: Domain<Authentication> = oneOf(AUTHENTICATION);
