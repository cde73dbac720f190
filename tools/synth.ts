import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Synthesizes into a folder beside dist/ and takes it over when all went well, so that a mistake leaves the last good manifests in place.
 * Without the cdk8s CLI, which empties its output folder before it runs the app and takes longer to load than the app itself.
 */
async function synth(): Promise<void> {
  const dist = resolve('dist');
  const fresh = mkdtempSync(join(resolve('.'), '.synth-'));
  try {
    process.env.CDK8S_OUTDIR = fresh;
    await import('../main.js');
    if (!process.exitCode) {
      rmSync(dist, { recursive: true, force: true });
      renameSync(fresh, dist);
    }
  } finally {
    if (existsSync(fresh)) {
      rmSync(fresh, { recursive: true });
    }
  }
}

void synth();
