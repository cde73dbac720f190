import { ServicePort } from '../kubernetes/services';
import { ServiceFields } from '../kubernetes/types';
import { trustedProxyViolations } from '../tls/trusted-proxies';
import { number, Shape, shapeViolations } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { EdgePlace, EdgeWay, Entrance, entrancesOf } from './edge-way';
import { PROXY_PROTOCOL, ProxyProtocolOptions } from './proxy-protocol';
import { redirectMisfits } from './proxy-rules';

/** How a port of all nodes brings browsers. */
export interface EdgeNodePortOptions {
  /**
   * TCP port for HTTPS on every node that has a pod of the edge, from 30000 to 32767 unless the cluster was given another range. Browsers use the port of the public
   * address: give `publicUrl` this one, or let a router forward its port to it.
   *
   * @default - None, with Tls.terminatedUpstream; else it must be given.
   */
  readonly httpsPort?: number;

  /**
   * TCP port for HTTP. Where the edge ends TLS, it sends browsers to HTTPS; with `Tls.terminatedUpstream` proxies reach the edge there.
   *
   * @default - None: browsers that come by HTTP reach nothing.
   */
  readonly httpPort?: number;

  /**
   * Whether who forwards connections sends each client's address by the PROXY protocol.
   *
   * @default - It does not.
   */
  readonly proxyProtocol?: ProxyProtocolOptions;
}

const OPTIONS: Shape<EdgeNodePortOptions> = { httpsPort: number('a port such as 30443'), httpPort: number('a port such as 30080'), proxyProtocol: PROXY_PROTOCOL };

/** A Service of type NodePort. */
export class EdgeNodePort implements EdgeWay {
  public readonly name = 'nodePort';
  // Nodes without a pod of the edge pass nothing on: those that did would show their own address.
  public readonly serviceFields: ServiceFields = { type: 'NodePort', externalTrafficPolicy: 'Local' };

  constructor(private readonly options: EdgeNodePortOptions) {}

  public get proxyProtocol(): readonly string[] | undefined {
    return this.options.proxyProtocol?.trustedProxies;
  }

  public servicePorts({ instance, tls, redirectHttp }: EdgePlace): ServicePort[] {
    const { httpsPort, httpPort } = this.options;
    if (tls._upstream) {
      return [{ name: 'http', port: 80, target: 'plain', nodePort: httpPort }];
    }
    return [{ name: 'https', port: instance.publicPort, nodePort: httpsPort }, ...(redirectHttp && httpPort !== undefined ? [{ name: 'http', port: 80, nodePort: httpPort }] : [])];
  }

  public entrances(place: EdgePlace): Entrance[] {
    return entrancesOf(this.servicePorts(place), place.name, 'of each node with a pod of the edge').map((entrance) => ({ ...entrance, redirects: entrance.redirects && !place.tls._upstream }));
  }

  public lookUp({ instance, name }: EdgePlace): string {
    return `kubectl -n ${instance.namespace} get pods -o wide -l app.kubernetes.io/name=nginx,app.kubernetes.io/instance=${instance.name}   # nodes that have ${name}`;
  }

  public violations(path: string): Violation[] {
    const given = this.options as EdgeNodePortOptions | null | undefined;
    if (given === undefined || given === null) {
      return [{ field: path, problem: 'names no port; write EdgeExposure.nodePort({ httpsPort: 30443 })' }];
    }
    const wrong = shapeViolations(path, this.options, OPTIONS);
    if (wrong.length > 0) {
      return wrong;
    }
    const { httpsPort, httpPort } = this.options;
    return [
      ...Object.entries({ httpsPort, httpPort }).filter(([, port]) => port !== undefined && !(Number.isInteger(port) && port >= 1024 && port <= 65535)).map(([field, port]) => ({
        field: at(path, field), problem: `${shown(port)} must be a port of the cluster's range for nodes, 30000 to 32767 by default`,
      })),
      ...(httpsPort !== undefined && httpsPort === httpPort ? [{ field: at(path, 'httpPort'), problem: `${shown(httpPort)} is the port for HTTPS; choose another` }] : []),
      ...(this.proxyProtocol ? trustedProxyViolations(at(path, 'proxyProtocol'), this.proxyProtocol) : []),
    ];
  }

  public misfits(path: string, place: EdgePlace): Violation[] {
    const { httpsPort, httpPort } = this.options;
    const { publicPort } = place.instance;
    if (place.tls._upstream) {
      return [
        ...(httpsPort === undefined ? [] : [{ field: at(path, 'httpsPort'), problem: 'with Tls.terminatedUpstream the edge speaks plain HTTP; write httpPort instead, for the proxy in front' }]),
        ...(httpPort === undefined ? [{ field: at(path, 'httpPort'), problem: 'is missing; write the port at which the proxy in front reaches the edge, such as 30080' }] : []),
      ];
    }
    return [
      ...(httpsPort === undefined ? [{ field: at(path, 'httpsPort'), problem: 'is missing; write a port of all nodes such as 30443' }] : []),
      ...(httpsPort !== undefined && publicPort !== httpsPort && publicPort >= 30000 && publicPort <= 32767 ? [{
        field: at(path, 'httpsPort'), problem: `browsers would come to ${publicPort}, the port of publicUrl, which is one of nodes too; write the same port in both, or another in publicUrl where a router forwards it`,
      }] : []),
      ...redirectMisfits(path, place, httpPort),
    ];
  }
}
