import { X509Certificate } from 'node:crypto';
import { done, Run } from './bootstrap-run';
import { Files } from './kubelet-folder';
import { KubernetesApi } from './kubernetes-api';
import { Pod } from './pod';
import { scopePerTest } from './scope';
import { certificateOf, decoded, Secret, TLS } from './secrets';
import { Stack } from './stack';

export const scope = scopePerTest();
/** The API server of the running test. */
export let api: KubernetesApi;

beforeEach(async () => {
  api = await KubernetesApi.start(scope);
});

/** Lets the test have another one than it was given. */
export function useApi(other: KubernetesApi): void {
  api = other;
}

export function start(tools: Files = {}, env: Files = {}): Run {
  const pod = new Pod(scope, new Stack(), 'bootstrap', { apiAccess: api.access });
  return { pod, container: pod.start('bootstrap', { image: 'debian', env: { ...api.env, INTERVAL: '0.1', ...env }, tools }) };
}

/** Runs the Job to its end. */
export async function bootstrap(tools: Files = {}): Promise<Run> {
  const run = start(tools);
  await done(run);
  return run;
}

export function existing(name: string): Secret {
  const secret = api.secret(name);
  if (secret === undefined) {
    throw new Error(`there is no Secret ${name}`);
  }
  return secret;
}

export function dataOf(name: string): Files {
  return decoded(existing(name));
}

export function certificate(): X509Certificate {
  return certificateOf(existing(TLS));
}
