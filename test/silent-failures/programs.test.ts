import * as kplus from 'cdk8s-plus-27';
import { Authentication, EdgeExposure, JwtKey, LdapAuthMethod, LdapOptions, MediaExposure, ProsodyPlugins, SecretKey, Tls, Turn } from '../../lib';
import { wrong } from '../support/refusal';
import { Props, Refused, silentFailures, Taken } from '../support/silent-failures';

const value = (text: string): kplus.EnvValue => kplus.EnvValue.fromValue(text);

const lua = (customConfig: string): Props => ({ prosody: { customConfig } });
const jicofo = (customConfig: string): Props => ({ jicofo: { customConfig, extraEnv: { OWN: value('x') } } });
const bridge = (customConfig: string): Props => ({ jvb: { customConfig } });
const plugins = (file: string, muc: string[], customConfig?: string): Props => ({ prosody: { plugins: [ProsodyPlugins.fromConfigMap('plugins', [file])], modules: { muc }, customConfig } });
const TEXTS: readonly Refused[] = [
  ['Lua that does not close a brace', lua('foo = {'), 'prosody.customConfig: does not close "{", and the program would not start'],
  ['Lua that closes too much', lua('foo = f(1))'), 'prosody.customConfig: has a ")" that nothing opened'],
  ['Lua with an open quote', lua('foo = "a'), 'prosody.customConfig: does not close a quote'],
  ['a variable that Jicofo has not', jicofo('a.b = ${NOPE}'), 'jicofo.customConfig: ${NOPE} is no variable that the program has, and it would not start; add NOPE to extraEnv, or write ${?NOPE}'],
  ['another port of a bridge', bridge('videobridge.ice.udp.port = 20000'), 'jvb.customConfig: videobridge.ice.udp.port must be the port of its Service; set the port of exposure'],
  ['another port of its REST interface', bridge('videobridge {\n  # probes\n  "http-servers" { private { port: 9090 } }\n}'), 'jvb.customConfig: videobridge.http-servers.private.port must be the port that probes ask'],
  ['another port after other settings', bridge('a { b { c = 1 } }\nvideobridge.ice.udp.port = 20000'), 'jvb.customConfig: videobridge.ice.udp.port must be'],
  ['a module with the beginning of its file', { prosody: { modules: { muc: ['mod_muc_hello'] } } }, 'prosody.modules.muc: Prosody adds "mod_" itself, and would look for mod_mod_muc_hello.lua; write "muc_hello"'],
  ['a file without it', plugins('muc_hello.lua', ['muc_hello']), 'prosody.modules.muc: Prosody looks for "muc_hello" in mod_muc_hello.lua, and plugins has muc_hello.lua; rename the file'],
  ['a slip in the name of a module', plugins('mod_muc_hello.lua', ['muc_helo']), 'prosody.modules.muc: no module of plugins is called "muc_helo"; did you mean "muc_hello"?'],
  ['a block of proxies without its length', { edge: EdgeExposure.clusterIp(), tls: Tls.terminatedUpstream({ trustedProxies: ['10.244.0.0'] }) }, 'tls.trustedProxies: "10.244.0.0" is one host without a length, and no block; write it with its length, such as "10.244.0.0/16"'],
  ['a block that Prosody trusts without its length', { prosody: { trustedProxies: ['127.0.0.1', '10.244.0.0'] } }, 'prosody.trustedProxies: "10.244.0.0" is one host'],
  ['a block without limits and without its length', { features: { rateLimits: { allowRanges: ['10.244.0.0'] } } }, 'features.rateLimits.allowRanges: "10.244.0.0" is one host'],
];

const TEXTS_TAKEN: readonly Taken[] = [
  ...['--[[ { ]] a = { "}", \'{\', [[ ) ]] } -- (', 'a = "\\"{"', 'a = [==[ ]] { ]==]'].map((text): Taken => [`Lua with ${text}`, lua(text)]),
  ...['a = ${OWN}', 'a = ${?NOPE}', 'NOPE = 1\na = ${NOPE}', 'a = "${NOPE}"', '# ${NOPE}\na = 1', 'a = ${jicofo.b}', 'a = ${PATH}${XMPP_DOMAIN}'].map((text): Taken => [`HOCON with ${text}`, jicofo(text)]),
  ...['videobridge.ice.tcp.port = 20000', 'a { videobridge.ice.udp.port = 1 }', 'a = "videobridge.ice.udp.port = 1"', '# videobridge.ice.udp.port = 1\na = 1', 'a = [{ videobridge.ice.udp.port = 1 }]'].map((text): Taken => [`a bridge with ${text}`, bridge(text)]),
  ['a module of the image beside a file that another one needs', plugins('util.lua', ['muc_limit'])],
  ['a module of the image that is named like one that Lua loads', plugins('mod_muc_limit2.lua', ['muc_limit'], 'Component "a" "muc_limit2"')],
  ['one host by its length', { prosody: { trustedProxies: ['10.244.0.0/32', '10.244.0.10', '2001:db8::'] } }],
];

const tokens = (tokenAuthUrl: string): Authentication => Authentication.jwt({ appId: 'a', key: JwtKey.sharedSecret(SecretKey.fromSecret('a', 'b')), tokenAuthUrl });
const person = { url: 'ldaps://ldap.example.org', baseDn: 'dc=example,dc=org' };
const ldap = (options: Partial<LdapOptions>): Props => ({ authentication: Authentication.ldap({ ...person, ...options }) });
const DIRECTORIES: readonly Refused[] = [
  ['a filter that is not closed', ldap({ filter: '(&(uid=%u)(memberOf=x)' }), 'authentication.filter: "(&(uid=%u)(memberOf=x)" does not close every bracket'],
  ['a filter that closes before it opens', ldap({ filter: 'uid=%u)(' }), 'authentication.filter: "uid=%u)(" does not close'],
  ['a domain for an entry', ldap({ baseDn: 'corp.example.org' }), 'authentication.baseDn: "corp.example.org" is no name of an entry; write one such as "dc=corp,dc=example,dc=org"'],
  ['a name that is a search', ldap({ authMethod: LdapAuthMethod.FASTBIND, filter: '(uid=%u)' }), 'authentication.filter: "(uid=%u)" is no whole name: with LdapAuthMethod.FASTBIND'],
  ['a name that is not said', ldap({ authMethod: LdapAuthMethod.FASTBIND }), 'authentication.filter: is missing: with LdapAuthMethod.FASTBIND it is the name that is logged in with; write one such as "uid=%u,dc=example,dc=org"'],
  ['a key server without an address', { authentication: Authentication.jwt({ appId: 'a', key: JwtKey.keyServer(wrong(undefined)) }) }, 'authentication.key.url: is missing; write the address of the key server'],
  ['a slip in a page of tokens', { authentication: tokens('https://login.example.org/{rom}') }, 'authentication.tokenAuthUrl: the site puts nothing in place of {rom}; did you mean {room}?'],
  ['a feature of Prosody in web', { web: { extraEnv: { ENABLE_LOBBY: value('0') } } }, 'web.extraEnv.ENABLE_LOBBY: web does not read this variable, prosody does; set features.meeting.enableLobby instead'],
  ['a Gateway of nothing', { edge: EdgeExposure.gateway(wrong(undefined)) }, 'edge: names no Gateway; write EdgeExposure.gateway({ className: "envoy" })'],
  ['a Gateway of null', { edge: EdgeExposure.gateway(wrong(null)) }, 'edge: names no Gateway; write EdgeExposure.gateway({ className: "envoy" })'],
  ['relays of null', { jvb: { exposure: MediaExposure.turnOnly(wrong(null)) } }, 'jvb.exposure: null is not a struct of props'],
  ['a TURN server of null', { turn: Turn.coturn(wrong(null)) }, 'turn: null is not a struct of props'],
  ['ports of nodes of nothing', { edge: EdgeExposure.nodePort(wrong(undefined)) }, 'edge: names no port; write EdgeExposure.nodePort({ httpsPort: 30443 })'],
  ['ports of nodes of null', { edge: EdgeExposure.nodePort(wrong(null)) }, 'edge: names no port; write EdgeExposure.nodePort({ httpsPort: 30443 })'],
];

const DIRECTORIES_TAKEN: readonly Taken[] = [
  ['a filter with brackets that are meant', ldap({ filter: '(cn=%u \\28a\\29)' })],
  ['an entry by its number', ldap({ baseDn: '2.5.4.10=example' })],
  ['a name to log in with', ldap({ authMethod: LdapAuthMethod.FASTBIND, filter: 'uid=%u,ou=people,dc=example,dc=org' })],
  ['a page of tokens with a name of its own', { authentication: tokens('https://login.example.org/{state}/{realm}') }],
  ['a feature in the component that reads it, and a variable of one\'s own', { prosody: { extraEnv: { ENABLE_LOBBY: value('0'), OWN: value('1') } } }],
  ['a name of Active Directory', ldap({ authMethod: LdapAuthMethod.FASTBIND, filter: '%u@corp.example.org' })],
];

silentFailures([...TEXTS, ...DIRECTORIES], [...TEXTS_TAKEN, ...DIRECTORIES_TAKEN]);
