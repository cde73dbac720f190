import { setTimeout } from 'node:timers/promises';

export interface Patience {
  /**
   * Long, since a machine may be busy, and what comes is not waited for longer than it takes.
   *
   * @default 60
   */
  readonly seconds?: number;
  /**
   * Milliseconds from an answer to the next question.
   *
   * @default - 20 at first, then a thirtieth of what has passed, up to 500: who asks costs those time who are asked for.
   */
  readonly every?: number;
  /** What helps to understand why it never came. */
  readonly context?: () => Promise<string> | string;
}

/** Asks again and again until there is an answer; undefined and false are none. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | false> | T | undefined | false, { seconds = 60, every, context }: Patience = {}): Promise<T> {
  const begin = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    const passed = performance.now() - begin;
    if (passed > seconds * 1000) {
      throw new Error(`${what}: not within ${seconds} s${context === undefined ? '' : `\n${await context()}`}`);
    }
    await setTimeout(every ?? Math.min(Math.max(passed / 30, 20), 500));
  }
}

/** Looks again and again, for a while, whether something goes on to hold; `every` is in milliseconds. */
export async function throughout(seconds: number, check: () => Promise<void> | void, every = 20): Promise<void> {
  const end = performance.now() + seconds * 1000;
  do {
    await check();
    await setTimeout(every);
  } while (performance.now() < end);
}
