import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Scope } from './scope';

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** What makes a command run in some network. */
export type Where = (command: readonly string[]) => readonly string[];

/** A process with clients, one of the programs in `clients`, which does what it is told. */
export class ClientProcess {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private commands = 0;

  /** What `where` makes of its command puts it into another network. */
  public static async start(scope: Scope, program: string, where: Where = (command) => command): Promise<ClientProcess> {
    // strophe.js as browsers get it: see clients/dom.mjs.
    const [file = '', ...args] = where([process.execPath, '--conditions=browser', join(__dirname, 'clients', program)]);
    const child = spawn(file, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    scope.onClose(async () => {
      const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGKILL');
      await exit;
    });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error(`${program} did not start`)))]);
    return new ClientProcess(child);
  }

  private constructor(private readonly child: ChildProcess) {
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

  /** Has it do something; what comes back is what the program says. */
  public async command(command: string, options: object): Promise<unknown> {
    this.commands += 1;
    const id = this.commands;
    const { error, result } = await new Promise<Reply>((done) => {
      this.waiting.set(id, done);
      this.child.send({ id, command, options });
    });
    if (error !== undefined) {
      throw new Error(`${command}: ${error}`);
    }
    return result;
  }
}
