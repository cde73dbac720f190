import { join } from 'node:path';
import { timed } from '../child';
import { atMost, Figure, quotient, ratios } from '../figure';
import { ROOT } from '../package-build';
import { Effort, interleave } from '../rounds';
import { Workspace } from '../workspace';

/** `npm run synth` against the cdk8s CLI with an app that does nothing, both as a user types them. */
export async function synthCommand(workspace: Workspace, effort: Effort): Promise<Figure[]> {
  const [project, empty] = [workspace.project(), workspace.emptyApp()];
  const { ours, cli } = await interleave(effort, 9, {
    ours: () => timed('npm', ['run', 'synth'], project),
    cli: () => timed(join(ROOT, 'node_modules', '.bin', 'cdk8s'), ['synth'], empty),
  });
  return [{ name: '"npm run synth" / "cdk8s synth" of an empty app', samples: ratios(ours, cli), goal: atMost(1.6), detail: quotient(ours, cli, 'ms') }];
}
