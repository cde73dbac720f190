import { Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AdvertisedAddress, Credentials, Drain, EdgeExposure, ExtraVolume, JitsiMeet, JitsiMeetChart, MediaExposure, Tls } from '../lib';
import { chart, meetChart, PUBLIC_URL } from './support/charts';
import { refusal, wrong } from './support/refusal';

// What compilers refuse, JavaScript and programs that run TypeScript without reading its types give all the same.

type Case = readonly [wrong: string, props: Readonly<Record<string, unknown>>, field: string, said: string];

const STACK: readonly Case[] = [
  ['a list for the address', { publicUrl: ['https://meet.example.org'] }, 'publicUrl', 'a list is not text; write the address that people open, such as "https://meet.example.org"'],
  ['no address', { publicUrl: undefined }, 'publicUrl', 'is missing; write the address'],
  ['a number for the address', { publicUrl: 42 }, 'publicUrl', '42 is not text'],
  ['a text for authentication', { authentication: 'jwt' }, 'authentication', '"jwt" is not of class Authentication; write Authentication.none()'],
  ['a prop with swapped letters', { jbv: {} }, 'jbv', 'there is no such prop; did you mean jvb?'],
  ['a prop that is nowhere', { certificates: {} }, 'certificates', 'there is no such prop; write one of publicUrl, '],
  ['a prop that another struct has', { nginx: { configJs: '' } }, 'nginx.configJs', 'there is no such prop; write it in web'],
  ['a prop that several have', { replicas: 2 }, 'replicas', 'there is no such prop; write it in nginx or web'],
  ['a prop of the stack in one of its structs', { nginx: { tls: Tls.selfSigned() } }, 'nginx.tls', 'there is no such prop; write it in the outermost braces'],
  ['a feature of another theme', { features: { meeting: { enableWelcomePage: false } } }, 'features.meeting.enableWelcomePage', 'write it in features.page'],
  ['a feature without its verb', { features: { meeting: { lobby: true } } }, 'features.meeting.lobby', 'did you mean enableLobby?'],
  ['a word of several features', { features: { page: { prejoin: true } } }, 'features.page.prejoin', 'did you mean enablePrejoinPage, hidePrejoinDisplayName or hidePrejoinExtraButtons?'],
  ['a feature beside the themes', { features: { language: 'de' } }, 'features.language', 'did you mean features.page.defaultLanguage?'],
  ['a word of too many props', { features: { meeting: { disable: true } } }, 'features.meeting.disable', 'write one of enableLobby, '],
  ['a part of a word', { cred: true }, 'cred', 'write one of publicUrl, '],
  ['a prop in another case', { publicURL: PUBLIC_URL }, 'publicURL', 'did you mean publicUrl?'],
  ['true for options', { nginx: true }, 'nginx', 'true is not a struct of props'],
  ['a text for options', { web: 'x' }, 'web', '"x" is not a struct of props'],
  ['a list for options', { web: [] }, 'web', 'a list is not a struct of props'],
  ['a Map for options', { web: new Map() }, 'web', 'an object of class Map is not a struct of props'],
  ['null for options', { web: null }, 'web', 'leave it out'],
  ['a text for a switch of all components', { networkPolicies: 'false' }, 'networkPolicies', '"false" is not true or false; write true or false, without quotes'],
  ['a text for a switch of the chart', { createNamespace: 'false' }, 'createNamespace', '"false" is not true or false'],
  ['a number for the namespace', { namespace: 5 }, 'namespace', '5 is not text'],
  ['a port without its list', { apiServerPorts: 6443 }, 'apiServerPorts', '6443 is not a list; write [6443]'],
  ['ports as text', { apiServerPorts: ['6443'] }, 'apiServerPorts[0]', '"6443" is not a number'],
  ['a text for mirrors', { images: { mirrors: 'x' } }, 'images.mirrors', '"x" is not a map; write { "ghcr.io": "mirror.example.org/ghcr" }'],
  ['a pull secret without its list', { images: { pullSecrets: 'pull' } }, 'images.pullSecrets', '"pull" is not a list; write ["pull-secret"]'],
];

const CHOICES: readonly Case[] = [
  ...['meet-tls', {}, false, null].map((tls): Case => [`${JSON.stringify(tls)} for a certificate`, { tls }, 'tls', 'is not of class Tls; write Tls.selfSigned(), Tls.fromSecret("meet-tls")']),
  ['a text for credentials', { credentials: 'x' }, 'credentials', 'write Credentials.generatedInCluster()'],
  ['a text for the edge', { edge: 'LoadBalancer' }, 'edge', 'write EdgeExposure.loadBalancer()'],
  ['an issuer that is missing', { tls: Tls.certManager(wrong(undefined)) }, 'tls.issuer', 'is missing; write the name of an issuer'],
  ['an issuer by more words', { tls: Tls.certManager(wrong({ clusterIssuer: 'a' })) }, 'tls.clusterIssuer', 'did you mean issuer?'],
  ['a class by more words', { edge: EdgeExposure.gateway(wrong({ gatewayClassName: 'a' })) }, 'edge.gatewayClassName', 'did you mean className?'],
  ['a prop of a Gateway in the one that exists', { edge: EdgeExposure.gateway({ existing: wrong({ name: 'a', controllerNamespace: 'b' }) }) }, 'edge.existing.controllerNamespace', 'write it in edge'],
  ['an issuer without braces', { tls: Tls.certManager(wrong('letsencrypt')) }, 'tls', '"letsencrypt" is not a struct of props; write { issuer: '],
  ['options without an issuer', { tls: Tls.certManager(wrong({})) }, 'tls.issuer', 'is missing'],
  ['an issuer of no kind', { tls: Tls.certManager({ issuer: 'a', issuerKind: wrong('clusterissuer') }) }, 'tls.issuerKind', 'write one of IssuerKind.ISSUER ("Issuer")'],
  ['a Secret without a name', { tls: Tls.fromSecret(wrong(undefined)) }, 'tls.secretName', 'is missing'],
  ['null for the keys of a certificate', { tls: Tls.fromSecret('x', wrong(null)) }, 'tls', 'null is not a struct'],
  ['credentials of no Secret', { credentials: Credentials.fromSecret(wrong(undefined)) }, 'credentials.secretName', 'is missing; write the name of a Secret'],
  ['null for the set of passwords', { credentials: Credentials.generatedInCluster(wrong(null)) }, 'credentials', 'null is not a struct'],
  ['keys of passwords that are generated', { credentials: Credentials.generatedInCluster(wrong({ jvbKey: 'a' })) }, 'credentials.jvbKey', 'there is no such prop'],
  ['null for a load balancer', { edge: EdgeExposure.loadBalancer(wrong(null)) }, 'edge', 'null is not a struct'],
  ['a source range without its list', { edge: EdgeExposure.loadBalancer({ sourceRanges: wrong('192.0.2.0/24') }) }, 'edge.sourceRanges', 'write ["203.0.113.0/24"]'],
  ['a number for an annotation', { edge: EdgeExposure.loadBalancer({ annotations: wrong({ a: 5 }) }) }, 'edge.annotations.a', '5 is not text'],
];

function media(options: unknown): Readonly<Record<string, unknown>> {
  return { jvb: { exposure: MediaExposure.loadBalancer(wrong(options)) } };
}

const MEDIA: readonly Case[] = [
  ...['x', {}].map((exposure): Case => [`${JSON.stringify(exposure)} for an exposure`, { jvb: { exposure } }, 'jvb.exposure', 'write MediaExposure.loadBalancer({']),
  ['no options of a load balancer', media(undefined), 'jvb.exposure.address', 'is missing; write AdvertisedAddress.fromService()'],
  ['a text for the address', media({ address: '203.0.113.1' }), 'jvb.exposure.address', '"203.0.113.1" is not of class AdvertisedAddress'],
  ['an address without its list', media({ address: AdvertisedAddress.fixed(wrong('203.0.113.10')) }), 'jvb.exposure.address', '"203.0.113.10" is not a list; write ["203.0.113.10"]'],
  ['no list of addresses', media({ address: AdvertisedAddress.fixed(wrong(undefined)) }), 'jvb.exposure.address', 'is missing; write ["203.0.113.10"]'],
  ['a number in a list of addresses', media({ address: AdvertisedAddress.fixed(wrong([5])) }), 'jvb.exposure.address[0]', '5 is not text'],
  ['pods for bridges', { jvb: { replicas: 2 } }, 'jvb.replicas', 'there is no such prop; write bridges'],
  ...['30m', 30, Duration.minutes(5)].map((drain): Case => [`${JSON.stringify(drain)} for a drain`, { jvb: { drain } }, 'jvb.drain', 'write Drain.within(Duration.minutes(30)) or Drain.atOnce()']),
  ['a number for the time of a drain', { jvb: { drain: Drain.within(wrong(30)) } }, 'jvb.drain.duration', '30 is not of class Duration; write Duration.minutes(30)'],
  ['a drain without a time', { jvb: { drain: Drain.within(wrong(undefined)) } }, 'jvb.drain.duration', 'is missing; write Duration.minutes(30)'],
  ['a text for the consent to a drain', { jvb: { drain: Drain.within(Duration.hours(1), { evenIfOnlyBridge: wrong('no') }) } }, 'jvb.drain.evenIfOnlyBridge', 'is not true or false'],
  ['a text for a heap', { jvb: { maxHeap: '1g' } }, 'jvb.maxHeap', '"1g" is not of class Size; write Size.gibibytes(2)'],
  ['a text for a number', { jvb: { bridges: '2' } }, 'jvb.bridges', '"2" is not a number'],
];

const COMPONENTS: readonly Case[] = [
  ['a text for a variable', { web: { extraEnv: { FOO: 'bar' } } }, 'web.extraEnv.FOO', 'write EnvValue.fromValue("…")'],
  ['a variable with nothing in it', { web: { extraEnv: { FOO: undefined } } }, 'web.extraEnv.FOO', 'is missing'],
  ['a variable of a number', { web: { extraEnv: { FOO: kplus.EnvValue.fromValue(wrong(5)) } } }, 'web.extraEnv.FOO', 'with a text in it'],
  ['a list of variables', { web: { extraEnv: [{ name: 'a', value: 'b' }] } }, 'web.extraEnv', 'a list is not a map; write { NAME: EnvValue.fromValue("…")'],
  ['a number for an annotation', { web: { annotations: { a: 5 } } }, 'web.annotations.a', '5 is not text'],
  ['true for an annotation', { web: { annotations: { 'b/c': true } } }, 'web.annotations["b/c"]', 'true is not text'],
  ['a text for annotations', { web: { annotations: 'x' } }, 'web.annotations', '"x" is not a map'],
  ['null for a label of nodes', { web: { nodeSelector: { a: null } } }, 'web.nodeSelector.a', 'null is not text'],
  ['a number for a script', { web: { configJs: 5 } }, 'web.configJs', '5 is not text; write JavaScript in quotes'],
  ['a number for an image', { web: { image: 5 } }, 'web.image', '5 is not text'],
  ['texts for tolerations', { web: { tolerations: ['a'] } }, 'web.tolerations[0]', '"a" is not a struct of props'],
  ['a toleration of everything', { web: { tolerations: [{}] } }, 'web.tolerations[0]', 'would tolerate every taint'],
  ['a toleration without its list', { web: { tolerations: { key: 'a' } } }, 'web.tolerations', 'is not a list'],
  ['an operator in a toleration', { web: { tolerations: [{ key: 'a', operator: 'Exists' }] } }, 'web.tolerations[0].operator', 'there is no such prop'],
  ['an effect in another case', { web: { tolerations: [{ key: 'a', effect: 'noschedule' }] } }, 'web.tolerations[0].effect', 'TaintEffect.NO_SCHEDULE ("NoSchedule")'],
  ['limits as in Kubernetes', { web: { resources: { limits: { cpu: '1' } } } }, 'web.resources.limits', 'write cpu: { request: …, limit: … }'],
  ['null for resources', { web: { resources: null } }, 'web.resources', 'null is not a struct of props'],
  ['a text for memory', { web: { resources: { memory: { limit: '4Gi' } } } }, 'web.resources.memory.limit', 'write Size.gibibytes(2)'],
  ['a number for CPUs', { web: { resources: { cpu: { limit: 2 } } } }, 'web.resources.cpu.limit', 'write Cpu.millis(500) or Cpu.units(2)'],
  ['more CPUs than there are', { web: { resources: { cpu: { limit: kplus.Cpu.units(1e7) } } } }, 'web.resources.cpu', 'at most 10000 CPUs'],
  ['countless CPUs', { web: { resources: { cpu: { limit: kplus.Cpu.units(1e30) } } } }, 'web.resources.cpu', 'at most 10000 CPUs'],
  ['more memory than there is', { web: { resources: { memory: { limit: Size.pebibyte(2) } } } }, 'web.resources.memory', '1 PiB'],
  ['boundless memory', { web: { resources: { memory: { limit: Size.gibibytes(1e20) } } } }, 'web.resources.memory', '1 PiB'],
  ['a folder larger than disks', { web: { extraVolumes: [ExtraVolume.emptyDir('a', Size.pebibyte(2), { mountPath: '/a' })] } }, 'web.extraVolumes[0]', 'at most 1 PiB'],
  ['a volume without its list', { web: { extraVolumes: ExtraVolume.secret('a', 'a', { mountPath: '/a' }) } }, 'web.extraVolumes', 'is not a list'],
  ['a volume as in Kubernetes', { web: { extraVolumes: [{ name: 'a', emptyDir: {} }] } }, 'web.extraVolumes[0]', 'write ExtraVolume.configMap('],
  ['a volume without options', { web: { extraVolumes: [ExtraVolume.secret('a', 'a', wrong(undefined))] } }, 'web.extraVolumes[0].mountPath', 'is missing; write an absolute path'],
  ['a volume with null for options', { web: { extraVolumes: [ExtraVolume.configMap('a', 'a', wrong(null))] } }, 'web.extraVolumes[0]', 'null is not a struct'],
  ['a volume of nothing', { web: { extraVolumes: [ExtraVolume.persistentVolumeClaim('a', wrong(undefined), { mountPath: '/a' })] } }, 'web.extraVolumes[0].claimName', 'is missing'],
  ['a folder without its size', { web: { extraVolumes: [ExtraVolume.emptyDir('a', wrong({ mountPath: '/a' }), wrong(undefined))] } }, 'web.extraVolumes[0].sizeLimit', 'write Size.mebibytes(100)'],
  ['a text for a switch', { nginx: { redirectHttp: 'no' } }, 'nginx.redirectHttp', '"no" is not true or false'],
  ['seconds for a duration', { nginx: { hsts: 31536000 } }, 'nginx.hsts', 'write Duration.days(365)'],
  ['a proxy without its list', { prosody: { trustedProxies: '10.0.0.0/8' } }, 'prosody.trustedProxies', '"10.0.0.0/8" is not a list; write ["10.244.0.0/16"]'],
  ['pods for what runs once', { prosody: { replicas: 2 } }, 'prosody.replicas', 'it runs in one pod'],
  ['more script than kubectl apply can store', { web: { configJs: `// ${'ä'.repeat(60_000)}`, interfaceConfigJs: `// ${'x'.repeat(90_000)}` } }, 'web.configJs', 'can store 204800 of them'],
];

describe('A stack without types refuses', () => {
  test.each([...STACK, ...CHOICES, ...MEDIA, ...COMPONENTS])('%s', (_title, props, field, said) => {
    const lines = refusal(() => meetChart(wrong(props))).split('\n');

    expect(lines.filter((line) => line.startsWith(`  ${field}: `)).join('\n')).toContain(said);
  });

  test('all that is wrong at once, and each once', () => {
    expect(refusal(() => meetChart(wrong({ publicUrl: 1, jvb: { bridges: '1', drain: 5 }, x: 1 }))).split('\n').map((line) => line.replace(/: .*/, '').trim()).slice(1))
      .toEqual(['publicUrl', 'jvb.bridges', 'jvb.drain', 'x']);
  });

  test('what only a chart of the library has', () => {
    const bare = (props: object): string => refusal(() => new JitsiMeet(chart(), 'jitsi', wrong({ publicUrl: PUBLIC_URL, ...props })));

    expect(bare({ namespace: 'a' })).toContain('  namespace: there is no such prop; write it on the chart: new Chart(app, "jitsi", { namespace: "jitsi" })');
    expect(bare({ podSecurity: 'restricted' })).toContain('  podSecurity: there is no such prop; it is for JitsiMeetChart');
  });

  test.each([undefined, {}])('%j for props, by what is needed', (props) => {
    expect(refusal(() => new JitsiMeet(chart(), 'jitsi', wrong(props)))).toContain('  publicUrl: is missing; write the address');
    expect(refusal(() => new JitsiMeetChart(Testing.app({ outdir: 'unused' }), 'a', wrong(props)))).toContain('  publicUrl: is missing');
  });

  test.each([null, 'https://meet.example.org', 5, []])('%j for props', (props) => {
    expect(refusal(() => new JitsiMeet(chart(), 'jitsi', wrong(props)))).toContain('is not a struct of props; write { publicUrl: ');
  });

  test('wrong props of a pool', () => {
    const { meet } = meetChart();

    expect(refusal(() => meet.addBridges('a', wrong(null)))).toContain('  props: null is not a struct');
    expect(refusal(() => meet.addBridges(wrong(1)))).toContain('  pool: 1 is not text; write the name of a pool');
    expect(refusal(() => meet.addBridges(wrong(undefined)))).toContain('  pool: is missing');
  });

  test('takes props that are left out with undefined, which are none', () => {
    expect(() => meetChart(wrong({ tls: undefined, nothing: undefined, jvb: { bridges: undefined }, web: undefined }))).not.toThrow();
  });
});
