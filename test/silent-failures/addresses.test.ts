import { AdvertisedAddress, EdgeExposure, IpFamilies, JvbOptions, LoadBalancerProvider, MediaExposure, PodSecurityLevel, Tls, Turn, TurnTransport } from '../../lib';
import { meetChart } from '../support/charts';
import { refusal } from '../support/refusal';
import { Refused, silentFailures, Taken } from '../support/silent-failures';

const address = AdvertisedAddress.fromService();
const media = (provider: LoadBalancerProvider, port?: number, bridges?: number): JvbOptions => ({ bridges, exposure: MediaExposure.loadBalancer({ address, provider, port }) });
const edge = (provider: LoadBalancerProvider): EdgeExposure => EdgeExposure.loadBalancer({ provider });
const coturn = (provider?: LoadBalancerProvider, more: Partial<Parameters<typeof Turn.coturn>[0]> = {}): Turn => (
  Turn.coturn({ host: 'turn.example.org', tls: Tls.fromSecret('turn-tls'), loadBalancer: { provider }, ...more })
);
const metalLb = (sharingKey?: string): LoadBalancerProvider => LoadBalancerProvider.metalLb({ addresses: ['203.0.113.10'], sharingKey });
const aws = LoadBalancerProvider.awsNlb({ healthCheckSources: ['192.0.2.0/24'], eipAllocations: ['eipalloc-0123456789abcdef0'] });
const azure = LoadBalancerProvider.azure({ publicIpName: 'meet' });

const ADDRESSES: readonly Refused[] = [
  ['one MetalLB address for edge and bridges', { edge: edge(metalLb()), jvb: media(metalLb()) }, 'jvb.exposure.provider.addresses: "203.0.113.10" is that of the edge too, and Services share one only by the same metallb.io/allow-shared-ip'],
  ['one MetalLB address for edge and TURN server', { edge: edge(metalLb()), turn: coturn(metalLb(), { tlsPort: 5349 }) }, 'turn.loadBalancer.provider.addresses: "203.0.113.10" is that of the edge too'],
  ['one Elastic IP for edge and bridges', { edge: edge(aws), jvb: media(aws) }, 'jvb.exposure.provider.eipAllocations: "eipalloc-0123456789abcdef0" is that of the edge too, and it can be that of one load balancer; name another'],
  ['one port of a public IP for edge and TURN server', { edge: edge(azure), turn: coturn(azure) }, 'turn.loadBalancer.provider.publicIpName: TCP 443 of meet is taken by the edge already; choose another port, or another address'],
  [
    'one port of an address for edge and TURN server', { edge: EdgeExposure.loadBalancer({ loadBalancerIp: '203.0.113.10' }), turn: coturn(undefined, { loadBalancer: { loadBalancerIp: '203.0.113.10' } }) },
    'turn.loadBalancer.loadBalancerIp: TCP 443 of 203.0.113.10 is taken by the edge already',
  ],
  [
    'one address in two load balancers of a pool',
    { jvb: { bridges: 2, exposure: MediaExposure.loadBalancerPerBridge({ address, perBridge: [{ provider: LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.10'] }) }, { provider: LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.10'] }) }] }) } },
    'jvb.exposure.perBridge[1].provider.addresses: "203.0.113.10" is that of bridges too, and Services share one only by the same lbipam.cilium.io/sharing-key; name another',
  ],
];

const ownKey = LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.10'], sharingKey: 'own' });
const cilium = LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.10'], sharingKey: 'jitsi' });
const ADDRESSES_TAKEN: readonly Taken[] = [
  ['one Cilium address with a sharing key', { edge: edge(cilium), jvb: media(cilium), turn: coturn(cilium, { tlsPort: 5349 }) }],
  ['one public IP of Azure at different ports', { edge: edge(azure), jvb: media(azure), turn: coturn(azure, { tlsPort: 5349, transports: [TurnTransport.TCP] }) }],
  ['public IPs of one name in two resource groups', { edge: edge(azure), turn: coturn(LoadBalancerProvider.azure({ publicIpName: 'meet', resourceGroup: 'network' })) }],
  ['one pool of MetalLB for all', { edge: edge(LoadBalancerProvider.metalLb({ addressPool: 'public' })), jvb: media(LoadBalancerProvider.metalLb({ addressPool: 'public' })) }],
  ['ports of k3s\' nodes that differ', { edge: edge(LoadBalancerProvider.k3sServiceLb()), jvb: media(LoadBalancerProvider.k3sServiceLb()), turn: coturn(LoadBalancerProvider.k3sServiceLb(), { tlsPort: 5349 }) }],
];

const loadBalanced = (...addresses: string[]): JvbOptions => ({ exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(addresses) }) });
const MEDIA: readonly Refused[] = [
  ['the Services\' part of the cluster\'s domain', { clusterDomain: 'svc.cluster.local' }, 'clusterDomain: "svc.cluster.local" is the domain of its Services, in which "svc" comes before the cluster\'s own; write "cluster.local"'],
  ['a namespace\'s part of it', { clusterDomain: 'jitsi.svc.k8s.example.org' }, 'clusterDomain: "jitsi.svc.k8s.example.org" is the domain of its Services, in which "svc" comes before the cluster\'s own; write "k8s.example.org"'],
  ['an IPv4 address of Services of IPv6', { ipFamilies: IpFamilies.ipv6(), jvb: loadBalanced('203.0.113.1') }, 'jvb.exposure.address: ["203.0.113.1"]: Services have IPv6 alone, so no media that is sent there arrives'],
  ['an IPv6 address of Services of IPv4', { ipFamilies: IpFamilies.ipv4(), jvb: loadBalanced('2001:db8::1') }, 'jvb.exposure.address: ["2001:db8::1"]: Services have IPv4 alone'],
  ['a bridge that the TURN server does not send to', { turn: coturn(), jvb: loadBalanced('192.168.1.10#10000') }, 'jvb.exposure.address: ["192.168.1.10"] is private, and the stack\'s TURN server sends to public addresses alone'],
];

const MEDIA_TAKEN: readonly Taken[] = [
  ['a cluster\'s domain with svc in a name', { clusterDomain: 'svc-cluster.local' }],
  ['addresses of which one is of the Services\' family', { ipFamilies: IpFamilies.ipv6(), jvb: loadBalanced('203.0.113.1', '2001:db8::1') }],
  ['an address of a node, which has no Service', { ipFamilies: IpFamilies.ipv6(), podSecurity: PodSecurityLevel.PRIVILEGED, jvb: { exposure: MediaExposure.hostPort({ address: AdvertisedAddress.fixed(['203.0.113.1']) }) } }],
  ['a private address beside a public one', { turn: coturn(), jvb: loadBalanced('192.168.1.10', '203.0.113.1') }],
  ['a private address where the TURN server reaches pods', { turn: coturn(undefined, { bridgePeerCidrs: ['10.244.0.0/16'] }), jvb: loadBalanced('192.168.1.10') }],
  ['a private address without a TURN server', { jvb: loadBalanced('192.168.1.10') }],
];

silentFailures([...ADDRESSES, ['one address with two keys', { edge: edge(cilium), jvb: media(ownKey) }, 'jvb.exposure.provider.addresses: "203.0.113.10" is that of the edge too'], ...MEDIA], [...ADDRESSES_TAKEN, ...MEDIA_TAKEN]);

describe('Refused is', () => {
  test.each([
    ['an address of the first', media(metalLb()), 'exposure.provider.addresses: "203.0.113.10" is that of bridges too'],
    ['the ports of k3s\' nodes that the first has', media(LoadBalancerProvider.k3sServiceLb()), 'exposure.provider: UDP 10000 of the nodes is taken by bridges already; choose another port'],
  ])('a second pool with %s', (_title, pool, problem) => {
    expect(refusal(() => meetChart({ jvb: pool }).meet.addBridges('eu', pool))).toContain(`\n  ${problem}`);
  });

  test('a second pool with the edge\'s address', () => {
    expect(refusal(() => meetChart({ edge: edge(metalLb()) }).meet.addBridges('eu', media(metalLb())))).toContain('\n  exposure.provider.addresses: "203.0.113.10" is that of the edge too');
  });
});

describe('Taken is', () => {
  test.each([
    ['the first\'s address, which both share by a key', media(metalLb('jitsi'), 10000, 2), media(metalLb('jitsi'), 20000, 2)],
    ['another port of k3s\' nodes', media(LoadBalancerProvider.k3sServiceLb()), media(LoadBalancerProvider.k3sServiceLb(), 10001)],
  ])('a second pool with %s', (_title, first, second) => {
    expect(refusal(() => meetChart({ jvb: first }).meet.addBridges('eu', second))).toBe('nothing was refused');
  });
});
