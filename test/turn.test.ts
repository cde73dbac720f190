import { Duration } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-27';
import { CoturnOptions, Credentials, JitsiMeetChartProps, LoadBalancerProvider, Tls, Turn, TurnExternalOptions, TurnTransport } from '../lib';
import { addressRange, DENIED_PEERS } from '../lib/turn/peers';
import { manifests, meetChart, ofKind, rendered, serviceOf } from './support/charts';
import { complaints } from './support/exposures';
import { disruptionBudgets } from './support/objects';
import { environmentOf, Workload, workloads } from './support/pods';
import { wrong } from './support/refusal';

const HOST = 'turn.example.org';
const TLS = Tls.fromSecret('turn-tls');
const { TCP, UDP } = TurnTransport;

function external(options: Partial<TurnExternalOptions> = {}): Turn {
  return Turn.external({ host: HOST, secretName: 'turn', ...options });
}

function coturn(options: Partial<CoturnOptions> = {}): Turn {
  return Turn.coturn({ host: HOST, tls: TLS, ...options });
}

function workload(props: Partial<JitsiMeetChartProps>, name: string): Workload {
  const found = workloads(rendered(props)).find(({ metadata }) => metadata.name.startsWith(`jitsi-${name}`));
  if (found === undefined) {
    throw new Error(`there is no ${name}`);
  }
  return found;
}

/** What Prosody tells browsers. */
function named(props: Partial<JitsiMeetChartProps>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(environmentOf(workload(props, 'prosody'))).filter(([name]) => name.startsWith('TURN')));
}

describe('Prosody names to browsers', () => {
  test('no TURN server by default', () => {
    expect(named({})).toEqual({});
  });

  test('a server that is there already, with the Secret that it shares', () => {
    expect(named({ turn: external() })).toEqual({ TURN_HOST: HOST, TURN_PORT: '3478', TURN_TRANSPORT: 'tcp', TURN_CREDENTIALS: expect.stringMatching(/turn.*TURN_CREDENTIALS/) as unknown });
    expect(named({ turn: external({ transports: [], tlsPort: 443, secretKey: 'secret', credentialLifetime: Duration.hours(2) }) })).toEqual({
      TURNS_HOST: HOST, TURNS_PORT: '443', TURN_TTL: '7200', TURN_CREDENTIALS: expect.stringMatching(/turn.*secret/) as unknown,
    });
    expect(named({ turn: external({ port: 443, tlsPort: 443 }) })).toMatchObject({ TURN_PORT: '443', TURNS_PORT: '443' });
  });

  test('the server beside the stack at the ports of its Service', () => {
    const props = { turn: coturn({ transports: [TCP, UDP], port: 3479, tlsPort: 5349 }) };
    const spec = serviceOf(rendered(props), 'jitsi-coturn')?.spec as { readonly ports: unknown[] };

    expect(named(props)).toEqual({
      TURN_HOST: HOST, TURN_PORT: '3479', TURN_TRANSPORT: 'tcp,udp', TURNS_HOST: HOST, TURNS_PORT: '5349', TURN_CREDENTIALS: expect.stringMatching(/jitsi-credentials.*TURN_CREDENTIALS/) as unknown,
    });
    expect(spec.ports).toEqual([
      { name: 'turn', port: 3479, protocol: 'TCP', targetPort: 'turn' }, { name: 'turn-udp', port: 3479, protocol: 'UDP', targetPort: 'turn-udp' },
      { name: 'turns', port: 5349, protocol: 'TCP', targetPort: 'turns' },
    ]);
  });

  test.each([['beside the stack', coturn], ['elsewhere', external]] as const)('a server %s, and tells them to use UDP only where it takes that', (_title, make) => {
    const site = (props: Partial<JitsiMeetChartProps>): string | undefined => ofKind(rendered(props), 'ConfigMap').find(({ metadata }) => metadata.name === 'jitsi-web')?.data?.['custom-config.js'];

    expect([[TCP], [TCP, UDP]].map((transports) => site({ turn: make({ transports }) }))).toEqual([undefined, 'config.useTurnUdp = true;\n']);
    expect(site({ turn: make({ transports: [UDP] }), web: { configJs: 'config.useTurnUdp = false;' } })).toBe('config.useTurnUdp = true;\nconfig.useTurnUdp = false;');
  });

  test('and starts again when the revision of what it shares is raised', () => {
    const annotations = (revision: number): unknown => workload({ turn: external({ revision }) }, 'prosody').spec.template.metadata.annotations;

    expect(annotations(2)).toMatchObject({ 'cdk8s-jitsi/turn-revision': '2' });
  });
});

describe('What Prosody and coturn share', () => {
  const keys = (props: Partial<JitsiMeetChartProps>): string | undefined => environmentOf(workload(props, 'bootstrap')).CREDENTIALS_KEYS;

  test('is generated where coturn is beside the stack, and only there', () => {
    expect([{}, { turn: external() }, { turn: coturn() }, { turn: coturn(), credentials: Credentials.generatedInCluster({ revision: 2 }) }].map(keys)).toEqual([
      'JICOFO_AUTH_PASSWORD JVB_AUTH_PASSWORD', 'JICOFO_AUTH_PASSWORD JVB_AUTH_PASSWORD', 'JICOFO_AUTH_PASSWORD JVB_AUTH_PASSWORD TURN_CREDENTIALS',
      'JICOFO_AUTH_PASSWORD_2 JVB_AUTH_PASSWORD_2 TURN_CREDENTIALS_2',
    ]);
  });

  test.each([
    ['generated', Credentials.generatedInCluster({ revision: 3 })], ['from a Secret', Credentials.fromSecret('own', { turnKey: 'turn', revision: 3 })],
  ])('is the same for both, %s, and a raised revision rolls both', (_title, credentials) => {
    const both = ['prosody', 'coturn'].map((name) => workload({ turn: coturn(), credentials }, name));

    expect(new Set(both.map((each) => environmentOf(each).TURN_CREDENTIALS)).size).toBe(1);
    expect(both.map((each) => each.spec.template.metadata.annotations?.['cdk8s-jitsi/credentials-revision'])).toEqual(['3', '3']);
  });
});

describe('A TURN server beside the stack', () => {
  test('stands in the firewall\'s table and in the summary', () => {
    const { meet } = meetChart({ turn: coturn({ loadBalancer: { sourceRanges: ['198.51.100.0/24'] } }) });

    expect(meet.openPorts.filter(({ service }) => service === 'jitsi-coturn').map(({ port, protocol, sources }) => [port, protocol, sources])).toEqual([
      [3478, 'TCP', ['198.51.100.0/24']], [443, 'TCP', ['198.51.100.0/24']],
    ]);
    expect(meet.summary()).toContain('Point turn.example.org at the TURN server\n     kubectl -n jitsi get service jitsi-coturn\n');
  });

  test('has a certificate of its own by cert-manager, for its host', () => {
    const certificates = ofKind(rendered({ turn: Turn.coturn({ host: HOST }), tls: Tls.certManager({ issuer: 'letsencrypt' }) }), 'Certificate');

    expect(certificates.map(({ metadata, spec }) => [metadata.name, (spec as { readonly dnsNames: string[] }).dnsNames])).toEqual([['jitsi-coturn-tls', [HOST]], ['jitsi-tls', ['meet.example.org']]]);
  });

  test('has the edge\'s Secret where none is named, and none where it does without TLS', () => {
    const secrets = (turn: Turn): unknown => workload({ turn, tls: Tls.fromSecret('meet-tls') }, 'coturn').spec.template.spec.volumes?.flatMap(({ secret }) => secret?.secretName ?? []);

    expect(secrets(Turn.coturn({ host: HOST }))).toEqual(['meet-tls']);
    expect(secrets(Turn.coturn({ host: HOST, overTls: false }))).toEqual([]);
  });

  test('is asked for its health by connecting, where a load balancer would ask for a page', () => {
    const provider = LoadBalancerProvider.awsNlb({ healthCheckSources: ['192.0.2.0/24'] });
    const annotations = (options: Partial<CoturnOptions>): unknown[] => Object.entries(serviceOf(rendered({ turn: coturn({ loadBalancer: { provider }, ...options }) }), 'jitsi-coturn')?.metadata.annotations ?? {})
      .filter(([key]) => key.includes('healthcheck')).map(([key, value]) => [key.replace(/.*-healthcheck-/, ''), value]);

    expect(annotations({})).toEqual([['port', '3478'], ['protocol', 'tcp']]);
    expect(annotations({ transports: [] })).toEqual([['port', '5349'], ['protocol', 'tcp']]);
  });

  test('may lose one pod at a time, where there are several', () => {
    const guarded = (replicas: number): string[] => disruptionBudgets(manifests(meetChart({ turn: coturn({ replicas }) }))).map(({ metadata }) => metadata.name).filter((name) => name.includes('coturn'));

    expect([1, 2].map(guarded)).toEqual([[], ['jitsi-coturn']]);
  });
});

describe('A TURN server is refused', () => {
  const K3S = { provider: LoadBalancerProvider.k3sServiceLb() };
  const AWS = { provider: LoadBalancerProvider.awsNlb({ healthCheckSources: ['192.0.2.0/24'] }) };

  test.each<[string, Turn, string]>([
    ['without a Secret', Turn.external(wrong({ host: HOST })), 'turn.secretName: is missing'],
    ['with a password where a Secret belongs', external({ secretName: 'S3cret!' }), 'turn.secretName: "S3cret!" is no name of a Secret; create a Secret'],
    ['with nothing that browsers could use', external({ transports: [] }), 'turn.tlsPort: is missing'],
    ['at a port that browsers refuse', external({ port: 22 }), 'turn.port: 22 is no port that browsers send TURN to; write 53, 80, 443 or one from 1024'],
    ['with one port for both beside the stack', coturn({ port: 8443, tlsPort: 8443 }), 'turn.tlsPort: 8443 is the port of TURN without TLS too'],
    ['with the port of TURN over TLS for TURN', coturn({ port: 443 }), 'turn.port: 443 is the port of TURN over TLS, where tlsPort says no other; leave it out, or write tlsPort: 5349'],
    ['with an address for a host name', coturn({ host: 'https://turn.example.org' }), 'turn.host: "https://turn.example.org" is no host name'],
    ['with a Secret beside that of the stack', Turn.coturn(wrong({ host: HOST, secretName: 'turn' })), 'turn.secretName: there is no such prop; it shares the secret of credentials with Prosody'],
    ['with a transport by a name of nobody', coturn({ transports: [wrong('sctp')] }), 'turn.transports[0]: "sctp" is not of TurnTransport; write one of TurnTransport.TCP ("tcp")'],
    ['with the stack\'s self-signed certificate', Turn.coturn({ host: HOST }), 'turn.tls: is self-signed, which browsers take from no TURN server'],
    ['with UDP alone', coturn({ transports: [UDP], overTls: false }), 'turn.overTls: UDP alone helps nobody'],
    ['with a port of TLS but no TLS', coturn({ overTls: false, tlsPort: 443 }), 'turn.tlsPort: says nothing without TURN over TLS'],
    ['with both protocols behind a load balancer of one', coturn({ transports: [TCP, UDP], loadBalancer: AWS }), 'turn.transports: AWS Network Load Balancer carries TCP or UDP for a Service, not both'],
    ['with UDP behind one that carries none', coturn({ transports: [UDP], loadBalancer: { provider: LoadBalancerProvider.hetzner({ location: 'fsn1' }) } }), 'turn.loadBalancer.provider: Hetzner\'s load balancers carry no UDP'],
    ['on the edge\'s port of the same nodes', coturn({ loadBalancer: K3S }), 'turn.tlsPort: k3s ServiceLB opens ports on the nodes themselves, and 443 is the edge\'s; write 5349'],
    ['that sends to every address', coturn({ bridgePeerCidrs: ['0.0.0.0/0'] }), 'turn.bridgePeerCidrs: ["0.0.0.0/0"] must be one or more address blocks with their length, other than 0'],
    ['with more allocations than ports', coturn({ maxAllocations: 20000 }), 'turn.maxAllocations: 20000 must be a whole number from 1 to 16000'],
    ['with what its own script needs', coturn({ extraEnv: { POD_IPS: EnvValue.fromValue('10.0.0.1') } }), 'turn.extraEnv.POD_IPS: the construct sets this variable itself'],
  ])('%s', (_title, turn, said) => {
    expect(complaints(() => meetChart({ turn }))).toEqual([expect.stringContaining(said)]);
  });

  test('by its variables, and is named by turn instead', () => {
    expect(complaints(() => meetChart({ prosody: { extraEnv: { TURN_HOST: EnvValue.fromValue(HOST) } } }))).toEqual(['prosody.extraEnv.TURN_HOST: the construct sets this variable itself: set turn']);
  });
});

describe('Addresses that a relay keeps away from', () => {
  test.each([
    ['10.244.3.7/16', '10.244.0.0-10.244.255.255'], ['192.0.2.1/32', '192.0.2.1-192.0.2.1'], ['255.255.255.255/1', '128.0.0.0-255.255.255.255'],
    ['fd00:10:244::7/56', 'fd00:10:244::-fd00:10:244:ff:ffff:ffff:ffff:ffff'], ['::ffff:192.0.2.1/128', '::ffff:c000:201-::ffff:c000:201'], ['2001:DB8:0:0:1::/127', '2001:db8:0:0:1::-2001:db8::1:0:0:1'],
  ])('%s are written %s', (cidr, range) => {
    expect(addressRange(cidr)).toBe(range);
  });

  test('are not those of bridges that are named', () => {
    const config = (cidrs?: string[]): string => ofKind(rendered({ turn: coturn({ bridgePeerCidrs: cidrs }) }), 'ConfigMap').find(({ metadata }) => metadata.name === 'jitsi-coturn')?.data?.['turnserver.conf'] ?? '';

    expect(config().match(/denied-peer-ip=.*/g)).toHaveLength(DENIED_PEERS.length);
    expect(config()).not.toContain('allowed-peer-ip');
    expect(config(['10.244.0.0/16'])).toContain('\nallowed-peer-ip=10.244.0.0-10.244.255.255\n');
  });
});
