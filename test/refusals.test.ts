import { Chart, Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AdvertisedAddress, Credentials, Drain, EdgeExposure, ExtraVolume, JitsiInstance, JitsiMeet, JitsiMeetChartProps, Jvb, MediaExposure, MediaLoadBalancerOptions, Nginx, Prosody, Tls, Web,
} from '../lib';
import { chart, meetChart, prosody, PUBLIC_URL, web } from './support/charts';

type Case = readonly [title: string, props: Partial<JitsiMeetChartProps>, field: string, said: string];

function media(options: Partial<MediaLoadBalancerOptions>): JitsiMeetChartProps['jvb'] {
  return { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService(), ...options }) };
}

const fixed = (...addresses: string[]): JitsiMeetChartProps['jvb'] => media({ address: AdvertisedAddress.fixed(addresses) });

const ADDRESSES: readonly Case[] = [
  ['http://', { publicUrl: 'http://meet.example.org' }, 'publicUrl', 'Write "https://meet.example.org"'],
  ['no scheme', { publicUrl: 'meet.example.org' }, 'publicUrl', 'Write "https://meet.example.org"'],
  ['a path', { publicUrl: 'https://meet.example.org/rooms' }, 'publicUrl', 'Write "https://meet.example.org"'],
  ['a closing slash', { publicUrl: 'https://meet.example.org/' }, 'publicUrl', 'Write "https://meet.example.org"'],
  ['a port in the wrong place', { publicUrl: 'https://meet:8443.example.org' }, 'publicUrl', '"https://meet:8443.example.org" is not an address'],
  ['a port that is none', { publicUrl: 'https://meet.example.org:70000' }, 'publicUrl', 'Write "https://meet.example.org"'],
  ['port 0', { publicUrl: 'https://meet.example.org:0' }, 'publicUrl', 'at most a port'],
  ['upper case', { publicUrl: 'https://Meet.example.org' }, 'publicUrl', 'Write "https://meet.example.org"'],
  ['an underscore', { publicUrl: 'https://meet_now.example.org' }, 'publicUrl', 'Write "https://meet-now.example.org"'],
  ['a user', { publicUrl: 'https://me@meet.example.org' }, 'publicUrl', 'no user'],
  ['an address with a number too large', { publicUrl: 'https://192.0.2.256' }, 'publicUrl', 'IPv4 address'],
  ['a line break', { publicUrl: 'https://meet.example.org\nX' }, 'publicUrl', 'is not an address'],
  ['nothing', { publicUrl: '' }, 'publicUrl', '"" is not an address'],
  ['the namespace of everybody, to enforce Pod Security in', { namespace: 'default' }, 'namespace', 'set createNamespace to false'],
  ['a namespace of Kubernetes, to enforce Pod Security in', { namespace: 'kube-system' }, 'namespace', 'choose another'],
  ['a namespace with a dot', { namespace: 'a.b' }, 'namespace', 'is no name of a namespace'],
  ['an empty cluster domain', { clusterDomain: '' }, 'clusterDomain', 'such as "cluster.local"'],
  ['an unknown time zone', { timeZone: 'Mars/Base' }, 'timeZone', '"Mars/Base" is no name in the tz database'],
  ['a time zone in another spelling', { timeZone: 'Europe/paris' }, 'timeZone', '"Europe/paris" is no name in the tz database'],
  ['an offset for a time zone', { timeZone: '+02:00' }, 'timeZone', 'is no name in the tz database'],
  ['an XMPP domain in upper case', { xmppDomain: 'Meet.Jitsi' }, 'xmppDomain', 'in lower case'],
  ['no API server port', { apiServerPorts: [] }, 'apiServerPorts', 'one or more ports'],
  ['an unknown registry', { images: { mirrors: { 'quay.io': 'mirror.example.org' } } }, 'images.mirrors', 'allowed are docker.io, ghcr.io'],
  ['a mirror with a scheme', { images: { mirrors: { 'ghcr.io': 'https://mirror.example.org' } } }, 'images.mirrors["ghcr.io"]', 'without scheme'],
  ['a pull secret with a space', { images: { pullSecrets: ['my secret'] } }, 'images.pullSecrets', 'is no name of a Secret'],
];

const CHOICES: readonly Case[] = [
  ['a password for the name of a Secret', { credentials: Credentials.fromSecret('S3cret!') }, 'credentials.secretName', 'never a password'],
  ['a revision of 0', { credentials: Credentials.generatedInCluster({ revision: 0 }) }, 'credentials.revision', '0 must be a whole number from 1 on'],
  ['a key of a Secret with a slash', { credentials: Credentials.fromSecret('own', { jvbKey: 'a/b' }) }, 'credentials.jvbKey', 'is no key of a Secret'],
  ['a path for a TLS Secret', { tls: Tls.fromSecret('./fullchain.pem') }, 'tls.secretName', 'kubectl create secret tls'],
  ['one key for certificate and private key', { tls: Tls.fromSecret('own', { certificateKey: 'a', privateKeyKey: 'a' }) }, 'tls.privateKeyKey', 'both'],
  ['an issuer that is no name', { tls: Tls.certManager({ issuer: 'Let\'s Encrypt' }) }, 'tls.issuer', 'kubectl get clusterissuers'],
  ['a source range without length', { edge: EdgeExposure.loadBalancer({ sourceRanges: ['192.0.2.1'] }) }, 'edge.sourceRanges', 'with their length'],
  ['no source range at all', { edge: EdgeExposure.loadBalancer({ sourceRanges: [] }) }, 'edge.sourceRanges', 'leave it out to let everybody in'],
  ['a host name for a load balancer\'s address', { edge: EdgeExposure.loadBalancer({ loadBalancerIp: 'lb.example.org' }) }, 'edge.loadBalancerIp', 'is no IP address'],
  ['a key of an annotation that is none', { edge: EdgeExposure.loadBalancer({ annotations: { 'a b': '' } }) }, 'edge.annotations', 'is no key'],
  ['half a second of HSTS', { nginx: { hsts: Duration.millis(500) } }, 'nginx.hsts', 'whole seconds'],
  ['a redirect from the public port itself', { publicUrl: 'https://meet.example.org:80' }, 'nginx.redirectHttp', 'set redirectHttp to false'],
  ['a trusted proxy that is no address', { prosody: { trustedProxies: ['proxy'] } }, 'prosody.trustedProxies', 'addresses or address blocks'],
  ['JavaScript with a mistake', { web: { configJs: 'config.x = {' } }, 'web.configJs', 'blank page'],
  ['JavaScript that ends the page\'s script', { web: { interfaceConfigJs: 'var x = "</script>";' } }, 'web.interfaceConfigJs', '</script'],
];

const MEDIA: readonly Case[] = [
  ['a load balancer without an address', { jvb: media({ address: undefined }) }, 'jvb.exposure.address', 'no media arrives'],
  ['no address in a list', { jvb: fixed() }, 'jvb.exposure.address', 'at least one'],
  ['an address that is none', { jvb: fixed('meet.example.org') }, 'jvb.exposure.address', '"203.0.113.10#10000" where the public port differs'],
  ['an IPv6 loopback address, in full', { jvb: fixed('0:0:0:0:0:0:0:1') }, 'jvb.exposure.address', 'that browsers can reach'],
  ['a loopback address', { jvb: fixed('127.0.0.1') }, 'jvb.exposure.address', 'that browsers can reach'],
  ['a link-local address', { jvb: fixed('169.254.1.1') }, 'jvb.exposure.address', 'that browsers can reach'],
  ['a public port that is none', { jvb: fixed('192.0.2.1#0') }, 'jvb.exposure.address', 'that browsers can reach'],
  ['an address twice', { jvb: fixed('192.0.2.1', '192.0.2.1#10001') }, 'jvb.exposure.address', 'announces only the first'],
  ['one public port for two bridges', { jvb: { ...fixed('192.0.2.1#443'), bridges: 2 } }, 'jvb.exposure.address', 'belongs to one bridge, here are 2'],
  ['a media port below 1024', { jvb: media({ port: 443 }) }, 'jvb.exposure.port', 'from 1024 to 65535'],
  ['media ports that run past the last', { jvb: { ...media({ port: 65535 }), bridges: 2 } }, 'jvb.exposure.port', 'from 1024 to 65534'],
  ['half a bridge', { jvb: { bridges: 0.5 } }, 'jvb.bridges', 'whole number from 1 to 250'],
  ['a drain of a single bridge', { jvb: { drain: Drain.within(Duration.minutes(30)) } }, 'jvb.drain', 'evenIfOnlyBridge: true'],
  ['a drain of two days', { jvb: { bridges: 2, drain: Drain.within(Duration.days(2)) } }, 'jvb.drain.duration', '24 hours'],
  ['a drain of a second', { jvb: { bridges: 2, drain: Drain.within(Duration.seconds(1)) } }, 'jvb.drain.duration', '1 minute'],
  ['a heap above the memory limit', { jvb: { maxHeap: Size.gibibytes(3) } }, 'jvb.maxHeap', 'from 64 MiB to 1792 MiB'],
  ['a heap that leaves nothing to the rest', { jicofo: { maxHeap: Size.mebibytes(1000) } }, 'jicofo.maxHeap', 'leaves 256 MiB'],
  ['memory that no Java machine starts with', { jvb: { resources: { memory: { limit: Size.mebibytes(256) } } } }, 'jvb.resources.memory.limit', 'at least 512 MiB'],
];

const COMPONENTS: readonly Case[] = [
  ['an image of an older release', { web: { image: 'ghcr.io/jitsi/web:stable-11031' } }, 'web.image', 'older than stable-11146-2'],
  ['an image of the first rootless release', { prosody: { image: `ghcr.io/jitsi/prosody:stable-11146-1@sha256:${'0'.repeat(64)}` } }, 'prosody.image', 'older than stable-11146-2'],
  ['an image without digest', { jvb: { image: 'ghcr.io/jitsi/jvb:stable-11200' } }, 'jvb.image', 'append @sha256:'],
  ['an image by name alone', { images: { pinDigests: false }, nginx: { image: 'nginx' } }, 'nginx.image', 'neither tag nor digest'],
  ['an image that is no reference', { nginx: { image: 'Not an image' } }, 'nginx.image', 'registry/name:tag@sha256:'],
  ['no replica', { web: { replicas: 0 } }, 'web.replicas', '0 must be a whole number from 1'],
  ['a request above its limit', { web: { resources: { cpu: { request: kplus.Cpu.units(2), limit: kplus.Cpu.millis(100) } } } }, 'web.resources.cpu', 'the request is above the limit'],
  ['no CPU at all', { web: { resources: { cpu: { request: kplus.Cpu.millis(0) } } } }, 'web.resources.cpu', 'more than nothing'],
  ['memory that web does not start with', { web: { resources: { memory: { limit: Size.mebibytes(16) } } } }, 'web.resources.memory.limit', 'at least'],
  ['a variable that a prop sets', { web: { extraEnv: { PUBLIC_URL: kplus.EnvValue.fromValue('x') } } }, 'web.extraEnv.PUBLIC_URL', 'set publicUrl'],
  ['a variable that only a drain sets', { jvb: { extraEnv: { SHUTDOWN_REST_ENABLED: kplus.EnvValue.fromValue('1') } } }, 'jvb.extraEnv.SHUTDOWN_REST_ENABLED', 'set jvb.drain'],
  ['a variable that a script of the construct reads', { jvb: { extraEnv: { INIT: kplus.EnvValue.fromValue('/bin/true') } } }, 'jvb.extraEnv.INIT', 'needs it as it is'],
  ['a secret as text', { prosody: { extraEnv: { JIGASI_XMPP_PASSWORD: kplus.EnvValue.fromValue('x') } } }, 'prosody.extraEnv.JIGASI_XMPP_PASSWORD', 'EnvValue.fromSecretValue'],
  ['a variable with a hyphen', { web: { extraEnv: { 'MY-VAR': kplus.EnvValue.fromValue('x') } } }, 'web.extraEnv.MY-VAR', 'is no name of an environment variable'],
  [
    'a switch in one of two components that read it', { web: { extraEnv: { ENABLE_JAAS_COMPONENTS: kplus.EnvValue.fromValue('0') } } },
    'web.extraEnv.ENABLE_JAAS_COMPONENTS', 'web, prosody read this variable and must agree',
  ],
  ['a label that selects pods', { web: { labels: { 'app.kubernetes.io/name': 'x' } } }, 'web.labels', 'choose another key'],
  ['a label with a space', { web: { labels: { team: 'a b' } } }, 'web.labels', '"a b" is no value for "team"'],
  ['an annotation of the library', { web: { annotations: { 'cdk8s-jitsi/config-checksum': 'x' } } }, 'web.annotations', 'another prefix'],
  ['a node label that is none', { web: { nodeSelector: { 'a//b': 'x' } } }, 'web.nodeSelector', 'is no key of a label'],
  ['seconds for a taint that evicts nothing', { web: { tolerations: [{ key: 'a', seconds: 3 }] } }, 'web.tolerations[0]', 'NO_EXECUTE'],
  ['a taint\'s value without its key', { web: { tolerations: [{ value: 'a' }] } }, 'web.tolerations[0]', 'needs a key'],
  ['a priority class with a space', { web: { priorityClassName: 'very high' } }, 'web.priorityClassName', 'is no name of a PriorityClass'],
  ['a volume with the name of an own one', { web: { extraVolumes: [ExtraVolume.configMap('run', 'own', { mountPath: '/opt' })] } }, 'web.extraVolumes[0]', 'choose another name'],
  ['a volume over an own one', { web: { extraVolumes: [ExtraVolume.configMap('own', 'own', { mountPath: '/run' })] } }, 'web.extraVolumes[0]', 'choose another path'],
  ['a volume at a relative path', { web: { extraVolumes: [ExtraVolume.configMap('own', 'own', { mountPath: 'opt' })] } }, 'web.extraVolumes[0]', 'no absolute path'],
  [
    'two volumes of one name',
    { web: { extraVolumes: [ExtraVolume.configMap('own', 'own', { mountPath: '/a' }), ExtraVolume.configMap('own', 'own', { mountPath: '/b' })] } },
    'web.extraVolumes[1]', 'choose another name',
  ],
];

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing was refused';
}

describe('JitsiMeet refuses', () => {
  test.each([...ADDRESSES, ...CHOICES, ...MEDIA, ...COMPONENTS])('%s, in the caller\'s words', (_title, props, field, said) => {
    const message = messageOf(() => meetChart(props));

    expect(message).toMatch(/in the props of JitsiMeet(Chart)? "jitsi":/);
    expect(message.split('\n').filter((line) => line.startsWith(`  ${field}: `)).join('\n')).toContain(said);
  });

  test('everything that is wrong in one error, with a line for each', () => {
    const message = messageOf(() => meetChart({ publicUrl: 'http://meet', timeZone: 'Mars/Base', web: { replicas: -1 }, jvb: { bridges: 0 } }));

    expect(message.split('\n').map((line) => line.replace(/:.*/, ''))).toEqual(['4 problems in the props of JitsiMeet "jitsi"', '  publicUrl', '  timeZone', '  web.replicas', '  jvb.bridges']);
  });

  test.each(['Jitsi', '1st', 'a_b', `a${'b'.repeat(36)}`])('the id %j, which cannot start the names of Services', (id) => {
    const scope = new Chart(Testing.app({ outdir: 'unused' }), 'chart', { namespace: 'jitsi' });

    expect(messageOf(() => new JitsiMeet(scope, id, { publicUrl: PUBLIC_URL }))).toContain('  id: ');
  });

  test('a chart without a namespace', () => {
    const scope = new Chart(Testing.app({ outdir: 'unused' }), 'chart');

    expect(messageOf(() => new JitsiMeet(scope, 'jitsi', { publicUrl: PUBLIC_URL }))).toContain('  namespace: is missing on the chart; write new Chart(app, "jitsi", { namespace: "jitsi" }), or use JitsiMeetChart');
  });

  test.each(['default', 'EU', '1st', 'a'.repeat(41), '-a'])('the pool %j', (id) => {
    expect(messageOf(() => meetChart().meet.addBridges(id))).toContain(`in the props of the pool "${id}" of JitsiMeet "jitsi":\n  pool: `);
  });

  test('nothing and creates nothing when a pool is refused', () => {
    const { meet } = meetChart();
    messageOf(() => meet.addBridges('eu', { bridges: 0 }));

    expect(meet.node.tryFindChild('jvb-eu')).toBeUndefined();
  });
});

describe('a component alone refuses', () => {
  test('what is wrong with its own props, by their own names', () => {
    expect(messageOf(() => new Web(chart(), 'web', { prosody: prosody(chart()), replicas: 0 }))).toBe('a problem in the props of Web "web":\n  replicas: 0 must be a whole number from 1 to 1000');
  });

  test('an instance that is wrong, where it is first given', () => {
    const wrong = new JitsiInstance({ name: 'jitsi', namespace: 'jitsi', publicUrl: 'ftp://x' });

    expect(messageOf(() => new Prosody(chart(), 'prosody', { instance: wrong }))).toContain('  instance.publicUrl: "ftp://x"');
  });

  test('a certificate that is wrong', () => {
    expect(messageOf(() => new Nginx(chart(), 'nginx', { web: web(chart()), tls: Tls.fromSecret('A') }))).toContain('  tls.secretName: "A"');
  });

  test('media that cannot arrive', () => {
    expect(messageOf(() => new Jvb(chart(), 'jvb', { prosody: prosody(chart()), exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed([]) }) }))).toContain('  exposure.address: ');
  });
});
