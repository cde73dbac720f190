import { once } from 'node:events';
import { connect, createServer, Server, Socket } from 'node:net';
import { Scope } from '../../support/scope';
import { until } from '../../support/until';

/** A server on a port of loopback. What it does with a connection is up to those who extend it. */
abstract class TcpServer {
  protected connections = 0;
  private readonly server: Server = createServer((socket) => {
    this.connections += 1;
    this.sockets.add(socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket)));
    this.connected(socket);
  });

  private readonly sockets = new Set<Socket>();

  protected constructor(scope: Scope, public readonly port: number) {
    scope.onClose(() => {
      this.close();
      this.sockets.forEach((socket) => socket.destroy());
    });
  }

  public async open(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Waits for the so-many-th connection. */
  public async hasHad(connections: number): Promise<void> {
    await until(`connection ${connections} to port ${this.port}`, () => this.connections >= connections);
  }

  /** Takes no new connections; whoever is connected stays so. */
  protected close(): void {
    this.server.close();
  }

  protected abstract connected(socket: Socket): void;
}

/** Another way to a port, which is gone after some connections until it is opened again. */
export class Forwarder extends TcpServer {
  public constructor(scope: Scope, port: number, private readonly target: number, private readonly last: number) {
    super(scope, port);
  }

  protected connected(socket: Socket): void {
    if (this.connections === this.last) {
      this.close();
    }
    const other = connect(this.target, '127.0.0.1', () => {
      socket.pipe(other).pipe(socket);
    });
    other.on('error', () => socket.destroy()).once('close', () => socket.destroy());
    socket.once('close', () => other.destroy());
  }
}

/** Takes connections and never says anything. */
export class SilentServer extends TcpServer {
  public constructor(scope: Scope, port: number) {
    super(scope, port);
  }

  protected connected(socket: Socket): void {
    socket.resume();
  }
}
