/** What a Network Load Balancer of AWS needs to know. */
export interface AwsNlbOptions {
  /**
   * Address blocks of the load balancer's subnets. From there it asks pods for their health, at a port without password that nobody else may reach.
   * A network policy lets these blocks in.
   */
  readonly healthCheckSources: string[];

  /**
   * Subnets of the load balancer, each in another availability zone: their ids, or their `Name` tags. They can hardly be changed later.
   *
   * @default - The controller finds them by their tags.
   */
  readonly subnets?: string[];

  /**
   * Allocation ids of Elastic IPs, one for each subnet.
   *
   * @default - AWS chooses addresses, which change when the Service is made anew.
   */
  readonly eipAllocations?: string[];
}

/** What a regional external load balancer of GKE needs to know. */
export interface GkeOptions {
  /**
   * Name of a regional external address that you reserved in the cluster's region: its name, not the address itself.
   *
   * @default - GKE chooses an address, which changes when the Service is made anew.
   */
  readonly addressName?: string;
}

/** What Azure's load balancer needs to know. */
export interface AzureOptions {
  /**
   * Name of a public IP of the Standard SKU.
   *
   * @default - Azure makes one, which goes with the Service, or `ipv4Address` names one.
   */
  readonly publicIpName?: string;

  /**
   * The address of a public IP, instead of its name.
   *
   * @default - See publicIpName.
   */
  readonly ipv4Address?: string;

  /**
   * The address of a public IP of IPv6.
   *
   * @default - None.
   */
  readonly ipv6Address?: string;

  /**
   * Resource group of the public IP. The cluster's identity needs the role Network Contributor there.
   *
   * @default - The one of the cluster's nodes.
   */
  readonly resourceGroup?: string;
}

/** What DigitalOcean's load balancer needs to know. */
export interface DigitalOceanOptions {
  /**
   * Whether it works at the network layer and passes packets on as they are (`REGIONAL_NETWORK`). For media only: it cannot translate ports.
   *
   * @default false
   */
  readonly networkLoadBalancer?: boolean;
}

/** What MetalLB needs to know. */
export interface MetalLbOptions {
  /**
   * The address of the Service, from a pool of MetalLB. For both families, one of each.
   *
   * @default - MetalLB chooses one.
   */
  readonly addresses?: string[];

  /**
   * Name of the IPAddressPool from which the address comes.
   *
   * @default - Any pool that assigns addresses by itself.
   */
  readonly addressPool?: string;

  /**
   * Services with the same key may share an address, where their ports differ and the policy of all is `Cluster`.
   *
   * @default - The Service has its address for itself.
   */
  readonly sharingKey?: string;
}

/** What LB IPAM of Cilium needs to know. */
export interface CiliumLbIpamOptions {
  /**
   * Addresses of the Service, from an IP pool of Cilium.
   *
   * @default - Cilium chooses.
   */
  readonly addresses?: string[];

  /**
   * Services with the same key share their addresses, where their ports differ.
   *
   * @default - The Service has its addresses for itself.
   */
  readonly sharingKey?: string;
}

/** Sizes of OVHcloud's Public Cloud Load Balancer. */
export enum OvhLoadBalancerFlavor {
  /** The smallest. */
  SMALL = 'small',
  /** A medium one. */
  MEDIUM = 'medium',
  /** A large one. */
  LARGE = 'large',
  /** The largest. */
  XL = 'xl',
}

/** What OVHcloud's Public Cloud Load Balancer needs to know. */
export interface OvhOptions {
  /**
   * A Floating IP that you reserved in the cluster's region.
   *
   * @default - A new one, which goes with the Service.
   */
  readonly floatingIp?: string;

  /**
   * Size of the load balancer. Another size is another load balancer.
   *
   * @default OvhLoadBalancerFlavor.SMALL
   */
  readonly flavor?: OvhLoadBalancerFlavor;
}

/** What Scaleway's load balancer needs to know. */
export interface ScalewayOptions {
  /**
   * Ids of flexible IPs of load balancers, without their zone: one of IPv4, and at most one of IPv6 beside it.
   *
   * @default - A new address, which goes with the Service.
   */
  readonly ipIds?: string[];
}

/** What Hetzner's load balancer needs to know. */
export interface HetznerOptions {
  /** Location in which it is made, such as `fsn1`. It cannot be changed later. */
  readonly location: string;

  /**
   * Whether it reaches the nodes through their private network.
   *
   * @default false
   */
  readonly usePrivateIp?: boolean;
}
