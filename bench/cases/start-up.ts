import { program, Run } from '../child';
import { atMost, Figure, Goal, quotient, ratios } from '../figure';
import { Effort, interleave } from '../rounds';
import { Workspace } from '../workspace';

/** One default stack in a process of its own against one that only loads cdk8s and cdk8s-plus-27. Time and memory are of the same runs. */
export async function startUp(workspace: Workspace, effort: Effort): Promise<Figure[]> {
  const { stack, loading } = await interleave(effort, 21, {
    stack: () => program(workspace.program('default-stack'), workspace.folder('default-stack')),
    loading: () => program(workspace.program('load-only')),
  });
  const compare = (name: string, unit: string, of: (run: Run) => number, goal?: Goal): Figure => {
    const [ours, floor] = [stack.map(of), loading.map(of)];
    return { name: `${name} of the default stack / of loading alone`, samples: ratios(ours, floor), goal, detail: quotient(ours, floor, unit) };
  };
  return [
    compare('wall time', 'ms', ({ wallMilliseconds }) => wallMilliseconds, atMost(1.35)),
    compare('processor time', 'ms', ({ cpuMilliseconds }) => cpuMilliseconds),
    compare('peak memory', 'MiB', ({ peakMebibytes }) => peakMebibytes, atMost(1.25)),
  ];
}
