import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ADDRESSES, complaints, exposure, EXPOSURE_NAMES, ExposureName, EXPOSURES, mediaChart, SourceName } from '../support/exposures';
import { tableOf } from '../support/markdown';

const TEXT = readFileSync(resolve(__dirname, '../../docs/exposure.md'), 'utf8');
const SOURCES = Object.keys(ADDRESSES) as SourceName[];

function taken(name: ExposureName, source: SourceName, bridges: number): boolean {
  return complaints(() => mediaChart({ exposure: exposure(name, source, bridges), bridges })).length === 0;
}

/** What the guide has to say of an address with an exposure. */
function verdict(name: ExposureName, source: SourceName): string {
  return EXPOSURES[name].length === 0 ? '–' : taken(name, source, 3) ? 'yes' : taken(name, source, 1) ? 'one bridge' : 'no';
}

describe('docs/exposure.md', () => {
  test('says of each address with which exposures it is taken', () => {
    expect(tableOf(TEXT, 'exposure')).toEqual(EXPOSURE_NAMES.map((name) => [`\`${name}\``, ...SOURCES.map((source) => verdict(name, source))]));
  });

  test('has a column for each address', () => {
    expect(TEXT).toContain(`| exposure | ${SOURCES.map((source) => `\`${source}\``).join(' | ')} |`);
  });

  test('offers each exposure in its first table', () => {
    expect(tableOf(TEXT, 'have you got').map(([, use]) => use).sort()).toEqual(EXPOSURE_NAMES.map((name) => `\`${name}\``).sort());
  });

  test('shows each exposure in an example', () => {
    expect(EXPOSURE_NAMES.filter((name) => !new RegExp(`MediaExposure\\.${name}\\(\\{`).test(TEXT))).toEqual([]);
  });
});
