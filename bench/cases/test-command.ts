import { timed } from '../child';
import { atMost, Figure } from '../figure';
import { ROOT } from '../package-build';
import { Effort, interleave } from '../rounds';
import { Workspace } from '../workspace';

/** `npm test` with warm caches. `--ci` keeps it from writing snapshots. Where nothing is judged, one of its files shows that the command runs. */
export async function testCommand(_workspace: Workspace, effort: Effort): Promise<Figure[]> {
  const { tests } = await interleave(effort, 3, { tests: () => timed('npm', ['test', '--', '--ci', ...(effort.smoke ? ['test/refusals'] : [])], ROOT) / 1000 });
  return [{ name: '"npm test", warm', samples: tests, unit: 's', goal: atMost(10) }];
}
