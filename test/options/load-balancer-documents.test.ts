import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AdvertisedAddress } from '../../lib/options/advertised-address';
import { Input } from '../../lib/options/load-balancer-preset';
import { PRESETS } from '../../lib/options/load-balancer-presets';
import { tableOf } from '../support/markdown';

const TEXT = readFileSync(resolve(__dirname, '../../docs/load-balancers.md'), 'utf8');

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ') || 'nothing';
}

describe('docs/load-balancers.md', () => {
  test('says of each load balancer what is known of it', () => {
    expect(tableOf(TEXT, 'load balancer')).toEqual(Object.entries(PRESETS).map(([factory, { name, checks, keepsClients, announce, ...more }]) => [
      name, code([factory]), 'noUdp' in more ? 'no' : 'yes', checks, keepsClients ? 'clients' : 'the load balancer', 'proxyProtocol' in more ? 'yes' : 'no', code(announce),
    ]));
  });

  test('says of each option where it goes', () => {
    expect(tableOf(TEXT, 'provider')).toEqual(Object.entries(PRESETS).flatMap(([factory, { inputs }]) => (
      Object.entries<Input | undefined>(inputs).map(([option, input]) => [code([factory]), code([option]), code(input ? [input.key] : [])])
    )));
  });

  test('names only kinds of addresses that there are', () => {
    const named = Object.values(PRESETS).flatMap(({ announce }) => announce);

    expect(named.filter((factory) => typeof AdvertisedAddress[factory] !== 'function')).toEqual([]);
  });
});
