import { flag, list, Shape, struct, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

/** Headers that tell browsers to be careful with the site. They are added to all answers of the edge, beside what web says itself. */
export interface SecurityHeaders {
  /**
   * Sites that may show meetings in a frame, which is how Jitsi's external API works: `Content-Security-Policy: frame-ancestors`. An empty list allows none but
   * the site itself, which is always among them.
   *
   * @default - Any site.
   */
  readonly frameAncestors?: string[];

  /**
   * Whether browsers take files for nothing but what they are said to be: `X-Content-Type-Options: nosniff`.
   *
   * @default true
   */
  readonly contentTypeOptions?: boolean;

  /**
   * What other sites learn of an address when people follow a link to them: `Referrer-Policy`. Names of rooms are in addresses.
   *
   * @default 'strict-origin-when-cross-origin'
   */
  readonly referrerPolicy?: string;

  /**
   * What the page may use: `Permissions-Policy`. Meetings need microphone, camera, display-capture, fullscreen and autoplay.
   *
   * @default - None is sent.
   */
  readonly permissionsPolicy?: string;
}

const FORM: Shape<SecurityHeaders> = {
  frameAncestors: list(text('"https://portal.example.org"')), contentTypeOptions: flag, referrerPolicy: text('a policy such as "no-referrer"'), permissionsPolicy: text('a policy such as "geolocation=()"'),
};

/** The kind of the prop. */
export const SECURITY_HEADERS = struct(FORM);

/** Names and values of the headers. */
export function securityHeaders({ frameAncestors, contentTypeOptions = true, referrerPolicy = 'strict-origin-when-cross-origin', permissionsPolicy }: SecurityHeaders): Array<readonly [string, string]> {
  return [
    ...(frameAncestors ? [['Content-Security-Policy', ["frame-ancestors 'self'", ...frameAncestors].join(' ')] as const] : []),
    ...(contentTypeOptions ? [['X-Content-Type-Options', 'nosniff'] as const] : []),
    ['Referrer-Policy', referrerPolicy] as const,
    ...(permissionsPolicy === undefined ? [] : [['Permissions-Policy', permissionsPolicy] as const]),
  ];
}

const REFERRER_POLICIES = [
  'no-referrer', 'no-referrer-when-downgrade', 'origin', 'origin-when-cross-origin', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin', 'unsafe-url',
];

/** Whether a policy keeps the page itself from using something: what it names is for nobody, or for others alone. */
function denies(policy: string, feature: string): boolean {
  const [, allowed] = new RegExp(`(?:^|,)\\s*${feature}\\s*=\\s*(\\([^)]*\\)|[^,\\s]+)`).exec(policy) ?? [];
  return allowed !== undefined && !/(^|[\s(])(self|\*)([\s)]|$)/.test(allowed);
}

/** Whether nobody would be heard, or seen without somebody having said that people are to be heard alone. */
function deniesMeetings(policy: string): boolean {
  return denies(policy, 'microphone') || (denies(policy, 'camera') && !/(^|,)\s*microphone\s*=/.test(policy));
}

/** What is wrong with the headers. */
export function securityHeadersViolations(path: string, { frameAncestors = [], referrerPolicy, permissionsPolicy }: SecurityHeaders): Violation[] {
  return [
    ...frameAncestors.flatMap((site, index) => (/^https?:\/\/(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?$/.test(site) ? []
      : [{ field: `${at(path, 'frameAncestors')}[${index}]`, problem: `${shown(site)} is no site; write one such as "https://portal.example.org" or "https://*.example.org"` }])),
    ...(referrerPolicy !== undefined && !REFERRER_POLICIES.includes(referrerPolicy)
      ? [{ field: at(path, 'referrerPolicy'), problem: `${shown(referrerPolicy)} is no policy; write one of ${REFERRER_POLICIES.join(', ')}` }] : []),
    // It stands in NGINX's quotes, in which it reads variables.
    ...(permissionsPolicy !== undefined && !/^[-a-z0-9=()*", :/.']+$/i.test(permissionsPolicy)
      ? [{ field: at(path, 'permissionsPolicy'), problem: `${shown(permissionsPolicy)} is no policy; write one such as "geolocation=(), camera=(self)"` }]
      : permissionsPolicy !== undefined && deniesMeetings(permissionsPolicy) ? [{
        field: at(path, 'permissionsPolicy'),
        problem: `${shown(permissionsPolicy)} takes microphone or camera from everybody; leave both out or write "microphone=(self), camera=(self)", and "microphone=(self), camera=()" for meetings without pictures`,
      }] : []),
  ];
}
