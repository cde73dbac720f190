import { Labels } from '../kubernetes/labels';
import { Shape } from '../validation/shapes';
import { Rule } from '../validation/violations';
import { AddressClaim } from './address-claims';

/** What a load balancer is for. */
export interface LoadBalancerContext {
  /** What it carries: TCP to the edge, or UDP to bridges. */
  readonly protocol: 'TCP' | 'UDP';
  /** How many Services have the same provider; more than one where each bridge has its own. */
  readonly services: number;
  /** The Services' `externalTrafficPolicy`. */
  readonly trafficPolicy: 'Local' | 'Cluster';
  /** Where the pods themselves answer about their health: HTTP, or without a path TCP. */
  readonly healthCheck: { readonly port: number; readonly path?: string };
  /** Whether it is to name clients by the PROXY protocol. */
  readonly proxyProtocol?: boolean;
}

/** What a text must be. */
export interface InputText {
  /** What it names. */
  readonly noun: string;
  /** One such, in quotes. */
  readonly example: string;
  /** Whether it is one. */
  readonly valid: (value: string) => boolean;
}

/** Where a value goes that the caller gives. */
export interface Input {
  /** Key of an annotation, or the field of the Service. */
  readonly key: string;
  /** What it must be; switches and enumerations are told by their type. */
  readonly text?: InputText;
  /** Text that stands for true. */
  readonly on?: string;
  /** Family of the address that it names without saying it. */
  readonly family?: 'IPv4';
  /** Whether two Services cannot have the same port of it, or not even it. */
  readonly own?: true;
  /** How two Services may have it all the same. */
  readonly shared?: AddressClaim['shared'];
}

/** What a rule judges. */
export interface Judged<O> {
  /** What the caller said. */
  readonly options: O;
  /** What it is for. */
  readonly context: LoadBalancerContext;
}

/** What is known of a load balancer. */
export interface LoadBalancerPreset<O> {
  /** Its name, as its makers write it. */
  readonly name: string;
  /** Why it carries no media; undefined where it carries UDP. */
  readonly noUdp?: string;
  /** False where a Service cannot have both TCP and UDP. */
  readonly mixesProtocols?: false;
  /** Whether the edge sees the addresses of clients, with the policy `Local`. */
  readonly keepsClients: boolean;
  /** How it learns where to send. */
  readonly checks: 'pods over HTTP' | 'nodes, at the Service\'s health check port' | 'nodes, at the Service\'s own ports' | 'nothing: Kubernetes says which nodes have pods';
  /** Factories of `AdvertisedAddress` that work behind it, the better one first. */
  readonly announce: ReadonlyArray<'fromService' | 'fixed'>;
  /** The class by which it finds its Services. */
  readonly loadBalancerClass?: string;
  /** False where traffic goes to pods without them. */
  readonly nodePorts?: false;
  /** Annotations that its Services always have. */
  readonly annotations?: Labels;
  /** Annotations for TCP alone. */
  readonly tcpAnnotations?: Labels;
  /** Annotations that make it send clients' addresses by the PROXY protocol; undefined where it cannot. */
  readonly proxyProtocol?: Labels;
  /** Keys of the annotations that name what it asks pods. */
  readonly healthCheck?: Readonly<Record<'protocol' | 'port' | 'path', string>>;
  /** From where it asks pods; undefined where it asks none. */
  readonly healthCheckSources?: (options: O) => readonly string[];
  /** The form of its options. */
  readonly form: Shape<O>;
  /** Where they go. */
  readonly inputs: { readonly [K in keyof O]?: Input };
  /** What all its Services have in common, of which each can have ports of its own. */
  readonly commonPorts?: string;
  /** What does not work. */
  readonly rules?: ReadonlyArray<Rule<Judged<O>>>;
}
