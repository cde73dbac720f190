import { Mount, secretFiles } from '../../kubernetes/mounts';
import { isHostName } from '../../validation/formats';
import { flag, instance, oneOf, required, Shape, text } from '../../validation/shapes';
import { at, shown, Violation } from '../../validation/violations';
import { SecretKey } from '../secret-key';
import { LdapAuthMethod, LdapOptions } from './ldap-options';
import { ldapUrlViolations, SERVER, serverPorts, serverViolations } from './server-url';
import { SIGN_IN, SignInWay } from './sign-in';
import { lineViolations } from './texts';
import { flagVariable, ProsodyVariables } from './variables';

/** Where Prosody finds the certificate of the authority. */
const CA_FOLDER = '/ldap-ca';
const CA_FILE = 'ca.crt';

const secret = (key: string): ReturnType<typeof instance<SecretKey>> => instance('SecretKey', () => SecretKey, `SecretKey.fromSecret("jitsi-ldap", "${key}")`);
const OPTIONS: Shape<LdapOptions> = {
  ...SIGN_IN,
  ...SERVER,
  url: required(text('the address of the server, such as "ldaps://ldap.example.org"')),
  baseDn: required(text('the entry below which people are, such as "ou=people,dc=example,dc=org"')),
  bindDn: text('an entry, such as "cn=jitsi,dc=example,dc=org"'),
  bindPassword: secret('password'),
  filter: text('a filter such as "uid=%u"'),
  authMethod: oneOf<LdapAuthMethod>('LdapAuthMethod', LdapAuthMethod),
  startTls: flag,
  caCertificate: secret('ca.crt'),
  verifyCertificate: flag,
  tlsCiphers: text('a list of ciphers'),
  allowUnencrypted: flag,
};

/** Whether brackets of a filter fit; one that is meant as itself has a backslash before it. */
function isBalanced(filter: string): boolean {
  let open = 0;
  for (const bracket of filter.replace(/\\./g, '').replace(/[^()]/g, '')) {
    open += bracket === '(' ? 1 : -1;
    if (open < 0) {
      return false;
    }
  }
  return open === 0;
}

/** The entry that a domain may be meant for. */
function entryOf(text: string): string {
  return isHostName(text) ? text.split('.').map((label) => `dc=${label}`).join(',') : 'ou=people,dc=example,dc=org';
}

/** Accounts of an LDAP server. The image's `saslauthd`, which looks at `AUTH_TYPE` alone, asks it. */
export class LdapWay extends SignInWay<LdapOptions> {
  protected readonly type = 'ldap';
  protected get shape(): Shape<LdapOptions> {
    return OPTIONS;
  }

  public override get prosody(): ProsodyVariables {
    const { url, baseDn, bindDn, bindPassword, filter, authMethod, startTls, caCertificate, verifyCertificate = true, tlsCiphers } = this.options;
    return {
      ...super.prosody,
      LDAP_URL: url,
      LDAP_BASE: baseDn,
      LDAP_BINDDN: bindDn,
      LDAP_BINDPW: bindPassword?._variable,
      LDAP_FILTER: filter,
      LDAP_AUTH_METHOD: authMethod,
      LDAP_START_TLS: flagVariable(startTls),
      ...(this.encrypted && {
        LDAP_USE_TLS: '1', LDAP_TLS_CHECK_PEER: flagVariable(verifyCertificate), LDAP_TLS_CACERT_FILE: caCertificate && `${CA_FOLDER}/${CA_FILE}`, LDAP_TLS_CIPHERS: tlsCiphers,
      }),
    };
  }

  public override get serverPorts(): readonly number[] {
    return serverPorts(this.options.url, this.options);
  }

  public override get mounts(): readonly Mount[] {
    const { caCertificate } = this.options;
    return caCertificate === undefined ? [] : [secretFiles('ldap-ca', CA_FOLDER, caCertificate.secretName, { [caCertificate.key]: CA_FILE })];
  }

  protected rules(path: string): Violation[] {
    const { url, baseDn, bindDn, bindPassword, filter, authMethod, startTls = false, caCertificate, verifyCertificate = true, tlsCiphers, allowUnencrypted = false } = this.options;
    const secure = url.startsWith('ldaps:');
    const wrongUrl = ldapUrlViolations(at(path, 'url'), url);
    return [
      ...wrongUrl,
      ...serverViolations(path, this.options),
      ...Object.entries({ baseDn, bindDn, filter, tlsCiphers }).flatMap(([name, value]) => lineViolations(path, name, value)),
      ...(filter !== undefined && !/%[uU]/.test(filter) ? [{ field: at(path, 'filter'), problem: `${shown(filter)} would find the same for everybody; write %u where the name belongs` }] : []),
      ...(filter !== undefined && !isBalanced(filter) ? [{ field: at(path, 'filter'), problem: `${shown(filter)} does not close every bracket that it opens, and would find nobody; write one such as "(&(uid=%u)(objectClass=person))"` }] : []),
      ...(lineViolations(path, 'baseDn', baseDn).length === 0 && !/^[A-Za-z0-9][\w.-]* *=/.test(baseDn) ? [{ field: at(path, 'baseDn'), problem: `${shown(baseDn)} is no name of an entry; write one such as ${shown(entryOf(baseDn))}` }] : []),
      ...(authMethod === LdapAuthMethod.FASTBIND && (filter === undefined || /^\(|^[^,]*=[^,]*$/.test(filter)) ? [{
        field: at(path, 'filter'), problem: `${filter === undefined ? 'is missing' : `${shown(filter)} is no whole name`}: with LdapAuthMethod.FASTBIND it is the name that is logged in with; write one such as ${shown(`uid=%u,${baseDn}`)}`,
      }] : []),
      ...(bindDn === undefined && bindPassword !== undefined ? [{ field: at(path, 'bindPassword'), problem: 'is nobody\'s; write in bindDn whose it is' }] : []),
      ...(bindDn !== undefined && bindPassword === undefined ? [{ field: at(path, 'bindDn'), problem: 'needs a password; write in bindPassword where it is kept' }] : []),
      ...(bindPassword?._violations(at(path, 'bindPassword')) ?? []),
      ...(caCertificate?._violations(at(path, 'caCertificate')) ?? []),
      ...(secure && startTls ? [{ field: at(path, 'startTls'), problem: 'ldaps:// is encrypted from the start; leave it out' }] : []),
      ...(wrongUrl.length === 0 && !this.encrypted && !allowUnencrypted
        ? [{ field: at(path, 'url'), problem: `${shown(url)} would take everybody's password as it is; write ldaps://, set startTls to true, or allowUnencrypted to true` }] : []),
      ...(this.encrypted && allowUnencrypted ? [{ field: at(path, 'allowUnencrypted'), problem: 'the connection is encrypted; leave it out' }] : []),
      ...(caCertificate !== undefined && !verifyCertificate ? [{ field: at(path, 'verifyCertificate'), problem: 'nobody would look at caCertificate; leave one of both out' }] : []),
      ...Object.entries({ caCertificate, tlsCiphers }).filter(([, value]) => value !== undefined && !this.encrypted).map(([name]) => ({
        field: at(path, name), problem: 'is for TLS, and there is none; leave it out',
      })),
    ];
  }

  private get encrypted(): boolean {
    return this.options.url.startsWith('ldaps:') || this.options.startTls === true;
  }
}
