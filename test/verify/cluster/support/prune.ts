import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../support/debian-root';

/** The options that docs/operations.md gives for `kubectl apply --prune`, and what it says to add with cert-manager. */
export const PRUNE = ['--prune', '--selector', 'app.kubernetes.io/instance=jitsi', ...allowed()];

function allowed(): string[] {
  const text = readFileSync(join(REPOSITORY, 'docs/operations.md'), 'utf8');
  const section = /^## Pruning$([^]*?)^## /m.exec(text)?.[1] ?? '';
  return [...section.matchAll(/--prune-allowlist=\S+\/\w+/g)].map(([option]) => option);
}
