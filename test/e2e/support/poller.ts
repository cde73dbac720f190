import { ClientProcess, Where } from '../../verify/support/client-process';
import { Scope } from '../../verify/support/scope';

/** What came of asking ten times a second, for a while. */
export interface Answers {
  readonly answers: number;
  readonly faults: readonly string[];
  /** Seconds without an answer. */
  readonly longestGap: number;
  /** What was answered last. */
  readonly last?: string;
}

/** Somebody in the browsers' network who opens the same pages and sends to the same bridge all the time. */
export class Poller {
  public static async start(scope: Scope, where: Where): Promise<Poller> {
    return new Poller(await ClientProcess.start(scope, 'poller.mjs', where));
  }

  private constructor(private readonly process: ClientProcess) {}

  /** Opens a page ten times a second from now on, each time by a new connection; good is an answer with a text in it. */
  public async page(name: string, page: { readonly address: string; readonly host: string; readonly path: string; readonly expected: string }): Promise<void> {
    await this.process.command('page', { name, ...page });
  }

  /** Sends to a bridge ten times a second from now on, by one socket. */
  public async media(name: string, bridge: { readonly address: string; readonly port: number }): Promise<void> {
    await this.process.command('media', { name, ...bridge });
  }

  /** Sends no more, as somebody who has left. */
  public async stop(name: string): Promise<void> {
    await this.process.command('stop', { name });
  }

  /** What came of what was asked since a time, in milliseconds as `Date.now()` counts. */
  public async since(name: string, from: number): Promise<Answers> {
    return await this.process.command('since', { name, from }) as Answers;
  }
}
