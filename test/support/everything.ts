import { Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AdvertisedAddress, Authentication, BridgeScaling, BridgeSelectionStrategy, ClientLimits, ComponentOptions, CoturnOptions, Credentials, Drain, EdgeExposure, EdgeLoadBalancerOptions, ExtraVolume,
  IpFamilies, JicofoOptions, JitsiMeetChartProps, JvbOptions, LoadBalancerOptions, LoadBalancerProvider, MediaExposure, NginxOptions, PodSecurityLevel, ProsodyOptions, Relays, SiteFile, Tls, Turn,
  TurnTransport, WebOptions,
} from '../../lib';
import { everythingOfABranding, everythingOfExtensions, everythingOfFeatures } from './everything-of-features';

import { everythingOfJwt } from './authentications';

// Every prop of every construct has a value here. The types make a prop that is added without one a compile error.

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** References to objects that somebody else made need a construct to hang on. */
function references(): { readonly secret: kplus.ISecret; readonly configMap: kplus.IConfigMap } {
  const scope = new Chart(Testing.app({ outdir: 'unused' }), 'references');
  return {
    secret: kplus.Secret.fromSecretName(scope, 'secret', 'own-secret'),
    configMap: kplus.ConfigMap.fromConfigMapName(scope, 'config-map', 'own-config'),
  };
}

export const everythingOfALoadBalancer: Required<Omit<LoadBalancerOptions, 'provider'>> = {
  annotations: { 'example.org/pool': 'public' },
  loadBalancerClass: 'example.org/balancer',
  loadBalancerIp: '203.0.113.10',
  sourceRanges: ['198.51.100.0/24', '2001:db8::/32'],
};

/** A provider chooses the class, and takes addresses itself. */
export const everythingOfAKnownLoadBalancer: Required<Pick<LoadBalancerOptions, 'provider' | 'annotations' | 'sourceRanges'>> = {
  provider: LoadBalancerProvider.awsNlb({ healthCheckSources: ['192.0.2.0/24'] }),
  annotations: { 'example.org/pool': 'public' },
  sourceRanges: ['198.51.100.0/24', '2001:db8::/32'],
};

export const everythingOfAnEdgeLoadBalancer: Required<Omit<EdgeLoadBalancerOptions, 'loadBalancerClass' | 'loadBalancerIp'>> = {
  ...everythingOfAKnownLoadBalancer, proxyProtocol: { trustedProxies: ['192.0.2.0/24', '2001:db8::7'] }, endsTls: false,
};

export function everythingOfAComponent(image: string): Required<ComponentOptions> {
  const { secret, configMap } = references();
  return {
    image: `registry.example.org/${image}:stable-11200@${DIGEST}`,
    resources: {
      cpu: { request: kplus.Cpu.millis(1500), limit: kplus.Cpu.units(2) },
      memory: { request: Size.gibibytes(1), limit: Size.mebibytes(1536) },
      ephemeralStorage: { request: Size.mebibytes(100), limit: Size.gibibytes(4) },
    },
    extraEnv: {
      EXTRA_TEXT: kplus.EnvValue.fromValue('text'),
      EXTRA_SECRET: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }),
      EXTRA_CONFIG: kplus.EnvValue.fromConfigMap(configMap, 'setting'),
    },
    nodeSelector: { 'example.org/role': image },
    tolerations: [
      { key: 'example.org/dedicated', value: image, effect: kplus.TaintEffect.NO_SCHEDULE },
      { key: 'node.kubernetes.io/unreachable', effect: kplus.TaintEffect.NO_EXECUTE, seconds: 30 },
    ],
    priorityClassName: 'meetings',
    annotations: { 'example.org/note': image },
    labels: { 'example.org/team': 'meetings' },
    extraVolumes: [
      ExtraVolume.secret('own-secret', 'own-secret', { mountPath: '/opt/secret', subPath: 'file', readOnly: true }),
      ExtraVolume.configMap('own-config', 'own-config', { mountPath: '/opt/config' }),
      ExtraVolume.persistentVolumeClaim('own-claim', 'own-claim', { mountPath: '/opt/claim' }),
      ExtraVolume.emptyDir('own-folder', Size.mebibytes(10), { mountPath: '/opt/folder' }),
    ],
  };
}

export const everythingOfTheEdge = {
  clientLimits: ClientLimits.perAddress({ connections: 500, requestsPerSecond: 200, burst: 1000 }),
  securityHeaders: { frameAncestors: ['https://portal.example.org'], contentTypeOptions: true, referrerPolicy: 'no-referrer', permissionsPolicy: 'geolocation=()' },
  maxRequestBody: Size.mebibytes(10),
  accessLog: false,
  assetCache: false,
  httpSnippet: 'map $http_cookie $has_cookie {\n  default yes;\n  \'\' no;\n}',
  serverSnippet: 'add_header X-Has-Cookie $has_cookie;',
} satisfies Partial<NginxOptions>;

export function everythingOfNginx(): Required<NginxOptions> {
  return { ...everythingOfAComponent('nginx'), replicas: 3, redirectHttp: false, hsts: Duration.days(365), ...everythingOfTheEdge };
}

export function everythingOfCoturn(): Required<CoturnOptions> {
  return {
    ...everythingOfAComponent('coturn'),
    replicas: 2,
    host: 'turn.example.net',
    transports: [TurnTransport.TCP, TurnTransport.UDP],
    port: 3479,
    credentialLifetime: Duration.hours(12),
    overTls: true,
    tlsPort: 5349,
    tls: Tls.fromSecret('turn-tls', { certificateKey: 'fullchain.pem', privateKeyKey: 'private.key' }),
    loadBalancer: everythingOfALoadBalancer,
    bridgePeerCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'],
    maxAllocations: 2000,
    maxAllocationsPerCredential: 50,
  };
}

export function everythingOfWeb(): Required<WebOptions> {
  return {
    ...everythingOfAComponent('web'), replicas: 3, configJs: 'config.startWithAudioMuted = true;\n', interfaceConfigJs: 'interfaceConfig.APP_NAME = "Meetings";\n',
    branding: everythingOfABranding, staticFiles: { '/images/background.webp': SiteFile.fromConfigMap('own-pictures', 'background.webp') },
    contentSecurityPolicy: 'default-src \'self\' \'unsafe-inline\'; connect-src \'self\' wss:',
  };
}

export function everythingOfProsody(): Required<ProsodyOptions> {
  return { ...everythingOfAComponent('prosody'), trustedProxies: ['127.0.0.1', '10.244.0.0/16', '2001:db8::/32'], ...everythingOfExtensions };
}

export function everythingOfJicofo(): Required<JicofoOptions> {
  return { ...everythingOfAComponent('jicofo'), maxHeap: Size.gibibytes(1), customConfig: 'jicofo.conference.enable-auto-owner = false\n' };
}

/** A pool of which the number of bridges is written, in the stack's namespace. */
export function everythingOfJvb(): Required<Omit<JvbOptions, 'createNamespace' | 'deletionCost' | 'namespace' | 'scaling'>> {
  return {
    ...everythingOfAComponent('jvb'),
    exposure: MediaExposure.loadBalancer({ ...everythingOfALoadBalancer, address: AdvertisedAddress.fromService(), port: 20000 }),
    bridges: 2,
    drain: Drain.within(Duration.hours(1)),
    maxHeap: Size.mebibytes(1200),
    customConfig: 'videobridge.cc.trust-bwe = false\n',
    region: 'eu-west',
  };
}

/** A pool of which an autoscaler says the number of bridges, in a namespace of its own. */
export function everythingOfAScaledJvb(): Required<Omit<JvbOptions, 'bridges'>> {
  return {
    ...everythingOfAComponent('jvb'),
    exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp(), port: 20000 }),
    scaling: BridgeScaling.byCpu({ minBridges: 2, maxBridges: 8, targetUtilization: 70 }),
    deletionCost: true,
    drain: Drain.within(Duration.hours(1)),
    maxHeap: Size.mebibytes(1200),
    customConfig: 'videobridge.cc.trust-bwe = false\n',
    region: 'us-east',
    namespace: 'own-scaled-bridges',
    createNamespace: false,
  };
}

export function everythingOfAStack(): Required<JitsiMeetChartProps> {
  return {
    publicUrl: 'https://meet.example.net:8443',
    namespace: 'meetings',
    createNamespace: false,
    podSecurity: PodSecurityLevel.BASELINE,
    clusterDomain: 'k8s.example.net',
    timeZone: 'Europe/Paris',
    xmppDomain: 'xmpp.example.net',
    images: {
      mirrors: { 'ghcr.io': 'mirror.example.org/ghcr', 'docker.io': 'mirror.example.org:5000/hub' }, pinDigests: true, pullSecrets: ['pull'],
    },
    networkPolicies: true,
    apiServerPorts: [6443],
    ipFamilies: IpFamilies.dualStackWherePossible(),
    relays: Relays.between({ strategy: BridgeSelectionStrategy.INTRA_REGION, localRegion: 'eu-west' }),
    features: everythingOfFeatures(),
    tls: Tls.fromSecret('meet-tls', { certificateKey: 'fullchain.pem', privateKeyKey: 'private.key' }),
    authentication: Authentication.jwt(everythingOfJwt),
    credentials: Credentials.generatedInCluster({ revision: 2 }),
    edge: EdgeExposure.loadBalancer(everythingOfAnEdgeLoadBalancer),
    turn: Turn.coturn(everythingOfCoturn()),
    nginx: everythingOfNginx(),
    web: everythingOfWeb(),
    prosody: everythingOfProsody(),
    jicofo: everythingOfJicofo(),
    jvb: everythingOfJvb(),
    bootstrap: everythingOfAComponent('web'),
  };
}
