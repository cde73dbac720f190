import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import {
  ClientLimits, ClientLimitsOptions, ComponentOptions, ExtraVolume, ExtraVolumeOptions, JicofoOptions, NginxOptions, ProsodyOptions, SecurityHeaders, Toleration, WebOptions,
} from '../../../lib';
import { choice, Domain, Factories, Fields, leaf, list, made, map, oneOf, struct, values } from './domain';
import { extensions, hocon, site } from './customisation';
import { extraEnv } from './environment';
import { duration, heap, resources, size, whole } from './numbers';
import { anyText, className, dnsLabel, freeText, labelValue, objectName, qualifiedName } from './texts';
import { trustedProxies } from './values';

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;

function image(jitsi: boolean): Domain<string> {
  const repository = fc.constantFrom('ghcr.io/jitsi/web', 'registry.example.org:5000/a/b__c/d-e', 'web', 'localhost/web');
  const tag = fc.constantFrom('stable-11146-2', 'stable-11146-3', 'stable-11200', 'unstable-2026-11-01', '1.30', 'A_b.c-d');
  return leaf(
    fc.tuple(repository, tag).map(([name, release]) => `${name}:${release}${DIGEST}`),
    [
      '', 'Not an image', 'ghcr.io/jitsi/web', `ghcr.io/jitsi/web:latest${DIGEST}`, 'ghcr.io/jitsi/web:latest', `ghcr.io/Jitsi/web${DIGEST}`, `https://ghcr.io/jitsi/web:1${DIGEST}`,
      `ghcr.io/jitsi/web:1${DIGEST}0`, `ghcr.io/jitsi/web:1${DIGEST} `, `ghcr.io/jitsi/web:a/b${DIGEST}`,
      ...(jitsi ? [`ghcr.io/jitsi/web:stable-11146-1${DIGEST}`, `ghcr.io/jitsi/web:stable-11146${DIGEST}`, 'mirror.example.org/web:stable-9909'] : []),
    ],
    fc.oneof(anyText, fc.tuple(repository, anyText).map(([name, text]) => `${name}:${text}${DIGEST}`)),
  );
}

const taintKey = qualifiedName();
const EFFECTS = [kplus.TaintEffect.NO_SCHEDULE, kplus.TaintEffect.PREFER_NO_SCHEDULE, kplus.TaintEffect.NO_EXECUTE];
const seconds = whole(0, 86400);

const toleration: Domain<Toleration> = (() => {
  const fields: Fields<Toleration> = { key: taintKey, value: labelValue, effect: choice(...EFFECTS), seconds: leaf(seconds.good, [-1, 0.5, NaN], seconds.odd) };
  const one = struct<Toleration>(fields);
  return {
    // A value goes with a key, a time with eviction.
    good: one.good.map(({ key, value, effect, seconds: time }) => ({
      key,
      value: key === undefined ? undefined : value,
      // Without a key and without an effect it would tolerate everything.
      effect: key === undefined ? effect ?? kplus.TaintEffect.NO_SCHEDULE : effect,
      seconds: effect === kplus.TaintEffect.NO_EXECUTE ? time : undefined,
    })),
    odd: one.odd,
    bad: fc.oneof(
      one.bad.map(({ value }) => ({ value, field: '' })),
      fc.constantFrom<Toleration>({}, { value: 'a' }, { key: 'a', seconds: 3 }, { key: 'a', effect: kplus.TaintEffect.NO_SCHEDULE, seconds: 3 }).map((value) => ({ value, field: '' })),
    ),
    kinds: one.kinds,
  };
})();

const BAD_PATHS = ['', 'opt', '/', '/run', '/tmp', '/config', '/config-source', '/scripts', '/opt/', '/opt//a', '/opt/./a', '/opt/../a', '/a:b', '/var/run/secrets/kubernetes.io/serviceaccount'];
const BAD_VOLUMES = ['run', 'tmp', 'tls', 'data', 'scripts', 'config', 'config-source', 'address', 'api-access', 'cache'];

const mount = struct<ExtraVolumeOptions>({
  mountPath: leaf(fc.nat().map((number) => `/opt/${number}`), BAD_PATHS, anyText),
  subPath: leaf(fc.constantFrom('a', 'a/b', '..a'), ['', '/a', '..', 'a/../b'], anyText),
  readOnly: choice(true, false),
}, ['mountPath']);

interface VolumeInput<T> {
  readonly name: string;
  readonly source: T;
  readonly options: ExtraVolumeOptions;
}

function volume<T>(source: Domain<T>, make: (name: string, source: T, options: ExtraVolumeOptions) => ExtraVolume): Domain<ExtraVolume> {
  const name = dnsLabel(20, BAD_VOLUMES);
  const fields: Fields<VolumeInput<T>> = { name: { ...name, good: name.good.map((text) => `v-${text}`) }, source, options: mount };
  return made(struct<VolumeInput<T>>(fields, ['name', 'source', 'options']), (input) => make(input.name, input.source, input.options), () => '');
}

const VOLUMES: Factories<typeof ExtraVolume, ExtraVolume> = {
  secret: volume(objectName, ExtraVolume.secret.bind(ExtraVolume)),
  configMap: volume(objectName, ExtraVolume.configMap.bind(ExtraVolume)),
  persistentVolumeClaim: volume(objectName, ExtraVolume.persistentVolumeClaim.bind(ExtraVolume)),
  emptyDir: volume(size(1, 4096), ExtraVolume.emptyDir.bind(ExtraVolume)),
};

const OWN_LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/part-of', 'cdk8s-jitsi/pool', 'cdk8s-jitsi/bridge'];

/**
 * What every component can be given.
 *
 * @param least MiB of memory with which its program starts.
 */
export function component({ least, managed, jitsi = true }: { readonly least: number; readonly managed: readonly string[]; readonly jitsi?: boolean }): Fields<ComponentOptions> {
  return {
    image: image(jitsi),
    resources: resources(least),
    extraEnv: extraEnv(managed),
    nodeSelector: map(qualifiedName(), labelValue),
    tolerations: list(toleration, (a, b) => JSON.stringify(a) === JSON.stringify(b)),
    priorityClassName: className,
    annotations: map(qualifiedName(['cdk8s-jitsi/config-checksum', 'cdk8s-jitsi/anything']), freeText),
    labels: map(qualifiedName(OWN_LABELS), labelValue),
    extraVolumes: list(oneOf(VOLUMES), (a, b) => a.name === b.name || a.options.mountPath === b.options.mountPath),
  };
}

export const replicas = whole(1, 1000, [0]);

/** Variables that no user may give any component of Jitsi. */
export const COMMON = ['TZ', 'S6_READ_ONLY_ROOT', 'S6_YES_I_WANT_A_WORLD_WRITABLE_RUN_BECAUSE_KUBERNETES'];

/** And none that logs in to Prosody. */
export const LOGIN = ['XMPP_SERVER', 'XMPP_PORT', 'XMPP_AUTH_DOMAIN', 'XMPP_INTERNAL_MUC_DOMAIN', 'JVB_BREWERY_MUC'];

const script: Domain<string> = leaf(
  fc.constantFrom('', '// nothing', 'config.startWithAudioMuted = true;', 'var a = `</div>`;\n', 'if (config.hosts) {\n  config.hosts.muc = "a";\n}'),
  ['config.x = {', 'const config = {};', 'let interfaceConfig;', 'var x = "</script>";', 'x = "</SCRIPT >";', '<!-- a', '#!/usr/bin/env node\n', 'import a from "b";', 'return 1;', 'await a;', '/* open', '\'open'], fc.oneof(anyText, fc.json()),
);

const snippet: Domain<string> = leaf(
  fc.constantFrom('', '# nothing', 'large_client_header_buffers 8 16k;', 'map $host $a {\n  default "}";\n  \'{\' ${host};\n}\n', 'set $a "it\\"s;";'),
  ['}', 'a {', 'a b', 'set $a "b;', 'set $a \'b;', 'a;}{', 'set $a b; # c\nreturn 1', 'a {}}', 'a;\0'], fc.oneof(anyText, fc.string({ unit: fc.constantFrom('a', ';', '{', '}', '"', '\'', '\\', '#', ' ', '\n', '$') })),
);

const limit: Domain<number> = leaf(fc.integer({ min: 1, max: 1_000_000 }), [0, -1, 1.5, NaN, 1_000_001, Infinity], whole(1, 1_000_000).odd);
const roomFor = (requests: number): Domain<number> => ({ ...limit, good: fc.integer({ min: requests, max: 1_000_000 }), bad: fc.constantFrom(0, -1, 1.5, NaN, 1, requests - 1).map((value) => ({ value, field: '' })) });
const LIMITS: Factories<typeof ClientLimits, ClientLimits> = {
  perAddress: made(struct<ClientLimitsOptions>({ connections: roomFor(50), requestsPerSecond: limit, burst: roomFor(50) }), ClientLimits.perAddress.bind(ClientLimits)),
  none: choice(ClientLimits.none()),
};

const origin = fc.constantFrom('https://portal.example.org', 'http://localhost:3000', 'https://*.example.org');
const securityHeaders: Domain<SecurityHeaders> = struct<SecurityHeaders>({
  frameAncestors: values(origin, ['', '*', 'portal.example.org', 'https://portal.example.org/', "'none'", 'https://a b', 'https://a;b'], fc.oneof(origin, anyText)),
  contentTypeOptions: choice(true, false),
  referrerPolicy: leaf(fc.constantFrom('no-referrer', 'same-origin'), ['', 'none', 'no-referrer;', '$host'], anyText),
  permissionsPolicy: leaf(fc.constantFrom('geolocation=()', 'camera=(self "https://a.example.org"), usb=()'), ['', '$host', 'a;b', 'a\nb', 'a\\', 'camera=(), microphone=()', 'microphone=("https://a.example.org")', 'camera=()'], anyText),
});

export const nginx: Domain<NginxOptions> = struct<NginxOptions>({
  ...component({ least: 64, managed: ['EDGE_IPV6'], jitsi: false }),
  replicas,
  redirectHttp: choice(true, false),
  hsts: duration(1, 2 * 365 * 86400, [Duration.millis(999)]),
  clientLimits: oneOf(LIMITS),
  securityHeaders,
  maxRequestBody: size(1, 64),
  accessLog: choice(true, false),
  assetCache: choice(true, false),
  httpSnippet: snippet,
  serverSnippet: snippet,
});

export const web: Domain<WebOptions> = struct<WebOptions>({
  ...component({ least: 128, managed: [...COMMON, 'PUBLIC_URL', 'XMPP_DOMAIN', 'XMPP_BOSH_URL_BASE', 'ENABLE_AUTH', 'ENABLE_GUESTS', 'TOKEN_AUTH_URL', 'ENABLE_LETSENCRYPT', 'DISABLE_HTTPS', 'DISABLE_POLLS', 'ENABLE_SUBDOMAINS'] }),
  replicas, configJs: script, interfaceConfigJs: script, ...site,
});

export const prosody: Domain<ProsodyOptions> = struct<ProsodyOptions>({
  ...component({ least: 128, managed: [...COMMON, 'PUBLIC_URL', 'XMPP_DOMAIN', 'XMPP_PORT', 'PROSODY_HTTP_PORT', 'PROSODY_TRUSTED_PROXIES', 'JICOFO_AUTH_PASSWORD', 'JVB_AUTH_PASSWORD', 'JVB_AUTH_USER', 'DISABLE_POLLS', 'AUTH_TYPE', 'PROSODY_AUTH_TYPE', 'JWT_APP_SECRET', 'LDAP_URL', 'TURN_HOST', 'TURNS_PORT', 'TURN_CREDENTIALS'] }),
  trustedProxies, ...extensions,
});

export const jicofo: Domain<JicofoOptions> = struct<JicofoOptions>({
  ...component({ least: 512, managed: [...COMMON, ...LOGIN, 'JICOFO_AUTH_PASSWORD', 'JICOFO_MAX_MEMORY', 'JICOFO_ENABLE_REST', 'JICOFO_ENABLE_AUTH', 'JICOFO_AUTH_TYPE', 'ENABLE_AUTO_OWNER', 'ENABLE_AUTH', 'ENABLE_OCTO', 'OCTO_BRIDGE_SELECTION_STRATEGY', 'JICOFO_OCTO_REGION', 'ENABLE_VLA'] }), maxHeap: heap, customConfig: hocon,
});

export const bootstrap: Domain<ComponentOptions> = struct<ComponentOptions>(
  component({ least: 64, managed: ['NAMESPACE', 'LABELS', 'API_ACCESS', 'CREDENTIALS_SECRET', 'CREDENTIALS_KEYS', 'TLS_SECRET', 'TLS_HOST', 'WORK'] }),
);
