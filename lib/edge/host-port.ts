import { ServicePort } from '../kubernetes/services';
import { ServiceFields } from '../kubernetes/types';
import { isPort } from '../validation/formats';
import { number, Shape, shapeViolations } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { EdgePlace, EdgeWay, Entrance, passedThrough } from './edge-way';
import { redirectMisfits } from './proxy-rules';

/** How a port of the pods' own nodes brings browsers. */
export interface EdgeHostPortOptions {
  /**
   * TCP port for HTTPS on each node that has a pod of the edge.
   *
   * @default - The port of the public address.
   */
  readonly httpsPort?: number;

  /**
   * TCP port for HTTP, from which browsers are sent to HTTPS. There is none where `nginx.redirectHttp` is false.
   *
   * @default 80
   */
  readonly httpPort?: number;
}

const OPTIONS: Shape<EdgeHostPortOptions> = { httpsPort: number('a port such as 443'), httpPort: number('a port such as 80') };

/** Ports of the nodes, one pod a node. */
export class EdgeHostPort implements EdgeWay {
  public readonly name = 'hostPort';
  public readonly serviceFields: ServiceFields = { type: 'ClusterIP' };

  constructor(private readonly options: EdgeHostPortOptions) {}

  public servicePorts(place: EdgePlace): ServicePort[] {
    return passedThrough(place);
  }

  /** Ports of the nodes for those of the pods. */
  public hostPortsOf({ instance, redirectHttp }: EdgePlace): { readonly https: number; readonly http?: number } {
    const { httpsPort = instance.publicPort, httpPort = 80 } = this.options;
    return { https: httpsPort, ...(redirectHttp && { http: httpPort }) };
  }

  public entrances(place: EdgePlace): Entrance[] {
    const { https, http } = this.hostPortsOf(place);
    const address = 'of each node with a pod of the edge';
    return [{ port: https, at: place.name, address, redirects: false }, ...(http === undefined ? [] : [{ port: http, at: place.name, address, redirects: true }])];
  }

  public lookUp({ instance }: EdgePlace): string {
    return `kubectl -n ${instance.namespace} get pods -o wide -l app.kubernetes.io/name=nginx,app.kubernetes.io/instance=${instance.name}`;
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    return wrong.length > 0 ? wrong : Object.entries(this.options).filter(([, port]) => port !== undefined && !isPort(port as number)).map(([field, port]) => ({
      field: at(path, field), problem: `${shown(port)} must be a port from 1 to 65535`,
    }));
  }

  public misfits(path: string, place: EdgePlace): Violation[] {
    const { https, http } = this.hostPortsOf(place);
    return [
      ...(place.tls._upstream ? [{ field: path, problem: 'with EdgeExposure.hostPort browsers reach the edge itself, so it must end TLS; write another tls than Tls.terminatedUpstream, or another exposure' }] : []),
      ...redirectMisfits(path, place, this.options.httpPort),
      ...(https === http ? [{ field: at(path, 'httpPort'), problem: `${https} is the port for HTTPS; choose another, or set nginx.redirectHttp to false` }] : []),
    ];
  }
}
