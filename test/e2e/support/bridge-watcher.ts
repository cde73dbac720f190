import { ClientProcess, Where } from '../../verify/support/client-process';
import { Scope } from '../../verify/support/scope';

/** What a bridge says that it is up to: `asks` where Jicofo shall prefer others to it, so it is given meetings where there is no other. */
export type Doing = 'takes' | 'asks' | 'drains' | 'ends';

/** What bridges said when all of them were asked at the same time. */
export interface Look {
  /** Milliseconds as `Date.now()` counts. */
  readonly at: number;
  /** By address; who did not answer is missing. */
  readonly bridges: Readonly<Record<string, Doing>>;
}

/** Somebody in some network who asks bridges ten times a second what they are up to. */
export class BridgeWatcher {
  public static async start(scope: Scope, where: Where): Promise<BridgeWatcher> {
    return new BridgeWatcher(await ClientProcess.start(scope, 'bridge-watcher.mjs', where));
  }

  private constructor(private readonly process: ClientProcess) {}

  /** Says who is asked from now on. */
  public async watch(addresses: readonly string[]): Promise<void> {
    await this.process.command('watch', { addresses });
  }

  /** All that were answered so far, in the order in which they were asked. */
  public async looks(): Promise<readonly Look[]> {
    return await this.process.command('looks', {}) as readonly Look[];
  }
}
