import { Duration } from 'cdk8s';
import { lengthMissing } from '../tls/trusted-proxies';
import { isAddressOrCidr, isBlockWithoutLength } from '../validation/formats';
import { instance, list, text } from '../validation/shapes';
import { shown } from '../validation/violations';
import { count } from './kinds-of-settings';
import { group, Setting, setting } from './setting';

/**
 * How often people of one address may enter rooms. Read by Prosody; each prop is named as the image's variable, without `PROSODY_RATE_LIMIT_`. All people behind
 * one NAT have one address. They are told apart only where `prosody.trustedProxies` has the edge's pods.
 */
export interface RateLimits {
  /**
   * Entries a second for each address, from 1 to 10,000. Who comes faster is slowed down.
   *
   * @default 3
   */
  readonly loginRate?: number;

  /**
   * Bytes a second for a session that is slowed down, from 1 to 1,000,000.
   *
   * @default 200
   */
  readonly sessionRate?: number;

  /**
   * How long an address is slowed down, in whole seconds, up to a day.
   *
   * @default Duration.seconds(60)
   */
  readonly timeout?: Duration;

  /**
   * Addresses and address blocks without a limit. They must have the pods of the stack, which Jicofo is one of.
   *
   * @default ['10.0.0.0/8']
   */
  readonly allowRanges?: string[];

  /**
   * How many addresses are remembered, from 1 to 10,000,000.
   *
   * @default 10000
   */
  readonly cacheSize?: number;
}

const SECONDS: Setting<Duration> = setting<Duration>(instance('Duration', () => Duration, 'Duration.seconds(60)'), {
  variables: { PROSODY_RATE_LIMIT_TIMEOUT: ['prosody'] },
  text: (value) => String(value.toMilliseconds({ integral: false }) / 1000),
  problem: (value) => {
    const seconds = value.toMilliseconds({ integral: false }) / 1000;
    return Number.isInteger(seconds) && seconds >= 1 && seconds <= 86400 ? undefined : `${seconds} seconds: must be a whole number of seconds up to a day`;
  },
});

const RANGES: Setting<string[]> = setting<string[]>(list(text('"10.244.0.0/16"')), {
  variables: { PROSODY_RATE_LIMIT_ALLOW_RANGES: ['prosody'] },
  text: (value) => value.join(','),
  problem: (value) => (value.some(isBlockWithoutLength) ? lengthMissing('', value).problem : value.length > 0 && value.every(isAddressOrCidr) ? undefined
    : `${shown(value)} must be one or more addresses or address blocks, such as ["10.244.0.0/16"], the network of the pods`),
});

/** What they become. */
export const RATE_LIMITS: Setting<RateLimits> = group<RateLimits>({
  loginRate: count('PROSODY_RATE_LIMIT_LOGIN_RATE', 'prosody', { least: 1, most: 10_000, what: 'a number of entries a second' }),
  sessionRate: count('PROSODY_RATE_LIMIT_SESSION_RATE', 'prosody', { least: 1, most: 1_000_000, what: 'a number of bytes a second' }),
  timeout: SECONDS,
  allowRanges: RANGES,
  cacheSize: count('PROSODY_RATE_LIMIT_CACHE_SIZE', 'prosody', { least: 1, most: 10_000_000, what: 'a number of addresses' }),
}, { being: { PROSODY_ENABLE_RATE_LIMITS: ['prosody'] } });
