import * as kplus from 'cdk8s-plus-27';
import { Authentication, ExtraVolume, JwtKey, LoadBalancerProvider, SecretKey, Tls, Turn, TurnTransport } from '../../lib';
import { Props, Refused, silentFailures, Taken } from '../support/silent-failures';

const coturn = (provider?: LoadBalancerProvider, more: Partial<Parameters<typeof Turn.coturn>[0]> = {}): Turn => (
  Turn.coturn({ host: 'turn.example.org', tls: Tls.fromSecret('turn-tls'), loadBalancer: { provider }, ...more })
);
const SCRIPTS: readonly Refused[] = [
  ['a config that is declared twice', { web: { configJs: 'const config = { a: 1 };' } }, 'web.configJs: it would leave every visitor with a blank page: Identifier \'config\' has already been declared; write config.NAME'],
  ['an interfaceConfig that is declared twice', { web: { interfaceConfigJs: 'let interfaceConfig = {};' } }, 'web.interfaceConfigJs: it would leave every visitor with a blank page: Identifier \'interfaceConfig\''],
  ['a config that is declared in the other script of the page', { web: { interfaceConfigJs: 'const config = {};' } }, 'web.interfaceConfigJs: it would leave every visitor with a blank page: Identifier \'config\' has already been declared; write config.NAME'],
  ['Jitsi\'s own config.js with a few changes', { web: { configJs: '/* Settings of the site. */\n\nvar config = {\n  // Connection\n  hosts: { domain: `a}` },\n};\n' } }, 'web.configJs: it puts another config in place of the image\'s'],
  ['a config that is replaced', { web: { configJs: 'config.a = 1\nconfig = {};' } }, 'web.configJs: it puts another config'],
  ['a config that is replaced by its long name', { web: { configJs: 'window.config = { a: 1 };' } }, 'web.configJs: it puts another config'],
];

const SCRIPTS_TAKEN: readonly Taken[] = [
  'config = { ...config, a: 1 };', 'var config = config || {};', '// config = {};', '/* config = {}; */', 'const note = "config = {}";', 'const merge = (config = {}) => config;',
  'my.config = {};', 'config.testing = { config: {} };', '{ const config = {}; }', 'config = Object.assign({}, config);', 'if (config == {}) {}',
].map((configJs) => [`config.js with ${configJs}`, { web: { configJs } }]);

const value = (text: string): kplus.EnvValue => kplus.EnvValue.fromValue(text);
const ENVIRONMENT: readonly Refused[] = [
  ['a log file of Jicofo', { jicofo: { extraEnv: { JICOFO_LOG_FILE: value('/tmp/log') } } }, 'jicofo.extraEnv.JICOFO_LOG_FILE: the construct sets this variable itself: a log file puts a shell between'],
  ['a log file of bridges', { jvb: { extraEnv: { JVB_LOG_FILE: value('/tmp/log') } } }, 'jvb.extraEnv.JVB_LOG_FILE: '],
  ['a bridge that nobody learns of', { jvb: { extraEnv: { JVB_DISABLE_XMPP: value('1') } } }, 'jvb.extraEnv.JVB_DISABLE_XMPP: '],
  ['a Prosody for visitors alone', { prosody: { extraEnv: { PROSODY_MODE: value('visitors') } } }, 'prosody.extraEnv.PROSODY_MODE: '],
  ['the nameserver of Docker', { web: { extraEnv: { NGINX_RESOLVER: value('127.0.0.11') } } }, 'web.extraEnv.NGINX_RESOLVER: '],
];

const volume = (mountPath: string): { readonly extraVolumes: ExtraVolume[] } => ({ extraVolumes: [ExtraVolume.configMap('own', 'own', { mountPath })] });
const jwt = (tokenAuthUrlAutoRedirect: boolean): Authentication => Authentication.jwt({
  appId: 'a', key: JwtKey.sharedSecret(SecretKey.fromSecret('a', 'b')), tokenAuthUrl: 'https://meet.example.org/oidc/auth?state={state}', tokenAuthUrlAutoRedirect,
});
const VOLUMES: readonly Refused[] = [
  ['a volume over the branding\'s part of NGINX', { web: { branding: { appName: 'Meetings' }, ...volume('/config/nginx-custom') } }, 'web.extraVolumes[0]: "/config/nginx-custom" is in /config, which other props fill'],
  ['a volume among scripts of the site', { features: { page: { disableThirdPartyRequests: true } }, web: volume('/config/nginx-custom') }, 'web.extraVolumes[0]: "/config/nginx-custom" is in /config'],
  ['a volume among scripts of authentication', { authentication: jwt(true), web: volume('/config/nginx-custom') }, 'web.extraVolumes[0]: "/config/nginx-custom" is in /config'],
  ['a volume among scripts of a TURN server', { turn: coturn(undefined, { transports: [TurnTransport.UDP] }), web: volume('/config/keys') }, 'web.extraVolumes[0]: "/config/keys" is in /config'],
  ['a volume beside Jicofo\'s own text', { jicofo: { customConfig: 'a = 1', ...volume('/config/more') } }, 'jicofo.extraVolumes[0]: "/config/more" is in /config'],
  ['a volume beside Prosody\'s own text', { prosody: { customConfig: 'a = 1', ...volume('/config/conf.d/more') } }, 'prosody.extraVolumes[0]: "/config/conf.d/more" is in /config/conf.d'],
];

const VOLUMES_TAKEN: readonly Taken[] = [
  ['a volume where the image looks, with nothing beside it', { authentication: jwt(false), web: volume('/config/nginx-custom') }],
  ['a volume of another name', { web: { configJs: 'config.a = 1;', ...volume('/configuration') } }],
];

const policy = (permissionsPolicy: string): Props => ({ nginx: { securityHeaders: { permissionsPolicy } } });
const content = (contentSecurityPolicy: string): Props => ({ web: { contentSecurityPolicy } });
const HEADERS: readonly Refused[] = [
  ...['camera=(), microphone=()', 'geolocation=(),microphone=()', 'microphone=("https://a.example.org"), camera=(self)', 'geolocation=(), camera=()'].map((text): Refused => [
    `the Permissions-Policy ${text}`, policy(text), `nginx.securityHeaders.permissionsPolicy: ${JSON.stringify(text)} takes microphone or camera from everybody`,
  ]),
  ...['default-src \'self\'', 'script-src \'self\' https:', 'default-src *', 'script-src \'unsafe-inline\' \'nonce-abc\'', 'default-src \'unsafe-inline\'; script-src-elem \'self\'', 'script-src'].map((text): Refused => [
    `the policy ${text}`, content(text), `web.contentSecurityPolicy: "${text}" forbids the scripts in the site's page, which stays blank; write 'unsafe-inline'`,
  ]),
  ['a keyword without quotes', content('default-src self unsafe-inline'), 'web.contentSecurityPolicy: self is the name of a host without quotes; write \'self\''],
  ['the name of the header in its value', content('Content-Security-Policy: default-src \'self\' \'unsafe-inline\''), 'web.contentSecurityPolicy: "content-security-policy:" is no directive'],
];

const HEADERS_TAKEN: readonly Taken[] = [
  ...['microphone=(self), camera=()', 'microphone=*, camera=*', 'camera=(self "https://a.example.org"), microphone=self', 'geolocation=(), usb=()'].map((text): Taken => [`the Permissions-Policy ${text}`, policy(text)]),
  ...['frame-ancestors \'self\'', 'DEFAULT-SRC \'none\'; Script-Src \'SELF\' \'UNSAFE-INLINE\';', 'script-src \'self\' \'sha256-abc=\'', 'img-src self.example.org; upgrade-insecure-requests'].map((text): Taken => [`the policy ${text}`, content(text)]),
];

silentFailures([...SCRIPTS, ...ENVIRONMENT, ...VOLUMES, ...HEADERS], [...SCRIPTS_TAKEN, ...VOLUMES_TAKEN, ...HEADERS_TAKEN]);
