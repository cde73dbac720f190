import { Duration } from 'cdk8s';
import { JitsiInstance } from '../jitsi-instance';
import type { JitsiMeetProps } from '../jitsi-meet-props';
import type { JitsiMeetChartProps } from '../jitsi-meet-chart';
import { ClientLimits } from '../nginx/client-limits';
import { SECURITY_HEADERS } from '../nginx/security-headers';
import { Authentication } from '../options/authentication/authentication';
import { BRANDING, SITE_FILE } from '../options/branding';
import { COMPONENT, REPLICATED, SIZE } from '../options/component-shapes';
import { BridgeScaling } from '../options/bridge-scaling';
import { Credentials } from '../options/credentials';
import { Drain } from '../options/drain';
import { EdgeExposure } from '../options/edge-exposure';
import { INSTANCE_OPTIONS } from '../options/instance-shapes';
import { MediaExposure } from '../options/media-exposure';
import { PodSecurityLevel } from '../options/pod-security';
import { ProsodyPlugins } from '../options/prosody-plugins';
import { REGION } from '../options/relays';
import { Tls } from '../options/tls';
import { Turn } from '../options/turn';
import { COTURN } from '../options/turn-shapes';
import { flag, instance, list, map, number, oneOf, required, Shape, struct, text } from '../validation/shapes';
import type { BootstrapProps } from './bootstrap';
import { Coturn, type CoturnProps } from './coturn';
import type { JicofoOptions, JicofoProps } from './jicofo';
import type { JvbProps } from './jvb';
import { JvbOptions } from './jvb-options';
import type { NginxProps } from './nginx';
import type { NginxOptions } from './nginx-options';
import { Prosody, ProsodyProps } from './prosody';
import { ProsodyOptions } from './prosody-options';
import { MODULES } from './prosody-modules';
import { Web, WebOptions, WebProps } from './web';

// The forms of what constructs are given. Components need these tables and the tables need components, so classes are asked for late.

const INSTANCE = required(instance<JitsiInstance>('JitsiInstance', () => JitsiInstance, 'new JitsiInstance({ name, namespace, publicUrl })'));
const PROSODY = required(instance<Prosody>('Prosody', () => Prosody, 'new Prosody(scope, "prosody", { instance })'));
const TLS = instance<Tls>('Tls', () => Tls, 'Tls.selfSigned(), Tls.fromSecret("meet-tls"), Tls.certManager({ issuer: "letsencrypt" }) or Tls.terminatedUpstream({ trustedProxies: ["10.244.0.0/16"] })');
const CREDENTIALS = instance<Credentials>('Credentials', () => Credentials, 'Credentials.generatedInCluster() or Credentials.fromSecret("jitsi-passwords")');
const AUTHENTICATION = instance<Authentication>('Authentication', () => Authentication, 'Authentication.none(), Authentication.internalAccounts(), or another of its kinds');
const TURN = instance<Turn>('Turn', () => Turn, 'Turn.coturn({ host: "turn.example.org" }) or Turn.external({ host: "turn.example.org", secretName: "turn" })');
const EDGE = instance<EdgeExposure>('EdgeExposure', () => EdgeExposure, 'EdgeExposure.loadBalancer() or another of its factories');
const SNIPPET = text('directives of NGINX in quotes');
const SCRIPT = text('JavaScript in quotes');
const HOCON = text('HOCON in quotes');
const ONE_POD = { replicas: 'it runs in one pod' };
const BRIDGES = { replicas: 'write bridges, the number of them' };

const NGINX_OPTIONS: Shape<NginxOptions> = {
  ...REPLICATED,
  redirectHttp: flag,
  hsts: instance<Duration>('Duration', () => Duration, 'Duration.days(365)'),
  clientLimits: instance<ClientLimits>('ClientLimits', () => ClientLimits, 'ClientLimits.perAddress({ connections: 2000 }) or ClientLimits.none()'),
  securityHeaders: SECURITY_HEADERS,
  maxRequestBody: SIZE,
  accessLog: flag,
  assetCache: flag,
  httpSnippet: SNIPPET,
  serverSnippet: SNIPPET,
};

const WEB_OPTIONS: Shape<WebOptions> = {
  ...REPLICATED, configJs: SCRIPT, interfaceConfigJs: SCRIPT, branding: struct(BRANDING), staticFiles: map(SITE_FILE, '"/images/background.png"'),
  contentSecurityPolicy: text('a policy such as "default-src \'self\' \'unsafe-inline\'"'),
};

const PROSODY_OPTIONS: Shape<ProsodyOptions> = {
  ...COMPONENT,
  trustedProxies: list(text('"10.244.0.0/16"')),
  customConfig: text('Lua in quotes'),
  plugins: list(instance<ProsodyPlugins>('ProsodyPlugins', () => ProsodyPlugins, 'ProsodyPlugins.fromConfigMap("prosody-plugins", ["mod_muc_hello.lua"])')),
  modules: MODULES.kind,
};

const JICOFO_OPTIONS: Shape<JicofoOptions> = { ...COMPONENT, maxHeap: SIZE, customConfig: HOCON };

/** Options of a pool of bridges. */
export const JVB_OPTIONS: Shape<JvbOptions> = {
  ...COMPONENT,
  namespace: text('the name of a namespace, such as "jitsi-bridges"'),
  createNamespace: flag,
  exposure: instance<MediaExposure>('MediaExposure', () => MediaExposure, 'MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService() })'),
  bridges: number('a number of bridges, such as 2'),
  scaling: instance<BridgeScaling>('BridgeScaling', () => BridgeScaling, 'BridgeScaling.byCpu({ minBridges: 2, maxBridges: 6 })'),
  deletionCost: flag,
  region: REGION,
  customConfig: HOCON,
  drain: instance<Drain>('Drain', () => Drain, 'Drain.within(Duration.minutes(30)) or Drain.atOnce()'),
  maxHeap: SIZE,
};

/** Name of a pool. */
export const POOL = text('the name of a pool, such as "eu-west"');

/** Props of the components. */
export const PROPS: {
  readonly bootstrap: Shape<BootstrapProps>; readonly coturn: Shape<CoturnProps>; readonly jicofo: Shape<JicofoProps>; readonly jvb: Shape<JvbProps>; readonly nginx: Shape<NginxProps>;
  readonly prosody: Shape<ProsodyProps>; readonly web: Shape<WebProps>;
} = {
  bootstrap: { ...COMPONENT, instance: INSTANCE, credentials: CREDENTIALS, tls: TLS, turn: TURN },
  coturn: { instance: INSTANCE, credentials: CREDENTIALS, ...COTURN },
  jicofo: { ...JICOFO_OPTIONS, prosody: PROSODY },
  jvb: { ...JVB_OPTIONS, prosody: PROSODY, pool: POOL, coturn: instance<Coturn>('Coturn', () => Coturn, 'new Coturn(scope, "coturn", { instance, host: "turn.example.org" })') },
  nginx: { ...NGINX_OPTIONS, web: required(instance<Web>('Web', () => Web, 'new Web(scope, "web", { prosody })')), tls: TLS, exposure: EDGE },
  prosody: { ...PROSODY_OPTIONS, instance: INSTANCE, authentication: AUTHENTICATION, credentials: CREDENTIALS, turn: TURN },
  web: { ...WEB_OPTIONS, prosody: PROSODY },
};

/** Props of a stack. */
export const JITSI_MEET: Shape<JitsiMeetProps> = {
  ...INSTANCE_OPTIONS,
  tls: TLS,
  authentication: AUTHENTICATION,
  credentials: CREDENTIALS,
  edge: EDGE,
  turn: TURN,
  nginx: struct(NGINX_OPTIONS),
  web: struct(WEB_OPTIONS),
  prosody: struct(PROSODY_OPTIONS, ONE_POD),
  jicofo: struct(JICOFO_OPTIONS, ONE_POD),
  jvb: struct(JVB_OPTIONS, BRIDGES),
  bootstrap: struct(COMPONENT),
};

/** What is said of props that only a chart of the library has. */
export const OF_THE_CHART = {
  namespace: 'write it on the chart: new Chart(app, "jitsi", { namespace: "jitsi" })', createNamespace: 'it is for JitsiMeetChart', podSecurity: 'it is for JitsiMeetChart',
};

/** Props of a stack with its chart. */
export const JITSI_MEET_CHART: Shape<JitsiMeetChartProps> = { ...JITSI_MEET, namespace: text('the name of a namespace, such as "jitsi"'), createNamespace: flag, podSecurity: oneOf<PodSecurityLevel>('PodSecurityLevel', PodSecurityLevel) };
