import { ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { IN_ROOT } from './debian-root';
import { Scope } from './scope';
import { until } from './until';

/** A container's process and what it writes. */
export class RunningContainer {
  private readonly process: ChildProcess;
  private readonly exit: Promise<void>;
  private ended = false;
  private code: number | null = null;

  constructor(scope: Scope, private readonly log: string, user: number, command: readonly string[], ownNetwork = false) {
    const [stdout, stderr] = [`${log}.stdout`, `${log}.stderr`].map((file) => {
      const opened = openSync(file, 'a');
      // As container runtimes do: the program opens /dev/stdout and /dev/stderr anew.
      chownSync(file, user, user);
      return opened;
    });
    // A process name space of its own, so that it is process 1 as in a container, and everything that it started ends with it.
    // It does not outlive this process, however that ends: each of the two that follow dies with the one above it.
    this.process = spawn('setpriv', ['--pdeathsig', 'KILL', '--', 'unshare', ...(ownNetwork ? ['--net'] : []), '--pid', '--fork', '--kill-child=KILL', '--', IN_ROOT, ...command], { stdio: ['ignore', stdout, stderr] });
    [stdout, stderr].forEach((opened) => {
      if (opened !== undefined) {
        closeSync(opened);
      }
    });
    this.exit = new Promise((done, fail) => {
      this.process.once('error', fail);
      this.process.once('exit', (code) => {
        this.ended = true;
        this.code = code;
        done();
      });
    });
    scope.onClose(async () => {
      // The first process of a name space takes all others with it, and is waited for until they are gone.
      if (!this.kill('SIGKILL')) {
        this.process.kill('SIGKILL');
      }
      await this.exit;
    });
  }

  public get running(): boolean {
    return !this.ended;
  }

  public stdout(): string {
    return readFileSync(`${this.log}.stdout`, 'utf8');
  }

  public stderr(): string {
    return readFileSync(`${this.log}.stderr`, 'utf8');
  }

  public output(): string {
    return this.stdout() + this.stderr();
  }

  /** Waits until it ends; its exit code, null when it was killed. */
  public async end(seconds = 10): Promise<number | null> {
    await until('end of the container', () => this.ended, { seconds, context: () => this.output() });
    return this.code;
  }

  /** Waits until it has written something that matches. */
  public async says(pattern: RegExp | string, seconds = 10): Promise<void> {
    await until(`output ${String(pattern)}`, () => {
      const output = this.output();
      return typeof pattern === 'string' ? output.includes(pattern) : pattern.test(output);
    }, { seconds, context: () => this.output() });
  }

  /** Sends a signal to process 1 of the container. */
  public signal(name: NodeJS.Signals): void {
    if (!this.kill(name)) {
      throw new Error(`the container has no process any more\n${this.output()}`);
    }
  }

  /** Processes of the container, by the beginning of their command line. */
  public processes(command: string): number[] {
    const { pid } = this.process;
    return pid === undefined || this.ended ? [] : descendantsOf(pid).filter((each) => commandLine(each).startsWith(command));
  }

  /** The same as soon as there are so many: one that has just begun is still called as the one who made it. */
  public processesOnceThere(command: string, count: number): Promise<number[]> {
    return until(`${count} processes ${command}`, () => {
      const found = this.processes(command);
      return found.length === count && found;
    }, { context: () => this.output() });
  }

  private kill(signal: NodeJS.Signals): boolean {
    const { pid } = this.process;
    const [child] = pid === undefined || this.ended ? [] : childrenOf(pid);
    return child !== undefined && process.kill(child, signal);
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter((child) => child !== '')
      .map(Number);
  } catch {
    // It has just ended.
    return [];
  }
}

function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Empty for one that has just ended. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
