import { ManagedVariables } from '../kubernetes/environment';
import { Kind } from '../validation/shapes';
import { Reader, READERS } from '../validation/shared-variables';
import { at, Violation } from '../validation/violations';
import { AUDIO, AudioFeatures } from './audio-features';
import { CodecFeatures, CODECS } from './codec-features';
import { MEETING, MeetingFeatures } from './meeting-features';
import { PAGE, PageFeatures } from './page-features';
import { RATE_LIMITS, RateLimits } from './rate-limits';
import { group, Setting } from './setting';
import { VIDEO, VideoFeatures } from './video-features';

/**
 * What meetings are like, said once for all components that read it. What is left out keeps the image's default, and no variable is written for it.
 */
export interface Features {
  /**
   * What people can do in a meeting, and how many there may be.
   *
   * @default - The images' defaults.
   */
  readonly meeting?: MeetingFeatures;

  /**
   * How people hear each other.
   *
   * @default - The images' defaults.
   */
  readonly audio?: AudioFeatures;

  /**
   * What people see of each other.
   *
   * @default - The images' defaults.
   */
  readonly video?: VideoFeatures;

  /**
   * Which codecs there are, and which are preferred.
   *
   * @default - The images' defaults.
   */
  readonly codecs?: CodecFeatures;

  /**
   * What the site shows around meetings.
   *
   * @default - The images' defaults.
   */
  readonly page?: PageFeatures;

  /**
   * How often people of one address may enter rooms. An empty struct switches the limits on.
   *
   * @default - As often as they like.
   */
  readonly rateLimits?: RateLimits;
}

const FEATURES: Setting<Features> = group<Features>({ meeting: MEETING, audio: AUDIO, video: VIDEO, codecs: CODECS, page: PAGE, rateLimits: RATE_LIMITS });

/** The form of features. */
export const FEATURES_FORM: Kind<Features> & { readonly required?: undefined } = FEATURES.kind;

/** What is wrong with features of the right form. */
export function featureViolations(path: string, features: Features): Violation[] {
  return FEATURES.violations(path, features);
}

/** Texts by the variables that features write, of all components. */
export function featureTexts(features: Features): Readonly<Record<string, string>> {
  return FEATURES.texts(features);
}

/** Those variables that a component reads. */
export function featureVariables(texts: Readonly<Record<string, string>>, reader: Reader): Readonly<Record<string, string>> {
  return Object.fromEntries(FEATURES.variables.filter(({ name, readers }) => readers.includes(reader) && Object.hasOwn(texts, name)).map(({ name }) => [name, texts[name] ?? '']));
}

/** Lines that features add to `config.js`. */
export function featureLines(features: Features): readonly string[] {
  return FEATURES.lines(features);
}

/** Variables on which several components must agree, by component. */
const SHARED: Readonly<Record<string, ManagedVariables>> = Object.fromEntries(READERS.map((reader) => [reader, Object.fromEntries(FEATURES.variables
  .filter(({ readers }) => readers.length > 1 && readers.includes(reader))
  .map(({ name, readers, prop }) => [name, `set ${at('features', prop)}, for ${readers.join(' and ')} must agree`]))]));

/** Variables that no user may give a component: those on which several must agree, and those that these features give it already. */
export function managedByFeatures(texts: Readonly<Record<string, string>>, reader: Reader): ManagedVariables {
  const given = featureVariables(texts, reader);
  return {
    ...Object.fromEntries(FEATURES.variables.filter(({ name }) => Object.hasOwn(given, name)).map(({ name, prop }) => [name, `${at('features', prop)} is given; leave one of the two out`])),
    ...SHARED[reader],
  };
}

/** Variables of features that a user adds to a component which does not read them. */
export function unreadViolations(path: string, reader: Reader, extra: Readonly<Record<string, unknown>> = {}): Violation[] {
  return FEATURES.variables.filter(({ name, readers }) => !readers.includes(reader) && extra[name] !== undefined).map(({ name, readers, prop }) => ({
    field: at(path, `extraEnv.${name}`), problem: `${reader} does not read this variable, ${readers.join(' and ')} ${readers.length > 1 ? 'do' : 'does'}; set ${at('features', prop)} instead`,
  }));
}
