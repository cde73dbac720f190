import { Pod } from './pod';
import { RunningContainer } from './running-container';

/** A bootstrap Job that was started, in the pod that it runs in. */
export interface Run {
  readonly pod: Pod;
  readonly container: RunningContainer;
}

/** Waits until the Job is done. */
export async function done({ container }: Run): Promise<void> {
  const code = await container.end();
  if (code !== 0) {
    throw new Error(`exit code ${code}\n${container.output()}`);
  }
}

export const logOf = ({ container }: Run): string[] => container.output().trim().split('\n');
