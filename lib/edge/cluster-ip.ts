import { ServicePort } from '../kubernetes/services';
import { ServiceFields } from '../kubernetes/types';
import { trustedProxyViolations } from '../tls/trusted-proxies';
import { Shape, shapeViolations } from '../validation/shapes';
import { at, Violation } from '../validation/violations';
import { EdgePlace, EdgeWay, Entrance, FROM_PROXIES, passedThrough } from './edge-way';
import { PROXY_PROTOCOL, ProxyProtocolOptions } from './proxy-protocol';

/** How something of your own inside the cluster brings browsers. */
export interface EdgeClusterIpOptions {
  /**
   * Whether it sends each client's address by the PROXY protocol.
   *
   * @default - It does not.
   */
  readonly proxyProtocol?: ProxyProtocolOptions;
}

const OPTIONS: Shape<EdgeClusterIpOptions> = { proxyProtocol: PROXY_PROTOCOL };

/** A Service that is reached from inside the cluster only. */
export class EdgeClusterIp implements EdgeWay {
  public readonly name = 'clusterIp';
  public readonly serviceFields: ServiceFields = { type: 'ClusterIP' };

  constructor(private readonly options: EdgeClusterIpOptions) {}

  public get proxyProtocol(): readonly string[] | undefined {
    return this.options.proxyProtocol?.trustedProxies;
  }

  public servicePorts(place: EdgePlace): ServicePort[] {
    return place.tls._upstream ? [...FROM_PROXIES] : passedThrough(place);
  }

  public entrances(): Entrance[] {
    return [];
  }

  public lookUp({ instance, name }: EdgePlace): string {
    return `kubectl -n ${instance.namespace} get service ${name}`;
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    return wrong.length > 0 || this.proxyProtocol === undefined ? wrong : trustedProxyViolations(at(path, 'proxyProtocol'), this.proxyProtocol);
  }

  public misfits(): Violation[] {
    return [];
  }
}
