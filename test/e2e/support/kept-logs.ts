import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OneNodeCluster } from '../../../tools/cluster/cluster';
import { tryCommand } from '../../verify/support/command';

/** Copies what the node's programs and all containers wrote, the deleted ones' as far as it is there, to a folder that outlives the cluster. Names the folder. */
export async function keepLogs({ folder, name }: OneNodeCluster): Promise<string> {
  const kept = mkdtempSync(join(tmpdir(), `cdk8s-jitsi-failed-${name}-`));
  const logs = readdirSync(folder).filter((file) => file === 'pod-logs' || file.endsWith('.log')).map((file) => join(folder, file));
  // A file may go while it is copied: the rest is worth having.
  await tryCommand(['cp', '-r', ...logs, kept]);
  return kept;
}
