import { Labels } from '../kubernetes/labels';
import { ServiceFields } from '../kubernetes/types';
import { isAddressOrCidr, isCidr, isQualifiedName } from '../validation/formats';
import { instance, list, map, Shape, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { AddressClaim } from './address-claims';
import { LoadBalancerContext } from './load-balancer-preset';
import { LoadBalancerProvider } from './load-balancer-provider';

/** What a Service of type LoadBalancer can be given. */
export interface LoadBalancerOptions {
  /**
   * Who serves the Service: with it come the annotations and fields that the load balancer needs, and refusals of what it cannot do.
   *
   * @default - Nothing is known of the load balancer; annotations say what it wants.
   */
  readonly provider?: LoadBalancerProvider;

  /**
   * Annotations of the Service, as the cluster's load balancer wants them.
   *
   * @default - None.
   */
  readonly annotations?: { readonly [key: string]: string };

  /**
   * Which of several load balancer implementations serves the Service (`spec.loadBalancerClass`). It cannot be changed later.
   *
   * @default - The cluster's own.
   */
  readonly loadBalancerClass?: string;

  /**
   * An address that was reserved for the Service (`spec.loadBalancerIP`). Some load balancers want it in an annotation instead.
   *
   * @default - The load balancer chooses one.
   */
  readonly loadBalancerIp?: string;

  /**
   * Address blocks from which clients may come, such as `203.0.113.0/24`.
   *
   * @default - Clients may come from anywhere.
   */
  readonly sourceRanges?: string[];
}

/** The form of the options. */
export const LOAD_BALANCER: Shape<LoadBalancerOptions> = {
  provider: instance('LoadBalancerProvider', () => LoadBalancerProvider, 'LoadBalancerProvider.metalLb()'),
  annotations: map(text('"…", the value of an annotation'), '"example.org/key"'),
  loadBalancerClass: text('what the load balancer\'s documentation names, such as "service.k8s.aws/nlb"'),
  loadBalancerIp: text('an IP address such as "203.0.113.10"'),
  sourceRanges: list(text('"203.0.113.0/24"')),
};

/** The fields of the Service that follow from the options. */
export function loadBalancerFields(options: LoadBalancerOptions): ServiceFields {
  return {
    type: 'LoadBalancer',
    loadBalancerClass: options.loadBalancerClass,
    loadBalancerIP: options.loadBalancerIp,
    loadBalancerSourceRanges: options.sourceRanges,
    ...options.provider?._fields,
  };
}

/** The annotations of the Service that follow from the options. */
export function loadBalancerAnnotations({ provider, annotations }: LoadBalancerOptions, context: LoadBalancerContext): Labels {
  return { ...provider?._annotations(context), ...annotations };
}

/** What a Service asks for that others may ask for too. */
export function loadBalancerClaims(
  path: string, options: LoadBalancerOptions, context: LoadBalancerContext, service: Pick<AddressClaim, 'ports' | 'whose'>,
): AddressClaim[] {
  const { provider, loadBalancerIp } = options;
  const annotations = loadBalancerAnnotations(options, context);
  const asked = [...(provider?._claims(path) ?? []), ...(loadBalancerIp === undefined ? [] : [{ field: at(path, 'loadBalancerIp'), address: loadBalancerIp, shared: {} }])];
  return asked.map((claim) => ({ ...claim, ...service, annotations }));
}

/** What is wrong with the options. */
export function loadBalancerViolations(path: string, options: LoadBalancerOptions, context: LoadBalancerContext): Violation[] {
  const { provider, annotations = {}, loadBalancerClass, loadBalancerIp, sourceRanges } = options;
  return [
    ...(provider?._violations(path, context, options) ?? []),
    ...Object.keys(annotations).filter((key) => !isQualifiedName(key)).map((key) => ({
      field: at(path, 'annotations'), problem: `${shown(key)} is no key of an annotation; write prefix/name, with at most 63 characters in the name`,
    })),
    ...(loadBalancerClass !== undefined && !isQualifiedName(loadBalancerClass)
      ? [{ field: at(path, 'loadBalancerClass'), problem: `${shown(loadBalancerClass)} is no class; write what the load balancer's documentation names, such as "service.k8s.aws/nlb"` }] : []),
    ...(loadBalancerIp !== undefined && (!isAddressOrCidr(loadBalancerIp) || isCidr(loadBalancerIp))
      ? [{ field: at(path, 'loadBalancerIp'), problem: `${shown(loadBalancerIp)} is no IP address; write one such as "203.0.113.10"` }] : []),
    ...(sourceRanges !== undefined && (sourceRanges.length === 0 || !sourceRanges.every(isCidr))
      ? [{ field: at(path, 'sourceRanges'), problem: `${shown(sourceRanges)} must be one or more address blocks with their length, such as ["203.0.113.0/24"]; leave it out to let everybody in` }] : []),
  ];
}
