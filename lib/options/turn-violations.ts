import { isIPv4 } from 'node:net';
import { JitsiInstance } from '../jitsi-instance';
import { isSound, seconds } from '../kubernetes/quantities';
import { PORTS } from '../turn/turnserver-config';
import { isCidr, isDataKey, isDnsSubdomain, isHostName, isPort } from '../validation/formats';
import { at, judge, Rule, shown, Violation } from '../validation/violations';
import { loadBalancerViolations } from './load-balancer-options';
import { LoadBalancerContext } from './load-balancer-preset';
import type { Tls } from './tls';
import { CoturnOptions, TurnExternalOptions, TurnServerOptions, TurnTransport } from './turn-options';

/** Ports below 1024 that browsers send TURN to. */
const TAKEN_BY_BROWSERS = [53, 80, 443];
const WEEK = 7 * 24 * 3600;

function transportsOf({ transports = [TurnTransport.TCP] }: TurnServerOptions): TurnTransport[] {
  return transports;
}

function isOpenToBrowsers(port: number): boolean {
  return isPort(port) && (port >= 1024 || TAKEN_BY_BROWSERS.includes(port));
}

function portProblem(port: number | undefined): string {
  return `${shown(port)} is no port that browsers send TURN to; write ${TAKEN_BY_BROWSERS.join(', ')} or one from 1024 to 65535`;
}

const SERVER: ReadonlyArray<Rule<TurnServerOptions>> = [
  {
    field: 'host',
    condition: ({ host }) => !isHostName(host) && !isIPv4(host),
    message: ({ host }) => `${shown(host)} is no host name; write the one at which browsers reach the server, such as "turn.example.org"`,
  },
  {
    field: 'transports',
    condition: (options) => new Set(transportsOf(options)).size !== transportsOf(options).length,
    message: ({ transports }) => `${shown(transports)} names one twice; name each once`,
  },
  { field: 'port', condition: ({ port }) => port !== undefined && !isOpenToBrowsers(port), message: ({ port }) => portProblem(port) },
  {
    field: 'port',
    condition: ({ port, transports }) => port !== undefined && transports?.length === 0,
    message: () => 'says nothing without a transport; leave it out, or name one in transports',
  },
  {
    field: 'credentialLifetime',
    condition: ({ credentialLifetime: lifetime }) => lifetime !== undefined && !(isSound(seconds(lifetime)) && seconds(lifetime) >= 60 && seconds(lifetime) <= WEEK),
    message: ({ credentialLifetime: lifetime }) => `${lifetime ? seconds(lifetime) : ''} seconds: must be whole seconds, from a minute to a week, such as Duration.days(1)`,
  },
];

const TLS_PORT: Rule<{ readonly tlsPort?: number }> = { field: 'tlsPort', condition: ({ tlsPort }) => tlsPort !== undefined && !isOpenToBrowsers(tlsPort), message: ({ tlsPort }) => portProblem(tlsPort) };

/** A Service has each port once. A server that is there already may take both at one, as coturn can. */
function sharesPort(options: CoturnOptions): boolean {
  const { overTls = true, tlsPort = 443, port = 3478 } = options;
  return overTls && transportsOf(options).includes(TurnTransport.TCP) && tlsPort === port;
}

const EXTERNAL: ReadonlyArray<Rule<TurnExternalOptions>> = [
  ...SERVER,
  TLS_PORT,
  {
    field: 'tlsPort',
    condition: ({ tlsPort, transports }) => tlsPort === undefined && transports?.length === 0,
    message: () => 'is missing: without a transport the server must have TURN over TLS; write its port, such as 443, or name a transport',
  },
  {
    field: 'secretName',
    condition: ({ secretName }) => !isDnsSubdomain(secretName),
    message: ({ secretName }) => `${shown(secretName)} is no name of a Secret; create a Secret with the shared secret and write its name here, never the secret itself`,
  },
  {
    field: 'secretKey',
    condition: ({ secretKey }) => secretKey !== undefined && !isDataKey(secretKey),
    message: ({ secretKey }) => `${shown(secretKey)} is no key of a Secret; use letters, digits, hyphens, underscores and dots`,
  },
  {
    field: 'revision',
    condition: ({ revision = 1 }) => !(Number.isSafeInteger(revision) && revision >= 1),
    message: ({ revision }) => `${shown(revision)} must be a whole number from 1 on`,
  },
];

const COTURN: ReadonlyArray<Rule<CoturnOptions>> = [
  ...SERVER,
  TLS_PORT,
  {
    field: 'tlsPort',
    condition: (options) => options.tlsPort !== undefined && sharesPort(options),
    message: ({ tlsPort }) => `${shown(tlsPort)} is the port of TURN without TLS too; choose another for one of them`,
  },
  {
    field: 'port',
    condition: (options) => options.tlsPort === undefined && sharesPort(options),
    message: ({ port }) => `${shown(port)} is the port of TURN over TLS, where tlsPort says no other; leave it out, or write tlsPort: 5349`,
  },
  {
    field: 'tlsPort',
    condition: ({ overTls, tlsPort }) => overTls === false && tlsPort !== undefined,
    message: () => 'says nothing without TURN over TLS; leave it out, or leave overTls out',
  },
  {
    field: 'overTls',
    condition: ({ overTls, ...options }) => overTls === false && !transportsOf(options).includes(TurnTransport.TCP),
    message: () => 'UDP alone helps nobody whose network lets no UDP out; leave overTls out, or name TurnTransport.TCP in transports',
  },
  {
    field: 'transports',
    condition: ({ loadBalancer, ...options }) => transportsOf(options).includes(TurnTransport.UDP) && loadBalancer?.provider?._mixesProtocols === false,
    message: ({ loadBalancer }) => `${loadBalancer?.provider?._description ?? ''} carries TCP or UDP for a Service, not both; leave TurnTransport.UDP out`,
  },
  {
    field: 'bridgePeerCidrs',
    condition: ({ bridgePeerCidrs }) => bridgePeerCidrs !== undefined && !(bridgePeerCidrs.length > 0 && bridgePeerCidrs.every((cidr) => isCidr(cidr) && !cidr.endsWith('/0'))),
    message: ({ bridgePeerCidrs }) => `${shown(bridgePeerCidrs)} must be one or more address blocks with their length, other than 0, such as ["10.244.0.0/16"]; leave it out where bridges have public addresses`,
  },
  ...(['maxAllocations', 'maxAllocationsPerCredential'] as const).map((field): Rule<CoturnOptions> => ({
    field,
    condition: ({ [field]: most }) => most !== undefined && !(Number.isInteger(most) && most >= 1 && most <= 16000),
    message: ({ [field]: most }) => `${shown(most)} must be a whole number from 1 to 16000`,
  })),
];

/** What a server beside the stack depends on. */
export interface CoturnSurroundings {
  /** The stack that it belongs to. */
  readonly instance: JitsiInstance;
  /** Where its certificate comes from. */
  readonly tls: Tls;
}

/** What a Service of it is, for a load balancer that wants to know. */
export function coturnContext(options: CoturnOptions, protocol: 'TCP' | 'UDP' = 'TCP'): LoadBalancerContext {
  const plain = transportsOf(options).includes(TurnTransport.TCP);
  return { protocol, services: 1, trafficPolicy: 'Local', healthCheck: { port: plain ? PORTS.turn : PORTS.turns } };
}

/** TCP ports at which browsers reach it. */
function tcpPorts({ port = 3478, overTls = true, tlsPort = 443, ...options }: CoturnOptions): number[] {
  return [...(transportsOf(options).includes(TurnTransport.TCP) ? [port] : []), ...(overTls ? [tlsPort] : [])];
}

/** What is wrong with what is said of a server that is there already. */
export function externalViolations(path: string, options: TurnExternalOptions): Violation[] {
  return judge(path, options, EXTERNAL);
}

/** What is wrong with the choices for a server beside the stack. */
export function coturnChoiceViolations(path: string, options: CoturnOptions, { instance, tls }: CoturnSurroundings): Violation[] {
  const { loadBalancer = {}, overTls = true, tlsPort = 443 } = options;
  const place = at(path, 'loadBalancer');
  const udp = transportsOf(options).includes(TurnTransport.UDP) && loadBalancer.provider?._mixesProtocols !== false;
  const problems = [...loadBalancerViolations(place, loadBalancer, coturnContext(options)), ...(udp ? loadBalancerViolations(place, loadBalancer, coturnContext(options, 'UDP')) : [])];
  return [
    ...judge(path, options, COTURN),
    ...(options.host === instance.publicHost && tcpPorts(options).includes(instance.publicPort) ? [{
      field: at(path, 'host'),
      problem: `${shown(options.host)} is the host of publicUrl, and TCP ${instance.publicPort} there is the edge's; write a name of the TURN server's own, such as "turn.example.org", or another port where one address is for both`,
    }] : []),
    ...problems.filter(({ field, problem }, index) => problems.findIndex((other) => other.field === field && other.problem === problem) === index),
    ...(overTls && tls._generated ? [{
      field: at(path, 'tls'),
      problem: 'is self-signed, which browsers take from no TURN server, without a word; write Tls.fromSecret or Tls.certManager with a certificate that is good for '
        + `${shown(options.host)}, or set overTls to false`,
    }] : []),
    ...(overTls && tls._upstream?.showsCertificate === false ? [{
      field: at(path, 'tls'), problem: `is missing: the stack has no certificate, because TLS ends in front of it; write one that is good for ${shown(options.host)}, or set overTls to false`,
    }] : []),
    // Its load balancers are ports of the nodes, of which the edge has these.
    ...(loadBalancer.provider?._description === 'k3s ServiceLB' && overTls && [80, instance.publicPort].includes(tlsPort) ? [{
      field: at(path, 'tlsPort'), problem: `k3s ServiceLB opens ports on the nodes themselves, and ${tlsPort} is the edge's; write 5349`,
    }] : []),
  ];
}
