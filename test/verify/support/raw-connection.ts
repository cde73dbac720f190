import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Edge } from './edge';
import { until } from './until';

/** A connection to the edge on which a test sends what no client would. */
export class RawConnection {
  private received = '';
  private ended = false;

  /** By TLS, to the port of the site. */
  public static async encrypted(edge: Edge): Promise<RawConnection> {
    const socket = connectTls(edge.target());
    const connection = new RawConnection(socket);
    await once(socket, 'secureConnect');
    return connection;
  }

  /** To the same port, without TLS. */
  public static async plain(edge: Edge): Promise<RawConnection> {
    const { host, port } = edge.target();
    const socket = connect({ host, port });
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  private constructor(private readonly socket: Socket) {
    // The edge may close while a test still sends.
    socket.on('error', () => undefined).on('close', () => {
      this.ended = true;
    }).on('data', (part: Buffer) => {
      this.received += part.toString('latin1');
    });
  }

  public get closed(): boolean {
    return this.ended;
  }

  /** Status lines of all answers so far. */
  public get statuses(): number[] {
    return [...this.received.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
  }

  public get text(): string {
    return this.received;
  }

  public send(data: string | Buffer): void {
    if (!this.ended) {
      this.socket.write(data);
    }
  }

  /** Sends so many bytes made of copies of a text, no faster than they are taken; ends early when the edge closes. */
  public async flood(text: string, bytes: number): Promise<void> {
    const part = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
    for (let sent = 0; sent < bytes && !this.ended; sent += part.length) {
      if (!this.socket.write(part)) {
        await until('the edge to take it or to close', () => this.ended || !this.socket.writableNeedDrain);
      }
    }
  }

  /** Waits until the edge has closed it. */
  public async end(seconds = 5): Promise<void> {
    await until('the edge to close the connection', () => this.ended, { seconds, context: () => this.received });
  }

  public destroy(): void {
    this.socket.destroy();
  }
}

/** Sends a text by TLS and waits until the edge closes the connection. */
export async function exchange(edge: Edge, text: string): Promise<RawConnection> {
  const connection = await RawConnection.encrypted(edge);
  connection.send(text);
  await connection.end();
  return connection;
}
