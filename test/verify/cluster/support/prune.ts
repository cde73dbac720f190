import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../support/debian-root';

const SECTION = /^## Pruning$([^]*?)^## /m.exec(readFileSync(join(REPOSITORY, 'docs/operations.md'), 'utf8'))?.[1] ?? '';

/** The options that docs/operations.md gives for `kubectl apply --prune`, and what it says to add with cert-manager. */
export const PRUNE = ['--prune', '--selector', 'app.kubernetes.io/instance=jitsi', ...[...SECTION.matchAll(/--prune-allowlist=\S+\/\w+/g)].map(([option]) => option)];

/** What it says to remove from the cluster by name where no bridge asks for its Node's address any more. */
export function pruneCluster(namespace: string): string[] {
  return (/^kubectl (delete clusterrole.*)$/m.exec(SECTION)?.[1] ?? '').replace(' jitsi.', ` ${namespace}.`).split(' ');
}
