import { once } from 'node:events';
import { request as httpRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as httpsRequest, RequestOptions } from 'node:https';
import { connect, ConnectionOptions, TLSSocket } from 'node:tls';
import { Duplex } from 'node:stream';
import { JitsiMeetChartProps } from '../../../lib';
import { Edit } from '../../support/edits';
import { loopbackAddresses } from './addresses';
import { KeyPair, selfSigned } from './certificates';
import { DnsServer } from './dns-server';
import { Files } from './kubelet-folder';
import { Pod } from './pod';
import { RunningContainer } from './running-container';
import { Scope } from './scope';
import { HOST, Stack } from './stack';
import { until } from './until';
import { Upstream } from './upstream';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Loopback address that the request comes from. */
  readonly from?: string;
}

export interface EdgeOptions {
  readonly props?: Partial<JitsiMeetChartProps>;
  /** A fault in what is rendered. */
  readonly edit?: Edit;
  readonly env?: Files;
  /** What to run instead of the container's own command. */
  readonly command?: readonly string[];
  /** Whether the names of web and Prosody can be resolved from the beginning. @default true */
  readonly resolvable?: boolean;
  /** Whether it is reached through somebody in front of it, so that it cannot be asked before the test. */
  readonly behind?: boolean;
  /** Whether the name server answers nothing at the beginning. */
  readonly silent?: boolean;
  /** Further lines of /etc/resolv.conf. */
  readonly resolvConf?: string;
  /** Addresses of other servers than the two in this process. */
  readonly servers?: Servers;
  /** A second address to listen on, of IPv6. */
  readonly ipv6?: string;
  /** @default one that is made for it */
  readonly certificate?: KeyPair;
}

/** Addresses that the names of web and Prosody stand for. */
export interface Servers {
  readonly web: string;
  readonly prosody: string;
}

/** Ports that the pod listens on. */
const PORTS = { https: 8443, http: 8080, health: 8081 } as const;

/** A websocket through the edge, or through a part of it. */
export interface Tunnel {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Duplex;
}

/**
 * The edge's pod, with NGINX as it runs in the cluster, between the test and two servers in its process. Its name server, web and Prosody have addresses of
 * their own, so their ports are those of the stack. One thing is changed in nginx.conf: NGINX listens on one loopback address instead of on all,
 * because other tests run at the same time. Tests with real servers name their addresses instead.
 */
export class Edge {
  /** Its certificate; tests that change it say so here. */
  public certificate: KeyPair;

  public static async start(scope: Scope, { props = {}, edit, env = {}, command, resolvable = true, behind = false, silent = false, resolvConf = '', servers, ipv6, certificate: given }: EdgeOptions = {}): Promise<Edge> {
    const address = loopbackAddresses();
    const [dns, web, prosody, certificate] = await Promise.all([
      DnsServer.start(scope, address(53)), Upstream.start(scope, 'web', 8000, address(80)), Upstream.start(scope, 'prosody', 5280, address(52)), given ?? selfSigned(HOST),
    ]);
    dns.silent = silent;
    const pod = new Pod(scope, new Stack(props, edit), 'nginx', {
      secrets: { 'jitsi-self-signed-tls': tlsSecret(certificate) },
      resolvConf: `search jitsi.svc.cluster.local\nnameserver ${address(53)}\n${resolvConf}`,
      adapt: (text, file) => (file === 'nginx.conf' ? listenOn(text, address(1), ipv6) : text),
    });
    const edge = new Edge(address, dns, web, prosody, servers ?? { web: address(80), prosody: address(52) }, pod, pod.start('nginx', { image: 'alpine', env, command }), certificate);
    if (resolvable) {
      edge.announce();
    }
    await until('a live edge', async () => edge.container.running && (await edge.get('/livez', { health: true }).catch(() => undefined))?.status === 200, { context: () => edge.container.output() });
    if (resolvable && !behind) {
      await until('web and Prosody found', async () => (await edge.get('/')).status === 200 && (await edge.get('/http-bind')).status === 200, { context: () => edge.container.output() });
      edge.reset();
    }
    return edge;
  }

  private constructor(
    /** Addresses of this edge's block. Those from 100 on are for clients. */
    public readonly address: (host: number) => string,
    public readonly dns: DnsServer,
    public readonly web: Upstream,
    public readonly prosody: Upstream,
    private readonly servers: Servers,
    public readonly pod: Pod,
    public readonly container: RunningContainer,
    certificate: KeyPair,
  ) {
    this.certificate = certificate;
  }

  /** Makes web and Prosody known to DNS. */
  public announce(): void {
    this.dns.records.set('jitsi-web.jitsi.svc.cluster.local', this.servers.web);
    this.dns.records.set('jitsi-prosody.jitsi.svc.cluster.local', this.servers.prosody);
  }

  /** Host name and port for clients that connect by themselves. */
  public get authority(): string {
    return `${HOST}:${PORTS.https}`;
  }

  /** Forgets what web and Prosody got, and lets them answer as at the beginning. */
  public reset(): void {
    this.web.reset();
    this.prosody.reset();
  }

  /** Sends a request by HTTPS, or to one of the other two ports without TLS. */
  public async get(path: string, { plain = false, health = false, ...request }: Request & { readonly plain?: boolean; readonly health?: boolean } = {}): Promise<Answer> {
    const response = await this.open(path, { plain, health, ...request });
    const parts: Buffer[] = [];
    for await (const part of response) {
      parts.push(part as Buffer);
    }
    return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) };
  }

  /** Like `get`, but returns when the headers are there. */
  public async open(path: string, { plain = false, health = false, body, from, headers, method }: Request & { readonly plain?: boolean; readonly health?: boolean } = {}): Promise<IncomingMessage> {
    const options: RequestOptions = {
      ...this.target(plain ? PORTS.http : health ? PORTS.health : PORTS.https), path, method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { Host: HOST, ...headers }, localAddress: from, agent: false,
    };
    const request = plain || health ? httpRequest(options) : httpsRequest(options);
    request.end(body);
    const [response] = await once(request, 'response') as [IncomingMessage];
    return response;
  }

  /** Opens a websocket. */
  public async tunnel(path: string, headers: Readonly<Record<string, string>> = {}, from?: string): Promise<Tunnel> {
    const request = httpsRequest({
      ...this.target(PORTS.https), path, agent: false, localAddress: from,
      headers: { 'Host': HOST, 'Connection': 'Upgrade', 'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers },
    });
    request.end();
    const [response, socket] = await Promise.race([
      once(request, 'upgrade') as Promise<[IncomingMessage, Duplex]>,
      (once(request, 'response') as Promise<[IncomingMessage]>).then(([{ statusCode }]): never => {
        throw new Error(`no websocket: ${statusCode}`);
      }),
    ]);
    return { status: response.statusCode ?? 0, headers: response.headers, socket };
  }

  /** Makes a TLS connection. */
  public async handshake(options: ConnectionOptions = {}): Promise<TLSSocket> {
    const socket = connect({ ...this.target(PORTS.https), ...options });
    await once(socket, 'secureConnect');
    return socket;
  }

  /** For a connection to one of its ports. */
  public target(port: number = PORTS.https): { readonly host: string; readonly port: number; readonly servername: string; readonly ca: string } {
    return { host: this.address(1), port, servername: HOST, ca: this.certificate.certificate };
  }
}

/** NGINX listens on the given addresses instead of on all of both families. */
function listenOn(config: string, ipv4: string, ipv6: string | undefined): string {
  return config.replaceAll(/^( *listen )(\[::\]:)?(\d+.*\n)/gm, (_, listen: string, all: string | undefined, rest: string) => (
    all === undefined ? `${listen}${ipv4}:${rest}` : ipv6 === undefined ? '' : `${listen}[${ipv6}]:${rest}`
  ));
}

/** Data of a Secret of type kubernetes.io/tls. */
export function tlsSecret({ certificate, key }: KeyPair): Files {
  return { 'tls.crt': certificate, 'tls.key': key };
}

/** Sends a text through a tunnel whose other end sends everything back, and waits for it. */
export async function echo({ socket }: Tunnel, text: string): Promise<string> {
  let received = '';
  const listener = (part: Buffer): void => {
    received += part.toString();
  };
  socket.on('data', listener);
  socket.write(text);
  try {
    await until(`"${text}" back from the other end`, () => received.length >= text.length);
  } finally {
    socket.off('data', listener);
  }
  return received;
}
