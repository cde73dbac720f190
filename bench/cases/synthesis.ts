import { Figure } from '../figure';
import { ensurePackage } from '../package-build';
import { Effort } from '../rounds';
import { Workspace } from '../workspace';
import { growth } from './growth';
import { startUp } from './start-up';
import { synthCommand } from './synth-command';
import { testCommand } from './test-command';

/** What it costs to make manifests, and to check them. */
export async function* synthesis(effort: Effort): AsyncGenerator<Figure> {
  ensurePackage();
  const workspace = new Workspace();
  try {
    for (const measure of [startUp, synthCommand, growth, testCommand]) {
      yield* await measure(workspace, effort);
    }
  } finally {
    workspace.remove();
  }
}
