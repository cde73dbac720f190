import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Synthesizes in a folder beside dist/ and takes it over when all went well, so that a mistake leaves the last good manifests in place.
 * Without the cdk8s CLI, which empties its output folder before it runs the app and takes longer to load than the app itself.
 */
async function synth(): Promise<void> {
  const here = resolve('.');
  const dist = join(here, 'dist');
  const fresh = mkdtempSync(join(here, '.synth-'));
  try {
    delete process.env.CDK8S_OUTDIR;
    // There the app's folder is called as it will be here, and the summary names it.
    process.chdir(fresh);
    await import('../main.js');
    if (!process.exitCode) {
      rmSync(dist, { recursive: true, force: true });
      renameSync(join(fresh, 'dist'), dist);
    }
  } finally {
    process.chdir(here);
    rmSync(fresh, { recursive: true });
  }
}

void synth();
