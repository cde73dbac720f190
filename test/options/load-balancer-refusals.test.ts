import { LoadBalancerOptions } from '../../lib/options/load-balancer-options';
import { LoadBalancerContext } from '../../lib/options/load-balancer-preset';
import { LoadBalancerProvider } from '../../lib/options/load-balancer-provider';
import { AwsNlbOptions } from '../../lib/options/load-balancer-provider-options';
import { wrong } from '../support/refusal';

const MEDIA: LoadBalancerContext = { protocol: 'UDP', services: 1, trafficPolicy: 'Local', healthCheck: { port: 8080, path: '/about/health' } };
const EDGE: LoadBalancerContext = { ...MEDIA, protocol: 'TCP' };
const THREE: LoadBalancerContext = { ...MEDIA, services: 3 };

function nlb(options: Partial<AwsNlbOptions>): LoadBalancerProvider {
  return LoadBalancerProvider.awsNlb({ healthCheckSources: ['10.0.0.0/24'], ...options });
}

type Case = readonly [title: string, provider: LoadBalancerProvider, context: LoadBalancerContext, field: string, said: string];

const USES: readonly Case[] = [
  ['media by Hetzner', LoadBalancerProvider.hetzner({ location: 'fsn1' }), MEDIA, 'provider', 'carry no UDP; use MediaExposure.hostPort with AdvertisedAddress.nodeExternalIp(), or MetalLB'],
  ['media by Scaleway', LoadBalancerProvider.scaleway(), MEDIA, 'provider', 'Scaleway\'s load balancers carry no UDP; use MediaExposure.hostPort'],
  ['several Services of one port on k3s', LoadBalancerProvider.k3sServiceLb(), THREE, 'provider', 'so 3 Services cannot have the same; use MediaExposure.loadBalancer'],
  ['a shared address of MetalLB that keeps clients\' addresses', LoadBalancerProvider.metalLb({ sharingKey: 'a' }), MEDIA, 'provider.sharingKey', 'of the policy Cluster alone, and this one has Local'],
  ['an edge behind DigitalOcean\'s network load balancer', LoadBalancerProvider.digitalOcean({ networkLoadBalancer: true }), EDGE, 'provider.networkLoadBalancer', 'cannot translate ports'],
  ['one Elastic IP for three load balancers', nlb({ eipAllocations: ['eipalloc-12345678'] }), THREE, 'provider.eipAllocations', 'belongs to one load balancer, and here are 3; leave it out, or give each bridge a provider of its own in perBridge'],
  ['one address of GKE for three load balancers', LoadBalancerProvider.gke({ addressName: 'a' }), THREE, 'provider.addressName', 'here are 3'],
  ['one public IP for three load balancers', LoadBalancerProvider.azure({ publicIpName: 'a' }), THREE, 'provider.publicIpName', 'here are 3'],
  ['one IPv4 address of Azure for three load balancers', LoadBalancerProvider.azure({ ipv4Address: '203.0.113.1' }), THREE, 'provider.ipv4Address', 'here are 3'],
  ['one IPv6 address of Azure for three load balancers', LoadBalancerProvider.azure({ ipv6Address: '2001:db8::1' }), THREE, 'provider.ipv6Address', 'here are 3'],
  ['one address of MetalLB for three Services', LoadBalancerProvider.metalLb({ addresses: ['203.0.113.1'] }), THREE, 'provider.addresses', 'here are 3'],
  ['one sharing key for three Services of the same port', LoadBalancerProvider.metalLb({ sharingKey: 'a' }), { ...THREE, trafficPolicy: 'Cluster' }, 'provider.sharingKey', 'here are 3'],
  ['one address of Cilium for three Services', LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.1'] }), THREE, 'provider.addresses', 'here are 3'],
  ['one Floating IP for three load balancers', LoadBalancerProvider.ovh({ floatingIp: '203.0.113.1' }), THREE, 'provider.floatingIp', 'here are 3'],
  ['one address of Scaleway for three load balancers', LoadBalancerProvider.scaleway({ ipIds: ['01234567-89ab-cdef-0123-456789abcdef'] }), { ...EDGE, services: 3 }, 'provider.ipIds', 'here are 3'],
];

const VALUES: readonly Case[] = [
  ['health checks from nobody', nlb({ healthCheckSources: [] }), MEDIA, 'provider.healthCheckSources', '[] must be the address blocks of the load balancer\'s subnets'],
  ['health checks from everybody', nlb({ healthCheckSources: ['10.0.0.0/24', '0.0.0.0/0'] }), MEDIA, 'provider.healthCheckSources', 'and not everything: what they may reach has no password'],
  ['health checks from all of IPv6', nlb({ healthCheckSources: ['::/0'] }), MEDIA, 'provider.healthCheckSources', 'not everything'],
  ['health checks from an address without its length', nlb({ healthCheckSources: ['10.0.0.1'] }), MEDIA, 'provider.healthCheckSources', 'must be the address blocks'],
  ['no list of those who check health', LoadBalancerProvider.awsNlb(wrong({})), MEDIA, 'provider.healthCheckSources', 'is missing; write ["10.0.0.0/24"]'],
  ['an Elastic IP by its address', nlb({ eipAllocations: ['203.0.113.10'] }), MEDIA, 'provider.eipAllocations[0]', 'is no allocation id of an Elastic IP; write one such as "eipalloc-0123456789abcdef0"'],
  ['fewer Elastic IPs than subnets', nlb({ subnets: ['a', 'b'], eipAllocations: ['eipalloc-12345678'] }), MEDIA, 'provider.eipAllocations', 'names 1 addresses for 2 subnets'],
  ['no subnet', nlb({ subnets: [] }), MEDIA, 'provider.subnets', 'names nothing; leave it out'],
  ['two subnets in one', nlb({ subnets: ['a,b'] }), MEDIA, 'provider.subnets[0]', '"a,b" is no subnet'],
  ['an address of GKE by number', LoadBalancerProvider.gke({ addressName: '203.0.113.10' }), MEDIA, 'provider.addressName', 'is no name of a reserved address; write one such as "jitsi-media"'],
  ['a public IP by its resource id', LoadBalancerProvider.azure({ publicIpName: '/subscriptions/x' }), MEDIA, 'provider.publicIpName', 'is no name of a public IP'],
  ['a public IP by name and address', LoadBalancerProvider.azure({ publicIpName: 'a', ipv4Address: '203.0.113.1' }), MEDIA, 'provider.publicIpName', 'write one of the two'],
  ['an IPv6 address for one of IPv4', LoadBalancerProvider.azure({ ipv4Address: '2001:db8::1' }), MEDIA, 'provider.ipv4Address', 'is no IPv4 address; write one such as "203.0.113.10"'],
  ['an IPv4 address for one of IPv6', LoadBalancerProvider.azure({ ipv6Address: '203.0.113.1' }), MEDIA, 'provider.ipv6Address', 'is no IPv6 address'],
  ['a resource group of nothing', LoadBalancerProvider.azure({ resourceGroup: 'network' }), MEDIA, 'provider.resourceGroup', 'none is named; write publicIpName'],
  ['a resource group that ends in a dot', LoadBalancerProvider.azure({ publicIpName: 'a', resourceGroup: 'network.' }), MEDIA, 'provider.resourceGroup', 'is no name of a resource group'],
  ['a type of DigitalOcean\'s by name', LoadBalancerProvider.digitalOcean(wrong({ networkLoadBalancer: 'REGIONAL_NETWORK' })), MEDIA, 'provider.networkLoadBalancer', 'is not true or false'],
  ['a host name for an address of MetalLB', LoadBalancerProvider.metalLb({ addresses: ['meet.example.org'] }), MEDIA, 'provider.addresses[0]', 'is no IP address'],
  ['an address with a zone', LoadBalancerProvider.metalLb({ addresses: ['fe80::1%eth0'] }), MEDIA, 'provider.addresses[0]', 'is no IP address'],
  ['two addresses of one family for MetalLB', LoadBalancerProvider.metalLb({ addresses: ['203.0.113.1', '203.0.113.2'] }), MEDIA, 'provider.addresses', 'one address of each family'],
  ['two addresses of IPv6 for MetalLB', LoadBalancerProvider.metalLb({ addresses: ['2001:db8::1', '2001:db8::2'] }), MEDIA, 'provider.addresses', 'one address of each family'],
  ['a pool of MetalLB with a space', LoadBalancerProvider.metalLb({ addressPool: 'my pool' }), MEDIA, 'provider.addressPool', 'is no name of an IPAddressPool'],
  ['a sharing key of nothing', LoadBalancerProvider.ciliumLbIpam({ sharingKey: '' }), MEDIA, 'provider.sharingKey', '"" is no key'],
  ['a block for an address of Cilium', LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.0/24'] }), MEDIA, 'provider.addresses[0]', 'is no IP address'],
  ['a Floating IP by its id', LoadBalancerProvider.ovh({ floatingIp: 'f1' }), MEDIA, 'provider.floatingIp', 'is no IPv4 address'],
  ['a size of OVHcloud\'s that is none', LoadBalancerProvider.ovh({ flavor: wrong('huge') }), MEDIA, 'provider.flavor', 'write one of OvhLoadBalancerFlavor.SMALL ("small")'],
  ['an address of Scaleway with its zone', LoadBalancerProvider.scaleway({ ipIds: ['fr-par-1/01234567-89ab-cdef-0123-456789abcdef'] }), EDGE, 'provider.ipIds[0]', 'is no id of an address'],
  ['a location of Hetzner in words', LoadBalancerProvider.hetzner({ location: 'Falkenstein' }), EDGE, 'provider.location', 'is no location; write one such as "fsn1"'],
  ['no location of Hetzner', LoadBalancerProvider.hetzner(wrong({})), EDGE, 'provider.location', 'is missing'],
  ['null for options', LoadBalancerProvider.gke(wrong(null)), MEDIA, 'provider', 'null is not a struct'],
  ['an option that is nowhere', LoadBalancerProvider.metalLb(wrong({ address: '203.0.113.1' })), MEDIA, 'provider.address', 'did you mean addresses?'],
];

type Beside = readonly [title: string, provider: LoadBalancerProvider, options: LoadBalancerOptions, field: string, said: string];

const BESIDE: readonly Beside[] = [
  ['an annotation that the provider sets', nlb({}), { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' } }, 'annotations', 'is set by the provider, AWS Network Load Balancer; leave it out'],
  ['an annotation that one of its options sets', LoadBalancerProvider.metalLb({ addressPool: 'a' }), { annotations: { 'metallb.io/address-pool': 'b' } }, 'annotations', '"metallb.io/address-pool" is set by the provider, MetalLB'],
  ['a class beside that of the provider', nlb({}), { loadBalancerClass: 'example.org/other' }, 'loadBalancerClass', 'to "service.k8s.aws/nlb"; leave it out'],
  ['an address that has a prop of its own', LoadBalancerProvider.ovh(), { loadBalancerIp: '203.0.113.10' }, 'loadBalancerIp', 'write provider.floatingIp'],
  ['an address that has no effect', LoadBalancerProvider.digitalOcean(), { loadBalancerIp: '203.0.113.10' }, 'loadBalancerIp', 'takes no address here; leave it out'],
];

describe('A load balancer\'s provider refuses', () => {
  test.each([...USES, ...VALUES])('%s, once and at its field', (_title, provider, context, field, said) => {
    const violations = provider._violations('jvb.exposure', context);

    expect(violations.map((violation) => violation.field)).toEqual([`jvb.exposure.${field}`]);
    expect(violations.map(({ problem }) => problem).join()).toContain(said);
  });

  test.each(BESIDE)('%s', (_title, provider, options, field, said) => {
    const violations = provider._violations('jvb.exposure', MEDIA, options);

    expect(violations.map((violation) => violation.field)).toEqual([`jvb.exposure.${field}`]);
    expect(violations.map(({ problem }) => problem).join()).toContain(said);
  });

  test('no annotation that it does not set, and no class where it has none', () => {
    expect(LoadBalancerProvider.metalLb({ addressPool: 'a' })._violations('edge', EDGE, { annotations: { 'metallb.io/loadBalancerIPs': '203.0.113.10' }, loadBalancerClass: 'example.org/a' })).toEqual([]);
  });

  test('all that is wrong at once', () => {
    const violations = LoadBalancerProvider.metalLb({ addresses: ['a', 'b'], sharingKey: ',' })._violations('', MEDIA, { loadBalancerIp: '203.0.113.1' });

    expect(violations.map(({ field }) => field)).toEqual(['provider.addresses[0]', 'provider.addresses[1]', 'provider.sharingKey', 'provider.sharingKey', 'loadBalancerIp']);
  });
});
