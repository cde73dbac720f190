import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variables } from '../tools/variables/document';
import { groupOf, idle } from '../tools/variables/untyped-groups';
import { rendered } from './support/charts';
import { everythingOfFeatures } from './support/everything-of-features';
import { IMAGE_VARIABLES } from './support/image-variables';

const { document, compose, unexplained, idle: needless } = variables();

describe('The page of variables', () => {
  test('is what "npm run variables" would write', () => {
    expect(readFileSync(join(__dirname, '../docs/variables.md'), 'utf8')).toBe(document);
  });

  test('has a table for those who come from the compose stack, in docs/migrating.md', () => {
    expect(readFileSync(join(__dirname, '../docs/migrating.md'), 'utf8')).toContain(`\n\n${compose}\n`);
  });

  test('says of every variable of every image what becomes of it', () => {
    expect(unexplained).toEqual([]);

    const named = (name: string): readonly string[] => document.split('\n').filter((line) => line.includes(`\`${name}\``));
    const lost = Object.entries(IMAGE_VARIABLES).flatMap(([component, names]) => [...names].filter((name) => !named(name).some((line) => line.includes(component))).map((name) => `${component} ${name}`));

    expect(lost).toEqual([]);
  });

  test('gives no reason for what is typed or does not exist', () => {
    expect(needless).toEqual([]);
    expect(idle([['web', 'ETHERPAD_URL_BASE']])).toContain('STUN servers: STUN_*');
  });

  test('would miss a variable that is new', () => {
    expect(groupOf('web', 'ENABLE_SOMETHING_NEW')).toBeUndefined();
    expect(groupOf('prosody', 'CODEC_ORDER_P2P')).toBeUndefined();
    expect(groupOf('web', 'CODEC_ORDER_P2P')?.title).toBe('Without effect');
  });

  test('names every prop of the features, but for those that are written to config.js', () => {
    const props = Object.entries(everythingOfFeatures()).flatMap(([theme, struct]) => Object.keys(struct).map((prop) => [theme, prop] as const));
    const unnamed = props.filter(([theme, prop]) => !document.includes(`\`features.${theme}.${prop}\``) && !document.includes(`\`features.${theme}.${prop}.`));
    const scripted = unnamed.filter(([theme, prop]) => {
      const value = (everythingOfFeatures() as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[theme]?.[prop];
      return rendered({ features: { [theme]: { [prop]: value } } }).some(({ data }) => data?.['custom-config.js']?.includes('config.'));
    });

    expect(unnamed).toEqual(scripted);
    expect(scripted.map(([, prop]) => prop)).toEqual(['codecOrderP2p', 'codecOrderP2pMobile', 'disableThirdPartyRequests', 'notifications', 'disabledNotifications']);
  });
});
