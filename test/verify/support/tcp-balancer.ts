import { once } from 'node:events';
import { connect, createServer, isIPv6, Socket } from 'node:net';
import { KeyPair } from './certificates';
import { Scope } from './scope';
import { HOST } from './stack';
import { Entrance } from './xmpp-clients';

const PORT = 8443;

/** The first bytes of a connection, with which the PROXY protocol names the client. */
export function proxyHeader(version: 1 | 2, client: string, port = 40_000): Buffer {
  const family = isIPv6(client) ? 6 : 4;
  const server = family === 6 ? '2001:db8::1' : '192.0.2.1';
  if (version === 1) {
    return Buffer.from(`PROXY TCP${family} ${client} ${server} ${port} 443\r\n`);
  }
  const addresses = Buffer.concat([client, server].map((address) => bytesOf(address)));
  const ports = Buffer.from([port >> 8, port & 255, 443 >> 8, 443 & 255]);
  const length = addresses.length + ports.length;
  return Buffer.concat([Buffer.from('0d0a0d0a000d0a515549540a', 'hex'), Buffer.from([0x21, family === 6 ? 0x21 : 0x11, length >> 8, length & 255]), addresses, ports]);
}

function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) {
    return Buffer.from(address.split('.').map(Number));
  }
  const [before = '', after = ''] = address.split('::').map((part) => part.split(':').filter((group) => group !== '').map((group) => group.padStart(4, '0')).join(''));
  return Buffer.from(before + '0'.repeat(32 - before.length - after.length) + after, 'hex');
}

export interface TcpBalancerOptions {
  /** Addresses of its block: it has the first, clients those from 100 on. */
  readonly address: (host: number) => string;
  /** Address of the edge. */
  readonly edge: string;
  readonly certificate: KeyPair;
  readonly version: 1 | 2;
  /** Whom it names instead of those who connect, such as clients of a family that the test has no addresses of. */
  readonly client?: string;
}

/** A load balancer that passes TCP on, and names clients by the PROXY protocol. */
export class TcpBalancer implements Entrance {
  public readonly authority = `${HOST}:${PORT}`;

  public static async start(scope: Scope, options: TcpBalancerOptions): Promise<TcpBalancer> {
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const edge = connect({ host: options.edge, port: PORT, localAddress: options.address(1) });
      [client, edge].forEach((socket, index, both) => {
        sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => {
          sockets.delete(socket);
          both[1 - index]?.destroy();
        });
      });
      edge.write(proxyHeader(options.version, options.client ?? client.remoteAddress ?? '', client.remotePort));
      client.pipe(edge);
      edge.pipe(client);
    });
    server.listen(PORT, options.address(1));
    await once(server, 'listening');
    scope.onClose(async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    });
    return new TcpBalancer(options);
  }

  private constructor(private readonly options: TcpBalancerOptions) {}

  public get certificate(): KeyPair {
    return this.options.certificate;
  }

  public address(host: number): string {
    return this.options.address(host);
  }
}
