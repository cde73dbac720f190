import { isIPv4, isIPv6 } from 'node:net';
import { isCidr } from '../validation/formats';
import { flag, list, oneOf, required, text } from '../validation/shapes';
import { shown } from '../validation/violations';
import { LoadBalancerPreset } from './load-balancer-preset';
import {
  AwsNlbOptions, AzureOptions, CiliumLbIpamOptions, DigitalOceanOptions, GkeOptions, HetznerOptions, MetalLbOptions, OvhLoadBalancerFlavor, OvhOptions, ScalewayOptions,
} from './load-balancer-provider-options';
import { ADDRESS, ELASTIC_IP, GKE_ADDRESS, IPV4, IPV6, LOCATION, POOL, PUBLIC_IP, RESOURCE_GROUP, SCALEWAY_IP, SHARING_KEY, SUBNET } from './load-balancer-texts';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';
const AZURE = 'service.beta.kubernetes.io/azure';
const METALLB_KEY = 'metallb.io/allow-shared-ip';
const CILIUM_KEY = 'lbipam.cilium.io/sharing-key';

// aws-load-balancer-controller, Guide > Service > Annotations: "lb-type", "lb-scheme" (internal unless said), "nlb-target-type", "subnets",
// "eip-allocations" (as many as subnets), "Health Check", "load-balancer-attributes"; loadBalancerClass service.k8s.aws/nlb: its Guide > Service > NLB.
// UDP target groups are asked over TCP or HTTP: issues 2144 and 1813. Health checks come from the subnets: pull request 1831.
// Elastic Load Balancing > Network Load Balancers > Target group attributes > Client IP preservation: off for TCP to IP targets unless set; with it, pods cannot
// reach the load balancer that sends to them. The same > Proxy protocol v2: health checks begin with its header too, so one by HTTP fails: ingress-nginx issue 10982.
const awsNlb: LoadBalancerPreset<AwsNlbOptions> = {
  name: 'AWS Network Load Balancer',
  // Pull request 105361 of Kubernetes, issue 2759 of the controller.
  mixesProtocols: false,
  keepsClients: true,
  checks: 'pods over HTTP',
  announce: ['fixed', 'fromService'],
  loadBalancerClass: 'service.k8s.aws/nlb',
  nodePorts: false,
  annotations: {
    [`${AWS}-scheme`]: 'internet-facing',
    [`${AWS}-nlb-target-type`]: 'ip',
    // A bridge may run in a zone that the announced address is not in.
    [`${AWS}-attributes`]: 'load_balancing.cross_zone.enabled=true',
  },
  tcpAnnotations: { [`${AWS}-target-group-attributes`]: 'preserve_client_ip.enabled=true' },
  proxyProtocol: { [`${AWS}-target-group-attributes`]: 'preserve_client_ip.enabled=false,proxy_protocol_v2.enabled=true' },
  healthCheck: { protocol: `${AWS}-healthcheck-protocol`, port: `${AWS}-healthcheck-port`, path: `${AWS}-healthcheck-path` },
  healthCheckSources: ({ healthCheckSources }) => healthCheckSources,
  form: {
    healthCheckSources: required(list(text('"10.0.0.0/24"'))),
    subnets: list(text(SUBNET.example)),
    eipAllocations: list(text(ELASTIC_IP.example)),
  },
  inputs: {
    subnets: { key: `${AWS}-subnets`, text: SUBNET },
    eipAllocations: { key: `${AWS}-eip-allocations`, text: ELASTIC_IP, own: true },
  },
  rules: [{
    field: 'healthCheckSources',
    condition: ({ options }) => options.healthCheckSources.length === 0 || !options.healthCheckSources.every((block) => isCidr(block) && !block.endsWith('/0')),
    message: ({ options }) => `${shown(options.healthCheckSources)} must be the address blocks of the load balancer's subnets, such as ["10.0.0.0/24"], and not everything: what they may reach has no password`,
  }, {
    field: 'eipAllocations',
    condition: ({ options: { subnets, eipAllocations } }) => subnets !== undefined && eipAllocations !== undefined && eipAllocations.length !== subnets.length,
    message: ({ options: { subnets = [], eipAllocations = [] } }) => `names ${eipAllocations.length} addresses for ${subnets.length} subnets; name one for each`,
  }],
};

// Google Kubernetes Engine > LoadBalancer Service parameters: "Backend service-based external passthrough Network Load Balancer", "Static IP addresses"; forwarding rules share one by port.
// The class networking.gke.io/l4-regional-external says the same from 1.33.1-gke.1779000 on, but a Service that exists cannot be given one.
// Health check port and externalTrafficPolicy: GKE > About LoadBalancer Services > Load balancer health checks.
const gke: LoadBalancerPreset<GkeOptions> = {
  name: 'GKE regional external load balancer',
  keepsClients: true,
  checks: 'nodes, at the Service\'s health check port',
  announce: ['fixed', 'fromService'],
  annotations: { 'cloud.google.com/l4-rbs': 'enabled' },
  form: { addressName: text(GKE_ADDRESS.example) },
  inputs: { addressName: { key: 'networking.gke.io/load-balancer-ip-addresses', text: GKE_ADDRESS, own: true, shared: {} } },
};

// cloud-provider-azure > Azure LoadBalancer > LoadBalancer annotations; its Shared IP: one for Services of different ports; AKS > Use a static public IP address.
// With the policy Local the health check port is asked, for UDP too: kubernetes pull request 84802. With Cluster nothing is asked for UDP: issue 43683.
const azure: LoadBalancerPreset<AzureOptions> = {
  name: 'Azure Load Balancer',
  keepsClients: true,
  checks: 'nodes, at the Service\'s health check port',
  announce: ['fixed', 'fromService'],
  form: {
    publicIpName: text(PUBLIC_IP.example),
    ipv4Address: text(IPV4.example),
    ipv6Address: text(IPV6.example),
    resourceGroup: text(RESOURCE_GROUP.example),
  },
  inputs: {
    publicIpName: { key: `${AZURE}-pip-name`, text: PUBLIC_IP, family: 'IPv4', own: true, shared: {} },
    ipv4Address: { key: `${AZURE}-load-balancer-ipv4`, text: IPV4, own: true, shared: {} },
    ipv6Address: { key: `${AZURE}-load-balancer-ipv6`, text: IPV6, own: true, shared: {} },
    resourceGroup: { key: `${AZURE}-load-balancer-resource-group`, text: RESOURCE_GROUP },
  },
  rules: [{
    field: 'publicIpName',
    condition: ({ options }) => options.publicIpName !== undefined && options.ipv4Address !== undefined,
    message: () => 'names a public IP by its name, and ipv4Address by its address; write one of the two',
  }, {
    field: 'resourceGroup',
    condition: ({ options }) => options.resourceGroup !== undefined && options.publicIpName === undefined && options.ipv4Address === undefined && options.ipv6Address === undefined,
    message: () => 'is that of a public IP, and none is named; write publicIpName, or leave it out',
  }],
};

// DigitalOcean > Configure Advanced Load Balancer Settings: "Protocol", "Network Load Balancer" (port and targetPort must match), "External Traffic Policies
// and Health Checks", "PROXY Protocol". digitalocean-cloud-controller-manager pull request 724: since v0.1.51, of May 2024, nodes are asked and no TCP port of the Service is needed.
const digitalOcean: LoadBalancerPreset<DigitalOceanOptions> = {
  name: 'DigitalOcean Load Balancer',
  keepsClients: false,
  checks: 'nodes, at the Service\'s health check port',
  announce: ['fromService', 'fixed'],
  proxyProtocol: { 'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true' },
  form: { networkLoadBalancer: flag },
  inputs: { networkLoadBalancer: { key: 'service.beta.kubernetes.io/do-loadbalancer-type', on: 'REGIONAL_NETWORK' } },
  rules: [{
    field: 'networkLoadBalancer',
    condition: ({ options, context }) => options.networkLoadBalancer === true && context.protocol === 'TCP',
    message: () => 'it cannot translate ports, and the edge listens at others than 80 and 443; leave it out here',
  }],
};

// MetalLB > Usage: "Requesting specific IPs", "Traffic policies", "IPv6 and dual stack services", "IP address sharing".
const metalLb: LoadBalancerPreset<MetalLbOptions> = {
  name: 'MetalLB',
  keepsClients: true,
  checks: 'nothing: Kubernetes says which nodes have pods',
  announce: ['fromService', 'fixed'],
  form: { addresses: list(text(ADDRESS.example)), addressPool: text(POOL.example), sharingKey: text(SHARING_KEY.example) },
  inputs: {
    addresses: { key: 'metallb.io/loadBalancerIPs', text: ADDRESS, own: true, shared: { annotation: METALLB_KEY } },
    addressPool: { key: 'metallb.io/address-pool', text: POOL },
    sharingKey: { key: METALLB_KEY, text: SHARING_KEY, own: true },
  },
  rules: [{
    field: 'addresses',
    condition: ({ options: { addresses = [] } }) => addresses.filter(isIPv4).length > 1 || addresses.filter(isIPv6).length > 1,
    message: ({ options }) => `${shown(options.addresses)}: a Service has one address of each family; write one of IPv4, one of IPv6, or both`,
  }, {
    field: 'sharingKey',
    condition: ({ options, context }) => options.sharingKey !== undefined && context.trafficPolicy === 'Local',
    message: () => 'MetalLB shares addresses between Services of the policy Cluster alone, and this one has Local, which keeps clients\' addresses; leave it out and give each Service its own',
  }],
};

// Cilium > LoadBalancer IP Address Management (LB IPAM): "Requesting IPs", "Sharing Keys", "IPv4 / IPv6 families + policy".
const ciliumLbIpam: LoadBalancerPreset<CiliumLbIpamOptions> = {
  name: 'Cilium LB IPAM',
  keepsClients: true,
  checks: 'nothing: Kubernetes says which nodes have pods',
  announce: ['fromService', 'fixed'],
  form: { addresses: list(text(ADDRESS.example)), sharingKey: text(SHARING_KEY.example) },
  inputs: {
    addresses: { key: 'lbipam.cilium.io/ips', text: ADDRESS, own: true, shared: { annotation: CILIUM_KEY } },
    sharingKey: { key: CILIUM_KEY, text: SHARING_KEY },
  },
};

// K3s > Networking Services: "How ServiceLB Works" (host ports on the nodes, their addresses in the status), "Traefik Ingress Controller" (80 and 443).
const k3sServiceLb: LoadBalancerPreset<Record<string, never>> = {
  name: 'k3s ServiceLB',
  keepsClients: true,
  checks: 'nothing: Kubernetes says which nodes have pods',
  announce: ['fromService', 'fixed'],
  form: {},
  inputs: {},
  commonPorts: 'the nodes',
  rules: [{
    field: '',
    condition: ({ context }) => context.services > 1,
    message: ({ context }) => `ServiceLB opens a Service's port on the nodes themselves, so ${context.services} Services cannot have the same; use MediaExposure.loadBalancer, which has a port for each bridge`,
  }],
};

// OVHcloud > Managed Kubernetes > Expose your applications using OVHcloud Public Cloud Load Balancer: "Supported service annotations" (a health monitor is
// required for Local; "loadbalancer.openstack.org/proxy-protocol"), "Use an existing Floating IP in the tenant", "Use PROXY protocol to preserve client IP". UDP: ovh/public-cloud-roadmap issue 416.
const ovh: LoadBalancerPreset<OvhOptions> = {
  name: 'OVHcloud Public Cloud Load Balancer',
  keepsClients: false,
  checks: 'nodes, at the Service\'s health check port',
  announce: ['fixed', 'fromService'],
  annotations: { 'loadbalancer.ovhcloud.com/class': 'octavia', 'loadbalancer.openstack.org/enable-health-monitor': 'true' },
  proxyProtocol: { 'loadbalancer.openstack.org/proxy-protocol': 'v2' },
  form: { floatingIp: text(IPV4.example), flavor: oneOf<OvhLoadBalancerFlavor>('OvhLoadBalancerFlavor', OvhLoadBalancerFlavor) },
  inputs: { floatingIp: { key: 'loadBalancerIP', text: IPV4, own: true }, flavor: { key: 'loadbalancer.ovhcloud.com/flavor' } },
};

// scaleway-cloud-controller-manager, docs/loadbalancer-annotations.md ("scw-loadbalancer-proxy-protocol-v2") and docs/loadbalancer-examples.md (reserved
// addresses); TCP and HTTP alone: scaleway/docs-content issue 1903.
const scaleway: LoadBalancerPreset<ScalewayOptions> = {
  name: 'Scaleway Load Balancer',
  noUdp: 'Scaleway\'s load balancers carry no UDP',
  keepsClients: false,
  checks: 'nodes, at the Service\'s own ports',
  announce: [],
  proxyProtocol: { 'service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2': 'true' },
  form: { ipIds: list(text(SCALEWAY_IP.example)) },
  inputs: { ipIds: { key: 'service.beta.kubernetes.io/scw-loadbalancer-ip-ids', text: SCALEWAY_IP, own: true } },
};

// hcloud-cloud-controller-manager, internal/annotation/load_balancer.go: LBLocation, LBUsePrivateIP, LBSvcProtocol (tcp, http, https alone),
// LBSvcHealthCheckProtocol (tcp), LBSvcProxyProtocol; no UDP: issues 252, 799 and 1100.
const hetzner: LoadBalancerPreset<HetznerOptions> = {
  name: 'Hetzner Load Balancer',
  noUdp: 'Hetzner\'s load balancers carry no UDP',
  keepsClients: false,
  checks: 'nodes, at the Service\'s own ports',
  announce: [],
  proxyProtocol: { 'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true' },
  form: { location: required(text(LOCATION.example)), usePrivateIp: flag },
  inputs: {
    location: { key: 'load-balancer.hetzner.cloud/location', text: LOCATION },
    usePrivateIp: { key: 'load-balancer.hetzner.cloud/use-private-ip' },
  },
};

/** What is known of each load balancer, by the name of its factory in `LoadBalancerProvider`. */
export const PRESETS = { awsNlb, gke, azure, digitalOcean, metalLb, ciliumLbIpam, k3sServiceLb, ovh, scaleway, hetzner } as const;
