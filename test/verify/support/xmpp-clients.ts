import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Edge } from './edge';
import { Scope } from './scope';

export interface Login {
  /** Where to log in, with the arguments. */
  readonly path: string;
  readonly transport?: 'websocket' | 'bosh';
  /** Address that the client comes from. */
  readonly from?: string;
  /** Address of the edge. @default its IPv4 address */
  readonly to?: string;
  readonly domain?: string;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Browsers' XMPP clients, @xmpp/client for websockets and strophe.js for BOSH, which take nothing but the edge's certificate for good. */
export class XmppClients {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private commands = 0;

  public static async start(scope: Scope, edge: Edge): Promise<XmppClients> {
    const child = fork(join(__dirname, 'clients/xmpp-clients.mjs'), { execArgv: ['--conditions=browser'] });
    scope.onClose(async () => {
      const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGKILL');
      await exit;
    });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the clients did not start')))]);
    return new XmppClients(child, edge);
  }

  private constructor(private readonly child: ChildProcess, private readonly edge: Edge) {
    child.on('message', (reply: Reply) => {
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
    child.once('exit', () => {
      this.waiting.forEach((answer, id) => {
        answer({ id, error: 'the process of the clients ended' });
      });
    });
  }

  public async login({ path, transport = 'websocket', from, to = this.edge.address(1), domain = 'meet.jitsi' }: Login): Promise<XmppClient> {
    const service = `${transport === 'websocket' ? 'wss' : 'https'}://${this.edge.authority}${path}`;
    const { number, jid, protocol } = await this.command('login', { transport, service, domain, from, address: to, ca: this.edge.certificate.certificate }) as
      { readonly number: number; readonly jid: string; readonly protocol?: string };
    return new XmppClient((command, options) => this.command(command, { ...options, number }), jid, protocol);
  }

  /** Takes another certificate for good, for all connections to come. */
  public async trust(ca: string): Promise<void> {
    await this.command('trust', { ca });
  }

  private async command(command: string, options: object): Promise<unknown> {
    this.commands += 1;
    const id = this.commands;
    const { error, result } = await new Promise<Reply>((done) => {
      this.waiting.set(id, done);
      this.child.send({ id, command, ...options });
    });
    if (error !== undefined) {
      throw new Error(`${command}: ${error}`);
    }
    return result;
  }
}

export interface ClientState {
  /** Why it is no longer connected. */
  readonly closed?: string;
  /** Texts that it got, in their order. */
  readonly messages: readonly string[];
}

/** A client that has logged in. */
export class XmppClient {
  constructor(
    private readonly command: (command: string, options?: object) => Promise<unknown>,
    public readonly jid: string,
    /** Of its websocket. */
    public readonly protocol: string | undefined,
  ) {}

  /** Enters a room; returns when the room says so. */
  public async join(room: string, nick: string): Promise<void> {
    await this.command('join', { room, nick });
  }

  public async say(room: string, text: string): Promise<void> {
    await this.command('say', { room, text });
  }

  /** Asks Prosody for an answer. */
  public async ping(): Promise<void> {
    await this.command('ping');
  }

  public async state(): Promise<ClientState> {
    return await this.command('state') as ClientState;
  }

  public async end(): Promise<void> {
    await this.command('end');
  }
}
