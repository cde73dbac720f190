import type { Violation } from '../validation/violations';

/** What ends a command, with the code that it exits with. */
export class Failure extends Error {
  constructor(message: string, readonly exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'Failure';
  }
}

/** Fields of props, with the options that say what they have. */
const OPTIONS_OF_FIELDS: ReadonlyMap<string, string> = new Map([
  ['publicUrl', '--public-url'], ['namespace', '--namespace'], ['tls.secretName', '--tls-secret'], ['jvb.exposure.address', '--advertise-ip'],
]);

/** What a program may write instead, which a command line has not, or has otherwise. */
const OF_PROGRAMS: ReadonlyArray<readonly [words: string, here: string]> = [
  [', or set createNamespace to false', ''], ['use AdvertisedAddress.fromService()', 'leave the option out'],
];

/** What went wrong, as text for the person who wrote the options. */
export function told(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { violations } = error as { readonly violations?: readonly Violation[] };
  return violations?.map(({ field, problem }) => `${OPTIONS_OF_FIELDS.get(field) ?? field}: ${OF_PROGRAMS.reduce((text, [words, here]) => text.replace(words, here), problem)}`).join('\n') ?? error.message;
}
