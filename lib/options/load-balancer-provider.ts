import { Labels } from '../kubernetes/labels';
import { ServiceFields } from '../kubernetes/types';
import { Violation } from '../validation/violations';
import { Applied, AppliedPreset, ExtraPort } from './applied-preset';
import type { LoadBalancerOptions } from './load-balancer-options';
import { LoadBalancerContext } from './load-balancer-preset';
import { PRESETS } from './load-balancer-presets';
import {
  AwsNlbOptions, AzureOptions, CiliumLbIpamOptions, DigitalOceanOptions, GkeOptions, HetznerOptions, MetalLbOptions, OvhOptions, ScalewayOptions,
} from './load-balancer-provider-options';

/** Who serves a Service of type LoadBalancer. It knows the annotations and fields that the Service needs, and what does not work. */
export class LoadBalancerProvider {
  /**
   * A Network Load Balancer of AWS, open to the internet, which sends to pods directly. The AWS Load Balancer Controller makes it, and the cluster's
   * network must give pods addresses of the VPC. A Service that exists cannot be handed over to it: delete it first.
   *
   * @param options who may ask pods for their health, subnets, addresses.
   */
  public static awsNlb(options: AwsNlbOptions): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.awsNlb, options));
  }

  /**
   * A regional external load balancer of GKE, which passes packets on as they are.
   *
   * @param options its address.
   */
  public static gke(options: GkeOptions = {}): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.gke, options));
  }

  /**
   * Azure's load balancer of the Standard SKU.
   *
   * @param options its address.
   */
  public static azure(options: AzureOptions = {}): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.azure, options));
  }

  /**
   * DigitalOcean's load balancer. It keeps its address as long as the Service is there; none can be reserved before.
   *
   * @param options its type.
   */
  public static digitalOcean(options: DigitalOceanOptions = {}): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.digitalOcean, options));
  }

  /**
   * MetalLB, in a cluster of your own.
   *
   * @param options addresses.
   */
  public static metalLb(options: MetalLbOptions = {}): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.metalLb, options));
  }

  /**
   * Cilium's own address management, with its BGP or layer 2 announcements.
   *
   * @param options addresses.
   */
  public static ciliumLbIpam(options: CiliumLbIpamOptions = {}): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.ciliumLbIpam, options));
  }

  /**
   * The load balancer that k3s brings: ports on the nodes themselves. Its Traefik holds 80 and 443 there.
   */
  public static k3sServiceLb(): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.k3sServiceLb, {}));
  }

  /**
   * OVHcloud's Public Cloud Load Balancer.
   *
   * @param options its address and size.
   */
  public static ovh(options: OvhOptions = {}): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.ovh, options));
  }

  /**
   * Scaleway's load balancer, for the edge alone: it carries no UDP.
   *
   * @param options its addresses.
   */
  public static scaleway(options: ScalewayOptions = {}): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.scaleway, options));
  }

  /**
   * Hetzner's load balancer, for the edge alone: it carries no UDP.
   *
   * @param options where it is made.
   */
  public static hetzner(options: HetznerOptions): LoadBalancerProvider {
    return new LoadBalancerProvider(new AppliedPreset(PRESETS.hetzner, options));
  }

  private constructor(private readonly applied: Applied) {}

  /** @internal Its name, as its makers write it. */
  public get _description(): string {
    return this.applied.name;
  }

  /** @internal Whether a Service can have both TCP and UDP. */
  public get _mixesProtocols(): boolean {
    return this.applied.mixesProtocols;
  }

  /** @internal Annotations of the Service. */
  public _annotations(context: LoadBalancerContext): Labels {
    return this.applied.annotations(context);
  }

  /** @internal Fields of the Service beside type, ports and policy. */
  public get _fields(): ServiceFields {
    return this.applied.fields;
  }

  /** @internal Ports of the pods that the load balancer itself must reach, beside those of the Service. */
  public _extraPorts(context: LoadBalancerContext): ExtraPort[] {
    return this.applied.extraPorts(context);
  }

  /** @internal What a Service asks for that others may ask for too. */
  public _claims(path: string): ReturnType<Applied['claims']> {
    return this.applied.claims(path);
  }

  /** @internal What is wrong with it, for such a use and beside such options, whose path it is given. */
  public _violations(path: string, context: LoadBalancerContext, beside: LoadBalancerOptions = {}): Violation[] {
    return this.applied.violations(path, context, beside);
  }
}
