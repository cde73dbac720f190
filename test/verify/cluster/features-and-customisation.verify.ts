import { ofKind } from '../../support/charts';
import { everythingOfABranding, everythingOfExtensions, everythingOfFeatures } from '../../support/everything-of-features';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { stackWith } from './support/stacks';
import { strictly } from './support/strict-apply';

/** Everything at once, in a stack that is otherwise the default one. */
const CUSTOMISED = stackWith({
  features: everythingOfFeatures(),
  web: { branding: everythingOfABranding, contentSecurityPolicy: 'default-src \'self\' \'unsafe-inline\'', configJs: 'config.a = 1;\n', interfaceConfigJs: 'interfaceConfig.A = 1;\n' },
  prosody: everythingOfExtensions,
  jicofo: { customConfig: 'jicofo.conference.enable-auto-owner = false\n' },
  jvb: { customConfig: 'videobridge.cc.trust-bwe = false\n' },
});

describe('A stack with every feature and every customisation', () => {
  const namespace = new Namespace('features-and-customisation');
  const objects = CUSTOMISED(namespace.name);

  test('is taken without an error or a warning, and kept as it is written', async () => {
    expect(await strictly(namespace, objects)).toEqual([]);
    expect(await namespace.titles()).toEqual(titlesOf(objects));
  });

  test('gets all its pods, under Pod Security restricted', async () => {
    await namespace.settled();
    expect(await namespace.failures()).toEqual([]);
  });

  test('applied again changes nothing', async () => {
    await namespace.settled();
    const before = await namespace.versions();
    expect(await strictly(namespace, objects)).toEqual([]);
    expect(await namespace.versions()).toEqual(before);
  });

  test('gives up what a plain one does not have, but for the ConfigMaps that nobody prunes', async () => {
    const plain = stackWith({})(namespace.name);
    expect(await strictly(namespace, plain)).toEqual([]);

    const wanted = await namespace.wouldBe(plain);
    const there = await namespace.contents();
    expect([...wanted].filter(([title, content]) => there.get(title) !== content).map(([title]) => title)).toEqual([]);
    expect([...there.keys()].filter((title) => !wanted.has(title))).toEqual(ofKind(objects, 'ConfigMap').map(({ metadata }) => `ConfigMap/${metadata.name}`).filter((title) => !wanted.has(title)).sort());
  });
});
