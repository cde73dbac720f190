import { setTimeout } from 'node:timers/promises';

export interface Patience {
  /** @default 10 */
  readonly seconds?: number;
  /** What helps to understand why it never came. */
  readonly context?: () => string;
}

/** Asks again and again until there is an answer; undefined and false are none. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false> | T | undefined | false, { seconds = 10, context }: Patience = {}): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${seconds} s${context === undefined ? '' : `\n${context()}`}`);
    }
    await setTimeout(20);
  }
}

/** Looks again and again, for a while, whether something goes on to hold. */
export async function throughout(seconds: number, check: () => Promise<void> | void): Promise<void> {
  const end = performance.now() + seconds * 1000;
  do {
    await check();
    await setTimeout(20);
  } while (performance.now() < end);
}
