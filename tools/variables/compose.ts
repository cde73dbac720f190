import { Component } from '../../test/support/consistency-matrix';
import { IMAGE_VARIABLES } from '../../test/support/image-variables';
import { COMPONENTS, type refusedVariables, type typedVariables } from './typed';
import { groupOf } from './untyped-groups';

type Typed = ReturnType<typeof typedVariables>;
type Refused = ReturnType<typeof refusedVariables>;

/** Variables of the compose stack's `.env`, from its template and its compose files, of this release and of former ones. */
const SECTIONS: ReadonlyArray<readonly [title: string, names: string]> = [
  ['Basics', `PUBLIC_URL TZ CONFIG HTTP_PORT HTTPS_PORT JITSI_IMAGE_REPO JITSI_IMAGE_VERSION RESTART_POLICY ENABLE_LOBBY ENABLE_PREJOIN_PAGE ENABLE_WELCOME_PAGE ENABLE_CLOSE_PAGE
    ENABLE_REQUIRE_DISPLAY_NAME MAX_PARTICIPANTS`],
  ['Passwords', 'JICOFO_AUTH_PASSWORD JVB_AUTH_PASSWORD JICOFO_COMPONENT_SECRET JICOFO_AUTH_USER JVB_AUTH_USER'],
  ['Certificate', 'ENABLE_LETSENCRYPT LETSENCRYPT_DOMAIN LETSENCRYPT_EMAIL LETSENCRYPT_USE_STAGING DISABLE_HTTPS ENABLE_HTTP_REDIRECT ENABLE_HSTS ENABLE_IPV6'],
  ['Media', `JVB_ADVERTISE_IPS DOCKER_HOST_ADDRESS JVB_PORT JVB_STUN_SERVERS JVB_DISABLE_STUN JVB_BREWERY_MUC JVB_ENABLE_APIS JVB_COLIBRI_PORT JVB_TCP_HARVESTER_DISABLED JVB_TCP_PORT JVB_TCP_MAPPED_PORT
    ENABLE_OCTO JVB_OCTO_BIND_ADDRESS JVB_OCTO_REGION JVB_OCTO_RELAY_ID TURN_HOST TURN_PORT TURN_CREDENTIALS TURNS_HOST TURNS_PORT`],
  ['Colibri websockets', `ENABLE_COLIBRI_WEBSOCKET COLIBRI_WEBSOCKET_PORT COLIBRI_WEBSOCKET_REGEX COLIBRI_WEBSOCKET_JVB_LOOKUP_NAME ENABLE_COLIBRI_WEBSOCKET_UNSAFE_REGEX DISABLE_COLIBRI_WEBSOCKET_JVB_LOOKUP
    JVB_WS_DOMAIN JVB_WS_SERVER_ID JVB_WS_TLS ENABLE_SCTP ENABLE_OCTO_SCTP`],
  ['Authentication', `ENABLE_AUTH ENABLE_GUESTS AUTH_TYPE JWT_APP_ID JWT_APP_SECRET JWT_ACCEPTED_ISSUERS JWT_ACCEPTED_AUDIENCES JWT_ASAP_KEYSERVER JWT_ALLOW_EMPTY JWT_TOKEN_AUTH_MODULE TOKEN_AUTH_URL
    LDAP_URL LDAP_BASE LDAP_BINDDN LDAP_BINDPW LDAP_FILTER LDAP_AUTH_METHOD LDAP_VERSION LDAP_USE_TLS LDAP_TLS_CIPHERS LDAP_TLS_CHECK_PEER LDAP_TLS_CACERT_FILE LDAP_TLS_CACERT_DIR LDAP_START_TLS
    MATRIX_UVS_URL MATRIX_UVS_ISSUER MATRIX_UVS_AUTH_TOKEN`],
  ['XMPP', `XMPP_DOMAIN XMPP_AUTH_DOMAIN XMPP_MUC_DOMAIN XMPP_INTERNAL_MUC_DOMAIN XMPP_GUEST_DOMAIN XMPP_RECORDER_DOMAIN XMPP_HIDDEN_DOMAIN XMPP_SERVER XMPP_PORT XMPP_BOSH_URL_BASE XMPP_CROSS_DOMAIN
    ENABLE_XMPP_WEBSOCKET XMPP_MODULES XMPP_MUC_MODULES XMPP_INTERNAL_MUC_MODULES GLOBAL_MODULES GLOBAL_CONFIG XMPP_CONFIGURATION XMPP_MUC_CONFIGURATION PROSODY_TRUSTED_PROXIES`],
  ['Jicofo', 'JICOFO_ENABLE_HEALTH_CHECKS JICOFO_RESERVATION_REST_BASE_URL JICOFO_REST_PORT JICOFO_MAX_MEMORY VIDEOBRIDGE_MAX_MEMORY'],
  ['Recording, telephones, transcription', `ENABLE_RECORDING ENABLE_TRANSCRIPTIONS JIBRI_RECORDER_USER JIBRI_RECORDER_PASSWORD JIBRI_XMPP_USER JIBRI_XMPP_PASSWORD JIBRI_BREWERY_MUC JIBRI_PENDING_TIMEOUT JIBRI_RECORDING_DIR
    JIBRI_FINALIZE_RECORDING_SCRIPT_PATH JIBRI_STRIP_DOMAIN_JID JIBRI_LOGS_DIR JIGASI_XMPP_USER JIGASI_XMPP_PASSWORD JIGASI_BREWERY_MUC JIGASI_PORT_MIN JIGASI_PORT_MAX JIGASI_SIP_URI JIGASI_SIP_PASSWORD JIGASI_SIP_SERVER
    JIGASI_SIP_PORT JIGASI_SIP_TRANSPORT JIGASI_SIP_KEEP_ALIVE_METHOD JIGASI_ENABLE_SDES_SRTP JIGASI_HEALTH_CHECK_SIP_URI JIGASI_HEALTH_CHECK_INTERVAL JIGASI_TRANSCRIBER_RECORD_AUDIO JIGASI_TRANSCRIBER_SEND_TXT
    JIGASI_TRANSCRIBER_ADVERTISE_URL JIGASI_TRANSCRIBER_USER JIGASI_TRANSCRIBER_PASSWORD GC_PROJECT_ID GC_PRIVATE_KEY_ID GC_PRIVATE_KEY GC_CLIENT_EMAIL GC_CLIENT_ID GC_CLIENT_CERT_URL`],
  ['Beside the stack', `ETHERPAD_URL_BASE ETHERPAD_PUBLIC_URL ETHERPAD_TITLE ETHERPAD_DEFAULT_PAD_TEXT ETHERPAD_SKIN_NAME ETHERPAD_SKIN_VARIANTS WHITEBOARD_COLLAB_SERVER_URL_BASE WHITEBOARD_COLLAB_SERVER_PUBLIC_URL
    JVB_SENTRY_DSN JICOFO_SENTRY_DSN JIGASI_SENTRY_DSN`],
];

const GONE = 'nothing: the images have given it up';
const TURN = '[`turn`](turn.md)';
const CUSTOM = '[`prosody.customConfig`](customisation.md#programs)';
const PORTS = 'nothing behind a load balancer, Ingress or Gateway; ports of nodes are [`edge`](entry-points.md): `nodePort`, `hostPort`. The port of `publicUrl` is the one that people write, 443 where there is none';
const FIXED = '`jvb.exposure`: `AdvertisedAddress.fixed([…])`, with addresses that lead to the new bridges';
const EXTERNAL = '`turn`: [`Turn.external`](turn.md#one-that-is-there-already)';
const LDAP_TLS = '`authentication`: `Authentication.ldap';
const POLICY = 'and [a policy](#what-runs-beside)';
const FOLLOWS = 'nothing: it follows from `xmppDomain`';
const NO_POD = 'nothing: the stack has no such pod';

/** What becomes of those that no image of the stack reads, by the variable or what it begins with; and what is worth knowing of others. */
const SAID: Readonly<Record<string, string>> = {
  CONFIG: 'nothing: configuration is in ConfigMaps, and only accounts have [a volume](authentication.md#accounts-in-prosody)',
  HTTP_PORT: PORTS,
  HTTPS_PORT: PORTS,
  JITSI_IMAGE_REPO: '`images.mirrors`',
  JITSI_IMAGE_VERSION: 'the version of this library, which has the images of one release; `image` of each component for [a newer one](upgrading.md#another-release-of-jitsi), none for an older one',
  RESTART_POLICY: 'nothing: Kubernetes starts pods again',
  LETSENCRYPT_: '`tls`: `Tls.certManager({ issuer })`; address and server of the authority are the issuer\'s',
  ENABLE_LETSENCRYPT: '`tls`: `Tls.certManager({ issuer })`',
  DISABLE_HTTPS: '`tls`: `Tls.terminatedUpstream({ trustedProxies })`, and an [`edge`](entry-points.md) that the proxy reaches',
  ENABLE_HTTP_REDIRECT: '`nginx.redirectHttp`; on by default, where the images have it off',
  ENABLE_HSTS: '`nginx.hsts`; off by default, where the images send two years: write `Duration.days(730)`',
  ENABLE_IPV6: '`ipFamilies`',
  JVB_ADVERTISE_IPS: FIXED,
  DOCKER_HOST_ADDRESS: FIXED,
  JVB_PORT: '`jvb.exposure`: `port`, of the first bridge or of all',
  JVB_STUN_SERVERS: '`jvb.exposure`: `AdvertisedAddress.stun([…])`, on nodes only',
  JVB_DISABLE_STUN: 'nothing: no STUN server is asked that is not named',
  JVB_ENABLE_APIS: 'nothing: what drain and scaling need of it, they switch on',
  JVB_TCP_: `${GONE}; who cannot send UDP needs ${TURN}`,
  JVB_COLIBRI_PORT: 'nothing: the port is open to the kubelet, and to whom [a policy of yours](network-policies.md#open-more) lets in',
  JICOFO_REST_PORT: 'nothing, as that of the bridges',
  JVB_OCTO_BIND_ADDRESS: GONE,
  JICOFO_COMPONENT_SECRET: GONE,
  JICOFO_AUTH_USER: `${GONE}; it is always \`focus\``,
  JICOFO_RESERVATION_REST_BASE_URL: `\`prosody.extraEnv\`, as \`PROSODY_RESERVATION_REST_BASE_URL\`, with \`PROSODY_RESERVATION_ENABLED\`, ${POLICY}`,
  JICOFO_MAX_MEMORY: '`jicofo.maxHeap`, or `jicofo.resources.memory.limit`, of which it takes 60 %; by default less than the 3 GiB of the image',
  VIDEOBRIDGE_MAX_MEMORY: '`jvb.maxHeap`, or `jvb.resources.memory.limit`, of which it takes 60 %; by default less than the 3 GiB of the image',
  COLIBRI_WEBSOCKET_: GONE,
  ENABLE_COLIBRI_WEBSOCKET: GONE,
  ENABLE_COLIBRI_WEBSOCKET_: GONE,
  DISABLE_COLIBRI_WEBSOCKET_JVB_LOOKUP: GONE,
  JVB_WS_: GONE,
  ENABLE_SCTP: GONE,
  ENABLE_OCTO_SCTP: GONE,
  XMPP_CROSS_DOMAIN: `${GONE}; the name of \`publicUrl\` is the one that counts`,
  XMPP_AUTH_DOMAIN: FOLLOWS,
  XMPP_MUC_DOMAIN: FOLLOWS,
  XMPP_INTERNAL_MUC_DOMAIN: FOLLOWS,
  XMPP_GUEST_DOMAIN: FOLLOWS,
  XMPP_HIDDEN_DOMAIN: FOLLOWS,
  PROSODY_TRUSTED_PROXIES: '`prosody.trustedProxies`, which must have the pods of the edge: leave out what was there for Docker',
  TURN_HOST: `${EXTERNAL}, one host; of a list, a name that leads to all of them`,
  TURNS_HOST: `${EXTERNAL}, one host; of a list, a name that leads to all of them`,
  TURN_PORT: `${EXTERNAL}: \`port\`; 3478 by default, where the images have 443`,
  TURNS_PORT: `${EXTERNAL}: \`tlsPort\`; none by default, where the images have 443`,
  TURN_CREDENTIALS: `${EXTERNAL}: \`secretName\``,
  ENABLE_AUTH: '`authentication`: `Authentication.internalAccounts()`, where there is no `AUTH_TYPE`',
  LDAP_TLS_CHECK_PEER: `${LDAP_TLS}({ verifyCertificate })\`; on by default, where the images do not check`,
  LDAP_TLS_CACERT_FILE: `${LDAP_TLS}({ caCertificate })\``,
  XMPP_RECORDER_DOMAIN: 'nothing: it belongs to recording',
  GLOBAL_CONFIG: CUSTOM,
  XMPP_CONFIGURATION: CUSTOM,
  XMPP_MUC_CONFIGURATION: CUSTOM,
  XMPP_PORT: 'nothing: it is 5222 inside the cluster',
  JIBRI_: NO_POD,
  JIGASI_: NO_POD,
  GC_: NO_POD,
  ENABLE_RECORDING: NO_POD,
  ENABLE_TRANSCRIPTIONS: NO_POD,
  JVB_SENTRY_DSN: `\`jvb.extraEnv\`, as \`SENTRY_DSN\` from a Secret, ${POLICY}`,
  JICOFO_SENTRY_DSN: `\`jicofo.extraEnv\`, as \`SENTRY_DSN\` from a Secret, ${POLICY}`,
  JIGASI_SENTRY_DSN: NO_POD,
  ETHERPAD_URL_BASE: `\`web.extraEnv\`, ${POLICY}`,
  WHITEBOARD_COLLAB_SERVER_URL_BASE: `\`web.extraEnv\`, ${POLICY}`,
  ETHERPAD_TITLE: 'the pad\'s own, which is not of the stack',
  ETHERPAD_DEFAULT_PAD_TEXT: 'the pad\'s own, which is not of the stack',
  ETHERPAD_SKIN_: 'the pad\'s own, which is not of the stack',
};

/** What is said of a variable: by its name, or the longest beginning of it. */
function said(name: string): string | undefined {
  const [found] = Object.keys(SAID).filter((key) => key === name || (key.endsWith('_') && name.startsWith(key))).sort((a, b) => b.length - a.length);
  return found === undefined ? undefined : SAID[found];
}

/** The table of what becomes of each variable of the compose stack's `.env`, and the variables of which nothing is known. */
export function composeVariables(typed: Typed, refused: Refused): { readonly table: string; readonly unexplained: readonly string[] } {
  const becomes = (name: string): string | undefined => {
    const of = <T>(known: ReadonlyMap<`${Component} ${string}`, T>): T[] => COMPONENTS.flatMap((component) => known.get(`${component} ${name}`) ?? []);
    const props = [...new Set(of(typed).flat())];
    const readers = COMPONENTS.filter((component) => IMAGE_VARIABLES[component].has(name) && groupOf(component, name));
    return said(name) ?? (props.length > 0 ? props.map((prop) => `\`${prop}\``).join(', ')
      : of(refused)[0] !== undefined ? `nothing: ${of(refused)[0] ?? ''}`
        : readers.length > 0 ? readers.map((component) => `\`${component}.extraEnv\``).join(', ') : undefined);
  };
  const unexplained: string[] = [];
  const rows = SECTIONS.flatMap(([title, names]) => {
    const grouped = new Map<string, string[]>();
    for (const name of names.trim().split(/\s+/)) {
      const what = becomes(name);
      if (what === undefined) {
        unexplained.push(name);
      }
      grouped.set(what ?? '', [...grouped.get(what ?? '') ?? [], name]);
    }
    return [`| **${title}** | |`, ...[...grouped].map(([what, members]) => `| ${members.map((name) => `\`${name}\``).join(', ')} | ${what} |`)];
  });
  return { table: ['| in `.env` | becomes |', '| --- | --- |', ...rows, ''].join('\n'), unexplained };
}
