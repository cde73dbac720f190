import { Drained } from './draining-bridge';
import { answerers, longestGap } from './media-flow';
import { table } from './table';

/** From one time to another, as `Date.now()` counts. */
export const seconds = (from: number, to: number): number => (to - from) / 1000;

/** What became of bridges that were told to stop, and of their people, side by side. */
export function drainTable(drains: ReadonlyArray<readonly [string, Drained]>): string {
  return table(
    ['', 'drain s', 'sent', 'answered', 'longest gap s', 'who came in found it', 'successor starts after s', 'no bridge for s'],
    ...drains.map(([name, { told, ended, born, ready, packets, newcomers }]) => {
      const [first] = answerers(packets);
      return [
        name, seconds(told, ended).toFixed(1), packets.length, packets.filter(({ answered }) => answered !== undefined).length, longestGap(packets).toFixed(1),
        `${newcomers.filter(({ from }) => from === first).length} of ${newcomers.length}`, seconds(told, born).toFixed(1), Math.max(0, seconds(ended, ready)).toFixed(1),
      ];
    }),
  );
}
