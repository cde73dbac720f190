import { SecretKey } from '../secret-key';
import { AuthenticationServerOptions } from './server-url';
import { SignInOptions } from './sign-in';

/** How the LDAP server is asked whether a password is somebody's. */
export enum LdapAuthMethod {
  /** The entry is searched for, then logged in to with the password. */
  BIND = 'bind',
  /** The entry's name follows from the filter. Nothing is searched for. */
  FASTBIND = 'fastbind',
  /** The entry's own password is read and compared. */
  CUSTOM = 'custom',
}

/** Where people are looked up, and how the connection is kept from others' eyes. */
export interface LdapOptions extends SignInOptions, AuthenticationServerOptions {
  /** Address of the server (`LDAP_URL`): `ldaps://` or, with `startTls`, `ldap://`, a host name and, where it is another than 636 or 389, a port. */
  readonly url: string;

  /** Entry below which people are searched for (`LDAP_BASE`), such as `ou=people,dc=example,dc=org`. */
  readonly baseDn: string;

  /**
   * Entry as which Prosody searches (`LDAP_BINDDN`).
   *
   * @default - It searches without logging in.
   */
  readonly bindDn?: string;

  /**
   * Password of that entry (`LDAP_BINDPW`).
   *
   * @default - None, because it searches without logging in.
   */
  readonly bindPassword?: SecretKey;

  /**
   * Filter with which somebody is found (`LDAP_FILTER`). Of `%u` in it the name becomes that was typed.
   *
   * @default 'uid=%u'
   */
  readonly filter?: string;

  /**
   * How a password is checked (`LDAP_AUTH_METHOD`).
   *
   * @default LdapAuthMethod.BIND
   */
  readonly authMethod?: LdapAuthMethod;

  /**
   * Whether a connection to `ldap://` is encrypted before anything is said (`LDAP_START_TLS`).
   *
   * @default false
   */
  readonly startTls?: boolean;

  /**
   * Certificate of the authority that signed the server's, in PEM (`LDAP_TLS_CACERT_FILE`).
   *
   * @default - The authorities that the image knows.
   */
  readonly caCertificate?: SecretKey;

  /**
   * Whether the server must prove with its certificate who it is (`LDAP_TLS_CHECK_PEER`). Without it anybody on the way can read passwords.
   *
   * @default true
   */
  readonly verifyCertificate?: boolean;

  /**
   * Ciphers of TLS that are accepted (`LDAP_TLS_CIPHERS`), as GnuTLS or OpenSSL of the image names them.
   *
   * @default - Those that the image's libraries accept.
   */
  readonly tlsCiphers?: string;

  /**
   * Whether everybody's password may go through the network as it is, over `ldap://` without `startTls`.
   *
   * @default false
   */
  readonly allowUnencrypted?: boolean;
}
