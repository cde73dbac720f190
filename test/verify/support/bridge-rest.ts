import { once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { loopbackAddresses } from './addresses';
import { Scope } from './scope';

export interface Order {
  readonly path: string;
  readonly type: string | undefined;
  readonly body: string;
  readonly status: number;
}

interface BridgeOptions {
  /** What it answers to every order. */
  readonly refusal?: number;
  readonly address?: string;
  /** Called when it has begun or stopped to take new meetings. */
  readonly onChange?: () => void;
}

/** A bridge's REST interface, as strict as the real one about what it is sent. */
export class BridgeRest {
  public participants = 0;
  /** Answers about its state that never come. */
  public hanging = 0;
  /** Whether its answers have no numbers. */
  public hides = false;
  public draining = false;
  public graceful = false;
  public shuttingDown = false;
  public asked = 0;
  /** Requests to switch drain mode on or off. */
  public marks = 0;
  /** Requests for a shutdown. */
  public readonly orders: Order[] = [];
  private server: Server | undefined;

  public static async start(scope: Scope, options: BridgeOptions = {}): Promise<BridgeRest> {
    const bridge = new BridgeRest(options);
    scope.onClose(() => bridge.stop());
    await bridge.listen();
    return bridge;
  }

  private constructor(private readonly options: BridgeOptions, public readonly address = options.address ?? loopbackAddresses()(8)) {}

  public get url(): string {
    return `http://${this.address}:8080`;
  }

  public get takesMeetings(): boolean {
    return this.server?.listening === true && !this.graceful && !this.shuttingDown;
  }

  /** Starts it, also once more: then as another process, which knows nothing of what the one before was told. */
  public async listen(): Promise<void> {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    }).listen(8080, this.address);
    await once(this.server, 'listening');
    this.change({ draining: false, graceful: false, shuttingDown: false });
  }

  public async stop(): Promise<void> {
    if (this.server?.listening === true) {
      const closed = once(this.server, 'close');
      this.server.close();
      this.server.closeAllConnections();
      this.change({});
      await closed;
    }
  }

  private change(state: Partial<Pick<BridgeRest, 'draining' | 'graceful' | 'shuttingDown'>>): void {
    Object.assign(this, state);
    this.options.onChange?.();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    const { url = '', method, headers } = request;
    const drain = /^\/colibri\/drain\/(enable|disable)$/.exec(url);
    if (method === 'POST' && drain !== null) {
      const status = this.options.refusal ?? 200;
      this.marks += 1;
      if (status === 200) {
        this.change({ draining: drain[1] === 'enable' });
      }
      response.writeHead(status).end();
    } else if (method === 'POST') {
      const body = Buffer.concat(parts).toString();
      const status = this.options.refusal ?? (headers['content-type'] !== 'application/json' ? 415 : /^\{\s*"graceful-shutdown":\s*(true|false)\s*\}$/.test(body) ? 200 : 500);
      this.orders.push({ path: url, type: headers['content-type'], body, status });
      if (status === 200) {
        this.change({ graceful: true });
      }
      response.writeHead(status).end();
    } else if (url === '/colibri/stats') {
      this.asked += 1;
      if (this.hanging > 0) {
        this.hanging -= 1;
        return;
      }
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(this.hides ? {} : {
        local_endpoints: this.participants, endpoints: 99, drain: this.draining, graceful_shutdown: this.graceful, shutting_down: this.shuttingDown,
      }));
    } else {
      response.writeHead(404).end();
    }
  }
}
