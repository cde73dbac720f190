import { ClientProcess, Where } from './client-process';
import { Scope } from './scope';

export interface Login {
  /** Where to log in, with the arguments. */
  readonly path: string;
  readonly transport?: 'websocket' | 'bosh';
  /** Who logs in. @default nobody in particular */
  readonly account?: { readonly username: string; readonly password: string };
  /** Virtual host of Prosody. @default the one for people */
  readonly domain?: string;
  /** Address that the client comes from. */
  readonly from?: string;
  /** Address of the edge. @default its IPv4 address */
  readonly to?: string;
}

/** An edge, as those who log in know it. */
export interface Entrance {
  /** Host name and port. */
  readonly authority: string;
  readonly certificate: { readonly certificate: string };
  address(host: number): string;
}

/** Browsers' XMPP clients, @xmpp/client for websockets and strophe.js for BOSH, which take nothing but the edge's certificate for good. */
export class XmppClients {
  public static async start(scope: Scope, edge: Entrance, where?: Where): Promise<XmppClients> {
    return new XmppClients(await ClientProcess.start(scope, 'xmpp-clients.mjs', where), edge);
  }

  private constructor(private readonly process: ClientProcess, private readonly edge: Entrance) {}

  public async login({ path, transport = 'websocket', account, domain = 'meet.jitsi', from, to = this.edge.address(1) }: Login): Promise<XmppClient> {
    const service = `${transport === 'websocket' ? 'wss' : 'https'}://${this.edge.authority}${path}`;
    const { number, jid, protocol } = await this.process.command('login', {
      transport, service, domain, account, from, address: to, ca: this.edge.certificate.certificate,
    }) as { readonly number: number; readonly jid: string; readonly protocol?: string };
    return new XmppClient((command, options) => this.process.command(command, { ...options, number }), jid, protocol);
  }

  /** Takes other certificates for good, in PEM, for all connections to come of those that have logged in. */
  public async trust(ca: string): Promise<void> {
    await this.process.command('trust', { ca });
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
