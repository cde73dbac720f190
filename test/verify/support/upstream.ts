import { once } from 'node:events';
import { createServer, IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Scope } from './scope';

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they were in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server that the edge passes requests on to. It answers with its name, and sends back what it gets through a websocket. */
export class Upstream {
  public readonly requests: ReceivedRequest[] = [];
  /** How many requests it could not read. */
  public broken = 0;
  /** Answers requests until the next test. */
  public handler: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  private readonly server = createServer();

  public static async start(scope: Scope, name: string, port: number, address: string): Promise<Upstream> {
    const upstream = new Upstream(name);
    upstream.server.listen(port, address);
    await once(upstream.server, 'listening');
    scope.onClose(async () => {
      upstream.sockets.forEach((socket) => {
        socket.destroy();
      });
      upstream.server.close();
      upstream.server.closeAllConnections();
      await once(upstream.server, 'close');
    });
    return upstream;
  }

  private readonly sockets = new Set<Socket>();

  private constructor(name: string) {
    this.server.on('request', (request, response) => {
      this.record(request);
      if (this.handler === undefined) {
        request.resume();
        response.end(name);
      } else {
        this.handler(request, response);
      }
    });
    this.server.on('clientError', (_, socket) => {
      this.broken += 1;
      socket.destroy();
    });
    this.server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      this.record(request);
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      const protocol = request.headers['sec-websocket-protocol'];
      socket.write(['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]), '', ''].join('\r\n'));
      socket.pipe(socket);
    });
  }

  public reset(): void {
    this.requests.length = 0;
    this.broken = 0;
    this.handler = undefined;
  }

  private record({ method = '', url = '', headers }: IncomingMessage): void {
    this.requests.push({ method, url, headers });
  }
}
