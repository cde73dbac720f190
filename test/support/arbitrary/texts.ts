import * as fc from 'fast-check';
import { charactersOf, Domain, leaf } from './domain';

const HOST = 'abcdefghijklmnopqrstuvwxyz0123456789-';

function label(maximum: number, first = 'abcdefghijklmnopqrstuvwxyz'): fc.Arbitrary<string> {
  return fc.tuple(
    charactersOf(first),
    fc.string({ unit: charactersOf(HOST), maxLength: maximum - 2 }),
    fc.option(charactersOf('abcdefghijklmnopqrstuvwxyz0123456789'), { nil: '' }),
  ).map(([start, middle, end]) => (end === '' ? start : `${start}${middle}${end}`));
}

/** Every character there is. `unit: 'binary'` of fast-check says the same, also inside its addresses of web pages, and takes most of a second to list them. */
const anyCharacter: fc.Arbitrary<string> = fc.integer({ min: 0, max: 0x10f7ff }).map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800));

/** Anything: text as people type it, text as nobody types it, and what JavaScript objects know already. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(), fc.string({ unit: anyCharacter }), fc.string({ unit: charactersOf('aA0-_./: \n') }),
  fc.constantFrom('', '__proto__', 'constructor', 'toString', 'null', 'undefined', '${HOME}', '$(VAR)', 'a'.repeat(300)),
);

/** Addresses of web pages, and what is almost one. */
export const webPage: fc.Arbitrary<string> = fc.tuple(fc.constantFrom('http', 'https'), fc.domain(), anyText).map(([scheme, name, path]) => `${scheme}://${name}/${path}`);

/**
 * Names of Services and the like.
 *
 * @param maximum longest that is good, whatever else goes into a name; from `tooLong` on it is bad, whatever else does.
 */
export function dnsLabel(maximum: number, bad: readonly string[] = [], tooLong: number = 64): Domain<string> {
  return leaf(label(maximum), ['', 'A', 'Upper', '1st', '-a', 'a-', 'a_b', 'a.b', 'a b', 'a\n', 'ä', 'a'.repeat(tooLong), ...bad], fc.oneof(label(maximum), label(70), anyText));
}

/** Names of namespaces: they may start with a digit. */
export const namespace: Domain<string> = leaf(
  fc.oneof(label(63), label(63, '0123456789')), ['', 'Upper', '-a', 'a-', 'a_b', 'a.b', 'a'.repeat(64)], fc.oneof(label(70), anyText),
);

const domainName = fc.array(label(20), { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));

const BAD_DOMAINS = ['', '.', 'a.', '.a', 'a..b', 'Upper.example', 'a_b', 'a b', `${'a'.repeat(64)}.example`];

/** Domains that somebody else's rules do not make longer than DNS allows. */
export const dnsDomain: Domain<string> = leaf(domainName, [...BAD_DOMAINS, Array.from({ length: 80 }, () => 'abc').join('.')], fc.oneof(domainName, anyText));

/** Names of Secrets and the like that are somebody else's: an own one has no dot. */
export const objectName: Domain<string> = leaf(label(20).map((text) => `own.${text}`), [...BAD_DOMAINS, 'a/b', 'S3cret!', 'a'.repeat(254)], fc.oneof(domainName, anyText));

export const dataKey: Domain<string> = leaf(
  fc.constantFrom('tls.crt', 'fullchain.pem', 'KEY_1', '_', 'a-b', '0'), ['', '.', '..', '..a', 'a/b', 'a b', 'ä', 'a'.repeat(254)], anyText,
);

const host = fc.array(label(20), { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')).filter((text) => !/(^|\.)\d+$/.test(text));

/** Port 80 is left out: whether it is good depends on the redirect. */
export const publicUrl: Domain<string> = leaf(
  fc.tuple(fc.oneof(host, fc.ipV4()), fc.option(fc.integer({ min: 1, max: 65535 }).filter((port) => port !== 80), { nil: undefined }))
    .map(([name, port]) => (port === undefined ? `https://${name}` : `https://${name}:${port}`)),
  [
    '', 'https://', 'meet.example.org', 'http://meet.example.org', 'wss://meet.example.org', 'https://Meet.example.org', 'https://meet_now.example.org', 'https://meet.example.org/',
    'https://meet.example.org/rooms', 'https://meet.example.org?a=b', 'https://meet.example.org#a', 'https://me@meet.example.org', 'https://me:pw@meet.example.org',
    'https://meet.example.org:0', 'https://meet.example.org:65536', 'https://meet.example.org:', 'https://meet.example.org:08443', 'https://meet:8443.example.org', 'https://192.0.2.256',
    'https://[2001:db8::1]', 'https://meet.example.org\n', ' https://meet.example.org', 'https://meet..example.org', 'https://-meet.example.org', `https://${'a.'.repeat(130)}org`,
  ],
  fc.oneof(host.map((name) => `https://${name}:80`), webPage, anyText.map((text) => `https://${text}`), anyText),
);

export const timeZone: Domain<string> = leaf(
  fc.constantFrom('UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'US/Pacific', 'Etc/GMT+1', 'America/Port-au-Prince'),
  ['', 'Mars/Base', 'utc', 'europe/paris', 'EUROPE/PARIS', '+01:00', 'GMT+1', 'Europe/Paris\n', 'Europe'], anyText,
);

const qualified = fc.oneof(
  fc.constantFrom('team', 'example.org/team', 'sub.example.org/A.b_c-d', `example.org/${'a'.repeat(63)}`, '0'), label(20).map((name) => `example.org/${name}`),
);
const BAD_QUALIFIED = ['', 'constructor', '/', 'a/', '/a', 'a//b', 'a/b/c', 'a b', '-a', 'a_', 'Example.org/a', `example.org/${'a'.repeat(64)}`, `${'a'.repeat(254)}/a`];

/** Keys of labels and annotations. */
export function qualifiedName(bad: readonly string[] = []): Domain<string> {
  return leaf(qualified, [...BAD_QUALIFIED, ...bad], fc.oneof(qualified, anyText));
}

export const labelValue: Domain<string> = leaf(
  fc.oneof(label(63), fc.constantFrom('', 'A', 'a.b_c-D', 'a'.repeat(63))), ['-a', 'a-', '.', 'a b', 'a/b', 'ä', 'a'.repeat(64)], anyText,
);

/** Anything but text that stands alone for a character that Unicode does not have: no YAML can hold it. */
export const freeText: Domain<string> = leaf(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'true', '123', 'a: b', '- a', '"', 'line\nbreak\n')), [], anyText);

export const className: Domain<string> = leaf(fc.constantFrom('meetings', 'system-cluster-critical', 'a.b'), ['', 'Very High', 'a_b', 'a/b'], anyText);
