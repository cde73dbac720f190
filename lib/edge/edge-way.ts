import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { Labels } from '../kubernetes/labels';
import { ServicePort } from '../kubernetes/services';
import { ServiceFields } from '../kubernetes/types';
import { AddressClaim } from '../options/address-claims';
import { ExtraPort } from '../options/applied-preset';
import type { Tls } from '../options/tls';
import { Violation } from '../validation/violations';

/** Where the edge's pods answer about their health. */
export const EDGE_HEALTH = { port: 8081, path: '/readyz' } as const;

/** Ports of the edge's pods, by the names that Services use. */
export const EDGE_PORTS = {
  /** The site, by TLS. */
  https: { name: 'https', port: 8443, protocol: 'TCP' },
  /** The site, from a proxy that has ended TLS. */
  plain: { name: 'plain', port: 8082, protocol: 'TCP' },
  /** Sends browsers to HTTPS. */
  http: { name: 'http', port: 8080, protocol: 'TCP' },
} as const;

/** The edge as its way in needs to know it. */
export interface EdgePlace {
  readonly instance: JitsiInstance;
  /** Name of its objects. */
  readonly name: string;
  readonly tls: Tls;
  /** Whether browsers that come by HTTP are to be sent to HTTPS. */
  readonly redirectHttp: boolean;
  /** KiB of the largest body of a request; undefined for the edge's own default. */
  readonly maxRequestBody?: number;
}

/** A port that must be open in firewalls. */
export interface Entrance {
  readonly port: number;
  /** Name of what has the port. */
  readonly at: string;
  /** Where its address comes from. */
  readonly address: string;
  readonly redirects: boolean;
}

/** A way in which browsers reach the edge. */
export interface EdgeWay {
  /** Name of its factory. */
  readonly name: string;
  /** Ports of the Service. */
  servicePorts(place: EdgePlace): ServicePort[];
  /** Fields of the Service. */
  readonly serviceFields: ServiceFields;
  /** Annotations of the Service. */
  readonly annotations?: Labels;
  /** Ports of the pods that a load balancer itself asks. */
  readonly healthPorts?: readonly ExtraPort[];
  /** Where clients may come from. */
  readonly sources?: readonly string[];
  /** Whose pods alone connect, in which namespace. */
  readonly comesFrom?: string;
  /** Who sends the client's address before the first byte; undefined where nobody does. */
  readonly proxyProtocol?: readonly string[];
  /** Ports of the nodes that the pods take, by the names of theirs. */
  hostPortsOf?(place: EdgePlace): { readonly https: number; readonly http?: number };
  /** Ports to be opened; none where it is reached from inside the cluster only. */
  entrances(place: EdgePlace): Entrance[];
  /** The command that shows the address to point DNS at. */
  lookUp(place: EdgePlace): string;
  /** What the Service asks for that others may ask for too. */
  claims?(path: string, place: EdgePlace): AddressClaim[];
  /** Creates what stands in front of the Service. */
  provide?(scope: Construct, place: EdgePlace): void;
  /** What is wrong with what it was given. */
  violations(path: string): Violation[];
  /** What does not go together with who ends TLS, and with the rest of the stack; it is asked when nothing else is wrong. */
  misfits(path: string, place: EdgePlace): Violation[];
}

/** Ports of a Service that passes TCP through to the edge, which ends TLS. */
export function passedThrough({ instance, redirectHttp }: EdgePlace): ServicePort[] {
  return [{ name: 'https', port: instance.publicPort }, ...(redirectHttp ? [{ name: 'http', port: 80 }] : [])];
}

/** The port of a Service that proxies reach by plain HTTP. */
export const FROM_PROXIES: readonly ServicePort[] = [{ name: 'http', port: 80, target: 'plain' }];

/** The entrance of each port of a Service that the world reaches. */
export function entrancesOf(ports: readonly ServicePort[], at: string, address: string): Entrance[] {
  return ports.map(({ name, port, nodePort = port }) => ({ port: nodePort, at, address, redirects: name === 'http' }));
}
