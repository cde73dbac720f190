import { program, Run } from '../child';
import { atMost, Figure, median, quotient, ratios } from '../figure';
import { Effort, interleave } from '../rounds';
import { Workspace } from '../workspace';

/** Many stacks in one app against a tenth of them, and against cdk8s' own charts with the same objects, which take quadratic time. Without loading. */
export async function growth(workspace: Workspace, effort: Effort): Promise<Figure[]> {
  const few = effort.smoke ? 10 : 100;
  const many = 10 * few;
  const run = (name: string, count: number) => (): Run => program(workspace.program(name), workspace.folder(`${name}-${count}`), String(count));
  const runs = await interleave(effort, 3, { few: run('many-stacks', few), many: run('many-stacks', many), plain: run('plain-charts', few) });
  const time = (series: readonly Run[]): number[] => series.map(({ milliseconds }) => milliseconds);
  const [ofFew, ofMany, ofPlain] = [time(runs.few), time(runs.many), time(runs.plain)];
  const processor = median(runs.many.map(({ cpuMilliseconds }) => cpuMilliseconds / many));
  const peak = median(runs.many.map(({ peakMebibytes }) => peakMebibytes));
  return [
    { name: `time of ${many} stacks / of ${few}`, samples: ratios(ofMany, ofFew), goal: atMost(12), detail: quotient(ofMany, ofFew, 'ms') },
    {
      name: `time per stack of ${many}`,
      samples: ofMany.map((total) => total / many),
      unit: 'ms',
      goal: atMost(15),
      detail: `${processor.toFixed(1)} ms of processor time, ${peak.toFixed(0)} MiB at the peak`,
    },
    { name: `time of ${few} stacks / of ${few} plain charts with the same objects`, samples: ratios(ofFew, ofPlain), detail: quotient(ofFew, ofPlain, 'ms') },
  ];
}
