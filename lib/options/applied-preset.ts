import { isIP, isIPv4, isIPv6 } from 'node:net';
import { Labels } from '../kubernetes/labels';
import { ServiceFields } from '../kubernetes/types';
import { shapeViolations } from '../validation/shapes';
import { at, judge, shown, Violation } from '../validation/violations';
import { AddressClaim } from './address-claims';
import type { LoadBalancerOptions } from './load-balancer-options';
import { Input, LoadBalancerContext, LoadBalancerPreset } from './load-balancer-preset';

/** A value that the caller gave, with the name that it has there. */
interface Given {
  readonly name: string;
  readonly input: Input;
  readonly value: unknown;
}

/** A port of the pods that a load balancer must reach itself. */
export interface ExtraPort {
  /** Its number. */
  readonly port: number;
  /** Health is asked over HTTP, or by connecting. */
  readonly protocol: 'TCP';
  /** Address blocks from which it comes; nobody else may. */
  readonly sources: readonly string[];
}

/** What a provider knows, whatever its options are. */
export interface Applied {
  /** Name of the load balancer. */
  readonly name: string;
  /** Whether a Service can have both TCP and UDP. */
  readonly mixesProtocols: boolean;
  /** Fields of the Service. */
  readonly fields: ServiceFields;
  annotations(context: LoadBalancerContext): Labels;
  extraPorts(context: LoadBalancerContext): ExtraPort[];
  /** What a Service asks for that others may ask for too. */
  claims(path: string): ReadonlyArray<Pick<AddressClaim, 'field' | 'address' | 'shared'>>;
  violations(path: string, context: LoadBalancerContext, beside: LoadBalancerOptions): Violation[];
}

/** What becomes of a Service whose load balancer is known, with what the caller said of it. */
export class AppliedPreset<O extends object> implements Applied {
  constructor(private readonly preset: LoadBalancerPreset<O>, private readonly options: O) {}

  public get name(): string {
    return this.preset.name;
  }

  public get mixesProtocols(): boolean {
    return this.preset.mixesProtocols ?? true;
  }

  public annotations({ protocol, healthCheck, proxyProtocol = false }: LoadBalancerContext): Labels {
    const { preset } = this;
    // What asks pods for their health begins with the client's address as well then, which is not HTTP.
    const healthPath = proxyProtocol ? undefined : healthCheck.path;
    return {
      ...preset.annotations,
      ...(protocol === 'TCP' && preset.tcpAnnotations),
      ...(proxyProtocol && preset.proxyProtocol),
      ...(preset.healthCheck && {
        [preset.healthCheck.protocol]: healthPath === undefined ? 'tcp' : 'http',
        [preset.healthCheck.port]: String(healthCheck.port),
        ...(healthPath !== undefined && { [preset.healthCheck.path]: healthPath }),
      }),
      ...Object.fromEntries(this.given().filter(({ input }) => input.key.includes('/')).map(({ input, value }) => [input.key, rendered(input, value)])),
    };
  }

  public get fields(): ServiceFields {
    const { loadBalancerClass, nodePorts } = this.preset;
    const families = this.families();
    return {
      ...(loadBalancerClass !== undefined && { loadBalancerClass }),
      ...(nodePorts !== undefined && { allocateLoadBalancerNodePorts: nodePorts }),
      ...Object.fromEntries(this.given().filter(({ input }) => !input.key.includes('/')).map(({ input, value }) => [input.key, rendered(input, value)])),
      // Which family comes first is the cluster's choice, and cannot be changed once made.
      ...(families.length === 2 && { ipFamilyPolicy: 'RequireDualStack' }),
      ...(families.join() === 'IPv6' && { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] }),
    };
  }

  public extraPorts({ healthCheck }: LoadBalancerContext): ExtraPort[] {
    const sources = this.preset.healthCheckSources?.(this.options);
    return sources === undefined ? [] : [{ port: healthCheck.port, protocol: 'TCP', sources }];
  }

  public claims(path: string): ReadonlyArray<Pick<AddressClaim, 'field' | 'address' | 'shared'>> {
    const { commonPorts } = this.preset;
    const group = new Map<string, unknown>(Object.entries(this.options)).get('resourceGroup');
    return [
      ...(commonPorts === undefined ? [] : [{ field: at(path, 'provider'), address: commonPorts, shared: {} }]),
      ...this.given().filter(({ name, input }) => input.own && name !== 'sharingKey').flatMap(({ name, input: { shared }, value }) => texts(value).map((text) => ({
        // A name says something to its load balancer alone.
        field: at(path, `provider.${name}`), address: isIP(text) ? text : [text, ...(typeof group === 'string' ? [group] : [])].join(' of '), shared,
      }))),
    ];
  }

  /**
   * What is wrong with what the caller said, and with this use of the load balancer.
   *
   * @param path path of the options that the provider is one of.
   * @param beside those options.
   */
  public violations(path: string, context: LoadBalancerContext, beside: LoadBalancerOptions): Violation[] {
    const { preset, options } = this;
    const field = at(path, 'provider');
    const wrong = shapeViolations(field, options, preset.form);
    if (wrong.length > 0) {
      return wrong;
    }
    if (context.protocol === 'UDP' && preset.noUdp !== undefined) {
      return [{
        field, problem: `${preset.noUdp}; use MediaExposure.hostPort with AdvertisedAddress.nodeExternalIp(), or MetalLB with an address of its own: LoadBalancerProvider.metalLb`,
      }];
    }
    return [
      ...this.given().flatMap((given) => valueViolations(field, given, context)),
      ...judge(field, { options, context }, preset.rules ?? []),
      ...(context.proxyProtocol && preset.proxyProtocol === undefined ? [{
        field: at(path, 'proxyProtocol'), problem: `${preset.name} does not speak the PROXY protocol${preset.keepsClients ? ', and need not: it keeps clients\' addresses' : ''}; leave it out`,
      }] : []),
      ...this.conflicts(path, context, beside),
    ];
  }

  /** What the caller said of the Service itself, and the provider says otherwise. */
  private conflicts(path: string, context: LoadBalancerContext, { annotations = {}, loadBalancerClass, loadBalancerIp }: LoadBalancerOptions): Violation[] {
    const { name, loadBalancerClass: own, inputs } = this.preset;
    const ours = this.annotations(context);
    const [address] = Object.entries<Input | undefined>(inputs).filter(([, input]) => input?.own).map(([input]) => input);
    return [
      ...Object.keys(annotations).filter((key) => Object.hasOwn(ours, key)).map((key) => ({
        field: at(path, 'annotations'), problem: `${shown(key)} is set by the provider, ${name}; leave it out, or leave out the provider and write all annotations`,
      })),
      ...(own !== undefined && loadBalancerClass !== undefined
        ? [{ field: at(path, 'loadBalancerClass'), problem: `is set by the provider, ${name}, to ${shown(own)}; leave it out` }] : []),
      ...(loadBalancerIp !== undefined
        ? [{ field: at(path, 'loadBalancerIp'), problem: `${name} takes no address here; ${address === undefined ? 'leave it out' : `write provider.${address}`}` }] : []),
    ];
  }

  private given(): Given[] {
    const values = new Map<string, unknown>(Object.entries(this.options));
    return Object.entries<Input | undefined>(this.preset.inputs).flatMap(([name, input]) => {
      const value = values.get(name);
      return input === undefined || value === undefined || value === false ? [] : [{ name, input, value }];
    });
  }

  /** Families of the addresses that were given. */
  private families(): string[] {
    const families = this.given().flatMap(({ input, value }) => input.family ?? texts(value).map((text) => (isIPv4(text) ? 'IPv4' : isIPv6(text) ? 'IPv6' : '')));
    return [...new Set(families)].filter((family) => family !== '').sort();
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function rendered(input: Input, value: unknown): string {
  return value === true ? input.on ?? 'true' : texts(value).join(',');
}

function valueViolations(path: string, { name, input, value }: Given, { services }: LoadBalancerContext): Violation[] {
  const field = at(path, name);
  const all = texts(value);
  return [
    ...(all.length === 0 ? [{ field, problem: 'names nothing; leave it out, or write at least one' }] : []),
    ...all.flatMap((each, index) => (input.text === undefined || input.text.valid(each) ? []
      : [{ field: Array.isArray(value) ? `${field}[${index}]` : field, problem: `${shown(each)} is no ${input.text.noun}; write one such as ${input.text.example}` }])),
    ...(input.own && services > 1
      ? [{ field, problem: `belongs to one load balancer, and here are ${services}; leave it out, or give each bridge a provider of its own in perBridge` }] : []),
  ];
}
