import { EnvValue } from 'cdk8s-plus-27';
import { ProsodyPlugins } from '../../lib';
import { loopbackAddresses } from './support/addresses';
import { Prosody } from './support/prosody';
import { scopePerFile } from './support/scope';
import { until } from './support/until';

const scope = scopePerFile();

/** Says what it was configured with. */
const HELLO = `
local limits = module:get_option("limits");
module:log("info", "hello %s, %s, %s and %s from %s", module:get_option_string("hello_text"), module:get_option_string("hello_secret"), limits.c2s.rate, module:get_option_string("hello_room", "none"), module.host);
`;
/** With commas and lines, which the image's variables would tear apart; and it changes what the image sets for the whole server. */
const CUSTOM = 'hello_text = "one, two"\nhello_secret = ENV_HELLO\nlimits = { c2s = { rate = "99kb/s" } }\nComponent "muc.meet.jitsi" "muc"\n  hello_room = "rooms"\n';

let prosody: Prosody;

beforeAll(async () => {
  prosody = await Prosody.start(scope, {
    interfaces: [loopbackAddresses()(1)],
    props: {
      prosody: {
        customConfig: CUSTOM, plugins: [ProsodyPlugins.fromConfigMap('ours', ['mod_hello.lua']), ProsodyPlugins.fromConfigMap('more', ['mod_muc_hello.lua'])], modules: { hosts: ['hello'], muc: ['muc_hello'] },
        extraEnv: { HELLO: EnvValue.fromValue('secret') },
      },
    },
    configMaps: { ours: { 'mod_hello.lua': HELLO }, more: { 'mod_muc_hello.lua': HELLO } },
  });
});

/** What the two modules said, once each has said something. */
async function said(): Promise<string[]> {
  const words = (): string[] => [...prosody.output().matchAll(/\thello (.*)/g)].map(([, text = '']) => text).sort();
  await until('both modules', () => words().length >= 2, { context: () => prosody.output() });
  return words();
}

const EXPECTED = ['one, two, secret, 99kb/s and none from meet.jitsi', 'one, two, secret, 99kb/s and rooms from muc.meet.jitsi'];

test('A real Prosody loads modules of two ConfigMaps, each where it is named, and the user\'s own configuration for the whole server wins', async () => {
  expect(await said()).toEqual(EXPECTED);
});

test('and does so again when its container starts again, over the copies of its first start', async () => {
  await prosody.stop();
  await prosody.startAgain();

  expect(await said()).toEqual(EXPECTED);
  expect(prosody.output()).not.toContain('cp: ');
});
