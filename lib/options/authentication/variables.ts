import { OwnVariables } from '../../kubernetes/environment';

/** Variables that nobody but `authentication` sets: given to one component alone, they would contradict the others. */
function owned<N extends string>(...names: readonly N[]): Readonly<Record<N, string>> {
  return Object.fromEntries(names.map((name) => [name, 'set authentication'])) as Readonly<Record<N, string>>;
}

/** Of the site. */
export const WEB_AUTHENTICATION = owned('ENABLE_AUTH', 'ENABLE_GUESTS', 'TOKEN_AUTH_URL');

/** Of Jicofo. */
export const JICOFO_AUTHENTICATION = owned(
  'AUTH_TYPE', 'ENABLE_AUTH', 'ENABLE_AUTO_LOGIN', 'ENABLE_AUTO_OWNER', 'JICOFO_AUTH_LIFETIME', 'JICOFO_AUTH_TYPE', 'JICOFO_ENABLE_AUTH',
);

/** Of Prosody. */
export const PROSODY_AUTHENTICATION = owned(
  'AUTH_TYPE', 'ENABLE_AUTH', 'ENABLE_GUESTS', 'PROSODY_AUTH_TYPE', 'WAIT_FOR_HOST_DISABLE_AUTO_OWNERS',
  'JWT_ACCEPTED_AUDIENCES', 'JWT_ACCEPTED_ISSUERS', 'JWT_ALLOW_EMPTY', 'JWT_APP_ID', 'JWT_APP_SECRET', 'JWT_ASAP_KEYSERVER', 'JWT_ENABLE_DOMAIN_VERIFICATION', 'JWT_SIGN_TYPE',
  'LDAP_AUTH_METHOD', 'LDAP_BASE', 'LDAP_BINDDN', 'LDAP_BINDPW', 'LDAP_FILTER', 'LDAP_START_TLS', 'LDAP_TLS_CACERT_FILE', 'LDAP_TLS_CHECK_PEER', 'LDAP_TLS_CIPHERS', 'LDAP_URL', 'LDAP_USE_TLS',
  'MATRIX_LOBBY_BYPASS', 'MATRIX_UVS_AUTH_TOKEN', 'MATRIX_UVS_ISSUER', 'MATRIX_UVS_SYNC_POWER_LEVELS', 'MATRIX_UVS_URL',
);

/** Lists of Prosody's modules: the user's own, but for an authentication that needs modules. */
export const MODULE_LISTS = ['XMPP_MODULES', 'XMPP_MUC_MODULES'] as const;

export type WebVariables = OwnVariables<typeof WEB_AUTHENTICATION>;
export type JicofoVariables = OwnVariables<typeof JICOFO_AUTHENTICATION>;
export type ProsodyVariables = OwnVariables<typeof PROSODY_AUTHENTICATION> & { readonly [name in typeof MODULE_LISTS[number]]?: string };

/** A switch as the images want it: they take most words for yes. */
export function flagVariable(on: boolean | undefined): '1' | '0' | undefined {
  return on === undefined ? undefined : on ? '1' : '0';
}
