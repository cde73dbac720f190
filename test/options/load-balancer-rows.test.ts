import { ServiceFields } from '../../lib/kubernetes/types';
import { Input, LoadBalancerContext } from '../../lib/options/load-balancer-preset';
import { PRESETS } from '../../lib/options/load-balancer-presets';
import { LoadBalancerProvider } from '../../lib/options/load-balancer-provider';
import { OvhLoadBalancerFlavor } from '../../lib/options/load-balancer-provider-options';

const MEDIA: LoadBalancerContext = { protocol: 'UDP', services: 1, trafficPolicy: 'Local', healthCheck: { port: 8080, path: '/about/health' } };
const EDGE: LoadBalancerContext = { protocol: 'TCP', services: 1, trafficPolicy: 'Local', healthCheck: { port: 8081, path: '/readyz' } };

/** What a Service gets from a provider. */
interface Row {
  readonly annotations: Readonly<Record<string, string>>;
  readonly fields: ServiceFields;
}

type Case = readonly [title: string, factory: keyof typeof PRESETS, provider: LoadBalancerProvider, context: LoadBalancerContext, row: Row];

const NLB = 'service.beta.kubernetes.io/aws-load-balancer';
const SOURCES = ['10.0.0.0/24'];
const NLB_FIELDS: ServiceFields = { loadBalancerClass: 'service.k8s.aws/nlb', allocateLoadBalancerNodePorts: false };

const CASES: readonly Case[] = [
  ['AWS media', 'awsNlb', LoadBalancerProvider.awsNlb({
    healthCheckSources: SOURCES, subnets: ['subnet-0123456789abcdef0', 'public b'], eipAllocations: ['eipalloc-0123456789abcdef0', 'eipalloc-12345678'],
  }), MEDIA, {
    annotations: {
      [`${NLB}-scheme`]: 'internet-facing',
      [`${NLB}-nlb-target-type`]: 'ip',
      [`${NLB}-attributes`]: 'load_balancing.cross_zone.enabled=true',
      [`${NLB}-healthcheck-protocol`]: 'http',
      [`${NLB}-healthcheck-port`]: '8080',
      [`${NLB}-healthcheck-path`]: '/about/health',
      [`${NLB}-subnets`]: 'subnet-0123456789abcdef0,public b',
      [`${NLB}-eip-allocations`]: 'eipalloc-0123456789abcdef0,eipalloc-12345678',
    },
    fields: NLB_FIELDS,
  }],
  ['AWS edge', 'awsNlb', LoadBalancerProvider.awsNlb({ healthCheckSources: SOURCES }), EDGE, {
    annotations: {
      [`${NLB}-scheme`]: 'internet-facing',
      [`${NLB}-nlb-target-type`]: 'ip',
      [`${NLB}-attributes`]: 'load_balancing.cross_zone.enabled=true',
      [`${NLB}-target-group-attributes`]: 'preserve_client_ip.enabled=true',
      [`${NLB}-healthcheck-protocol`]: 'http',
      [`${NLB}-healthcheck-port`]: '8081',
      [`${NLB}-healthcheck-path`]: '/readyz',
    },
    fields: NLB_FIELDS,
  }],
  ['GKE', 'gke', LoadBalancerProvider.gke({ addressName: 'jitsi-media' }), MEDIA, {
    annotations: { 'cloud.google.com/l4-rbs': 'enabled', 'networking.gke.io/load-balancer-ip-addresses': 'jitsi-media' }, fields: {},
  }],
  ['GKE with an address of its choice', 'gke', LoadBalancerProvider.gke(), EDGE, { annotations: { 'cloud.google.com/l4-rbs': 'enabled' }, fields: {} }],
  ['Azure, by name', 'azure', LoadBalancerProvider.azure({ publicIpName: 'jitsi_media', resourceGroup: 'network' }), MEDIA, {
    annotations: { 'service.beta.kubernetes.io/azure-pip-name': 'jitsi_media', 'service.beta.kubernetes.io/azure-load-balancer-resource-group': 'network' }, fields: {},
  }],
  ['Azure, by addresses of both families', 'azure', LoadBalancerProvider.azure({ ipv4Address: '203.0.113.10', ipv6Address: '2001:db8::10' }), EDGE, {
    annotations: { 'service.beta.kubernetes.io/azure-load-balancer-ipv4': '203.0.113.10', 'service.beta.kubernetes.io/azure-load-balancer-ipv6': '2001:db8::10' },
    fields: { ipFamilyPolicy: 'RequireDualStack' },
  }],
  ['Azure, by name and address', 'azure', LoadBalancerProvider.azure({ publicIpName: 'edge', ipv6Address: '2001:db8::10' }), EDGE, {
    annotations: { 'service.beta.kubernetes.io/azure-pip-name': 'edge', 'service.beta.kubernetes.io/azure-load-balancer-ipv6': '2001:db8::10' },
    fields: { ipFamilyPolicy: 'RequireDualStack' },
  }],
  ['DigitalOcean', 'digitalOcean', LoadBalancerProvider.digitalOcean({ networkLoadBalancer: false }), EDGE, { annotations: {}, fields: {} }],
  ['DigitalOcean at the network layer', 'digitalOcean', LoadBalancerProvider.digitalOcean({ networkLoadBalancer: true }), MEDIA, {
    annotations: { 'service.beta.kubernetes.io/do-loadbalancer-type': 'REGIONAL_NETWORK' }, fields: {},
  }],
  ['MetalLB', 'metalLb', LoadBalancerProvider.metalLb({ addresses: ['203.0.113.10'], addressPool: 'public', sharingKey: 'jitsi' }), { ...MEDIA, trafficPolicy: 'Cluster' }, {
    annotations: { 'metallb.io/loadBalancerIPs': '203.0.113.10', 'metallb.io/address-pool': 'public', 'metallb.io/allow-shared-ip': 'jitsi' }, fields: {},
  }],
  ['MetalLB with both families', 'metalLb', LoadBalancerProvider.metalLb({ addresses: ['2001:db8::10', '203.0.113.10'] }), EDGE, {
    annotations: { 'metallb.io/loadBalancerIPs': '2001:db8::10,203.0.113.10' }, fields: { ipFamilyPolicy: 'RequireDualStack' },
  }],
  ['MetalLB with IPv6', 'metalLb', LoadBalancerProvider.metalLb({ addresses: ['2001:db8::10'] }), MEDIA, {
    annotations: { 'metallb.io/loadBalancerIPs': '2001:db8::10' }, fields: { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] },
  }],
  ['Cilium', 'ciliumLbIpam', LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.10', '203.0.113.11'], sharingKey: 'jitsi' }), MEDIA, {
    annotations: { 'lbipam.cilium.io/ips': '203.0.113.10,203.0.113.11', 'lbipam.cilium.io/sharing-key': 'jitsi' }, fields: {},
  }],
  ['k3s', 'k3sServiceLb', LoadBalancerProvider.k3sServiceLb(), MEDIA, { annotations: {}, fields: {} }],
  ['OVHcloud', 'ovh', LoadBalancerProvider.ovh({ floatingIp: '203.0.113.10', flavor: OvhLoadBalancerFlavor.MEDIUM }), MEDIA, {
    annotations: {
      'loadbalancer.ovhcloud.com/class': 'octavia', 'loadbalancer.ovhcloud.com/flavor': 'medium', 'loadbalancer.openstack.org/enable-health-monitor': 'true',
    },
    fields: { loadBalancerIP: '203.0.113.10' },
  }],
  ['Scaleway', 'scaleway', LoadBalancerProvider.scaleway({ ipIds: ['01234567-89ab-cdef-0123-456789abcdef', 'fedcba98-7654-3210-fedc-ba9876543210'] }), EDGE, {
    annotations: { 'service.beta.kubernetes.io/scw-loadbalancer-ip-ids': '01234567-89ab-cdef-0123-456789abcdef,fedcba98-7654-3210-fedc-ba9876543210' }, fields: {},
  }],
  ['Hetzner', 'hetzner', LoadBalancerProvider.hetzner({ location: 'fsn1', usePrivateIp: true }), EDGE, {
    annotations: { 'load-balancer.hetzner.cloud/location': 'fsn1', 'load-balancer.hetzner.cloud/use-private-ip': 'true' }, fields: {},
  }],
];

/** What makes those that can name clients by the PROXY protocol. */
const PROXY_PROTOCOL: ReadonlyArray<readonly [factory: keyof typeof PRESETS, provider: LoadBalancerProvider, annotations: Row['annotations']]> = [
  ['awsNlb', LoadBalancerProvider.awsNlb({ healthCheckSources: SOURCES }), {
    [`${NLB}-scheme`]: 'internet-facing',
    [`${NLB}-nlb-target-type`]: 'ip',
    [`${NLB}-attributes`]: 'load_balancing.cross_zone.enabled=true',
    [`${NLB}-target-group-attributes`]: 'preserve_client_ip.enabled=false,proxy_protocol_v2.enabled=true',
    [`${NLB}-healthcheck-protocol`]: 'tcp',
    [`${NLB}-healthcheck-port`]: '8081',
  }],
  ['digitalOcean', LoadBalancerProvider.digitalOcean(), { 'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true' }],
  ['ovh', LoadBalancerProvider.ovh(), {
    'loadbalancer.ovhcloud.com/class': 'octavia', 'loadbalancer.openstack.org/enable-health-monitor': 'true', 'loadbalancer.openstack.org/proxy-protocol': 'v2',
  }],
  ['scaleway', LoadBalancerProvider.scaleway(), { 'service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2': 'true' }],
  ['hetzner', LoadBalancerProvider.hetzner({ location: 'fsn1' }), { 'load-balancer.hetzner.cloud/location': 'fsn1', 'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true' }],
];

describe('The Service of a load balancer', () => {
  test.each(PROXY_PROTOCOL)('of %s speaks the PROXY protocol where it is asked to', (_factory, provider, annotations) => {
    expect(provider._annotations({ ...EDGE, proxyProtocol: true })).toEqual(annotations);
    expect(provider._violations('edge', { ...EDGE, proxyProtocol: true })).toEqual([]);
  });

  test('that does not speak it is refused it', () => {
    const speaking: readonly string[] = PROXY_PROTOCOL.map(([factory]) => factory);

    expect(Object.entries(PRESETS).filter(([, preset]) => 'proxyProtocol' in preset).map(([factory]) => factory)).toEqual(speaking);
    expect(CASES.filter(([, factory, provider]) => !speaking.includes(factory) && !provider._violations('edge', { ...EDGE, proxyProtocol: true }).some(({ field }) => field === 'edge.proxyProtocol'))).toEqual([]);
  });

  test.each(CASES)('of %s has exactly what its documentation asks for', (_title, factory, provider, context, { annotations, fields }) => {
    expect(provider._violations('edge', context)).toEqual([]);
    expect(provider._description).toBe(PRESETS[factory].name);
    expect(provider._annotations(context)).toEqual(annotations);
    expect(provider._fields).toEqual(fields);
  });

  test('is pinned for every provider, with every option', () => {
    const set = CASES.map(([, factory, provider, context]) => [factory, { ...provider._annotations(context), ...provider._fields }] as const);
    const missing = Object.entries(PRESETS).flatMap(([factory, { inputs }]) => Object.entries<Input | undefined>(inputs)
      .filter(([, input]) => !set.some(([of, has]) => of === factory && Object.hasOwn(has, input?.key ?? ''))).map(([option]) => `${factory}: ${option}`));

    expect(missing).toEqual([]);
    expect([...new Set(CASES.map(([, factory]) => factory))]).toEqual(Object.keys(PRESETS));
    expect(Object.getOwnPropertyNames(LoadBalancerProvider).filter((name) => !['length', 'name', 'prototype'].includes(name))).toEqual(Object.keys(PRESETS));
  });

  test.each(CASES)('of %s opens a port for health checks only where pods are asked, and only to those who ask', (_title, factory, provider, context) => {
    expect(provider._extraPorts(context)).toEqual(factory === 'awsNlb' ? [{ port: context.healthCheck.port, protocol: 'TCP', sources: SOURCES }] : []);
  });
});
