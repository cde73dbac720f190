import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The namespaces of a cluster, found by what keeper.sh and node.sh left in its folder. */
export class Namespaces {
  public constructor(private readonly folder: string) {}

  public get exist(): boolean {
    return this.unshare !== undefined;
  }

  public node(command: readonly string[]): readonly string[] {
    return ['nsenter', '--target', this.first(), '--net', '--mount', '--pid', '--', ...command];
  }

  public clients(command: readonly string[]): readonly string[] {
    return this.node(['nsenter', `--net=/proc/${this.read('clients.pid') ?? ''}/ns/net`, '--', ...command]);
  }

  /** Kills the first process, and the kernel all others. */
  public end(): void {
    if (this.unshare !== undefined) {
      process.kill(Number(this.unshare), 'SIGKILL');
    }
  }

  /** Number of the first process in them, as seen from here. */
  private first(): string {
    const child = this.unshare === undefined ? '' : readFileSync(`/proc/${this.unshare}/task/${this.unshare}/children`, 'utf8').trim();
    if (child === '') {
      throw new Error('the cluster is not up; start it with npm run cluster:up');
    }
    return child;
  }

  private get unshare(): string | undefined {
    const pid = this.read('node.pid');
    // Numbers of processes are used again.
    return pid !== undefined && existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(this.folder) ? pid : undefined;
  }

  private read(file: string): string | undefined {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  }
}
