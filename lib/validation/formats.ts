import { isIPv4, isIPv6 } from 'node:net';

const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** A DNS label of RFC 1035, as Kubernetes wants it for names of Services: starts with a letter. */
export function isDnsLabel(text: string, maximum = 63): boolean {
  return text.length <= maximum && LABEL_1035.test(text);
}

/** A DNS subdomain of RFC 1123, as Kubernetes wants it for names of Secrets and ConfigMaps. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => label.length <= 63) && SUBDOMAIN.test(text);
}

/** A host name that is in DNS. A name whose last label is a number would be taken for an address. */
export function isHostName(text: string): boolean {
  return isDnsSubdomain(text) && !/(^|\.)\d+$/.test(text);
}

/** A key of a Secret or ConfigMap. */
export function isDataKey(text: string): boolean {
  return text.length <= 253 && /^[-._A-Za-z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..');
}

/** A name of an environment variable that shells can hold too. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** A label or annotation key: an optional DNS prefix and a name. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  // cdk8s cannot render a map with a key "constructor".
  return name.length <= 63 && LABEL_NAME.test(name) && text !== 'constructor' && (slash === -1 || isDnsSubdomain(text.slice(0, slash)));
}

/** A value of a label. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && LABEL_NAME.test(text));
}

/** A port number. */
export function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** An address block such as 192.0.2.0/24 or 2001:db8::/32. */
export function isCidr(text: string): boolean {
  const [address = '', bits = '', more] = text.split('/');
  const longest = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : -1;
  return more === undefined && /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= longest;
}

/** An address or an address block. */
export function isAddressOrCidr(text: string): boolean {
  return isIPv4(text) || (isIPv6(text) && !text.includes('%')) || isCidr(text);
}

/** An address that stands for a block in everybody's eyes but those of a program, to which it is one host. */
export function isBlockWithoutLength(text: string): boolean {
  return isIPv4(text) && text.endsWith('.0');
}

/** Names that were asked for: an answer of Intl takes longer than all else that is looked at, and the first one 10 ms and 6 MiB. The default needs none. */
const TIME_ZONES = new Map([['UTC', true]]);

/** A time zone by its name in the tz database, spelt as there: JavaScript takes other spellings and offsets, the C library of the images does not. */
export function isTimeZone(text: string): boolean {
  const known = TIME_ZONES.get(text) ?? isSpeltAsInDatabase(text);
  TIME_ZONES.set(text, known);
  return known;
}

function isSpeltAsInDatabase(text: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    return /^[A-Z]/.test(text) && (timeZone === text || timeZone.toLowerCase() !== text.toLowerCase());
  } catch {
    return false;
  }
}
