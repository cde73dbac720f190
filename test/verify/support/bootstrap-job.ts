import { X509Certificate } from 'node:crypto';
import { JitsiMeetChartProps } from '../../../lib';
import { Files } from './kubelet-folder';
import { KubernetesApi, Secret } from './kubernetes-api';
import { Pod, RunningContainer } from './pod';
import { scopePerTest } from './scope';
import { Stack } from './stack';

export const CREDENTIALS = 'jitsi-credentials';
export const TLS = 'jitsi-self-signed-tls';
export const MARK = 'cdk8s-jitsi/self-signed-for';
export const PROGRAMS = ['curl', 'jq', 'openssl', 'cat'];

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

/** A Job that was started, in the pod that it runs in. */
export interface Run {
  readonly pod: Pod;
  readonly container: RunningContainer;
}

export function start(props: Partial<JitsiMeetChartProps> = {}, tools: Files = {}): Run {
  const pod = new Pod(scope, new Stack(props), 'bootstrap', { apiAccess: api.access });
  return { pod, container: pod.start('bootstrap', { image: 'debian', env: { ...api.env, INTERVAL: '0.1' }, tools }) };
}

/** Runs the Job to its end. */
export async function bootstrap(props: Partial<JitsiMeetChartProps> = {}, tools: Files = {}): Promise<Run> {
  const run = start(props, tools);
  const code = await run.container.end();
  if (code !== 0) {
    throw new Error(`exit code ${code}\n${run.container.output()}`);
  }
  return run;
}

export function existing(name: string): Secret {
  const secret = api.secret(name);
  if (secret === undefined) {
    throw new Error(`there is no Secret ${name}`);
  }
  return secret;
}

export function decoded(name: string): Files {
  return Object.fromEntries(Object.entries(existing(name).data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

export function certificate(): X509Certificate {
  return new X509Certificate(decoded(TLS)['tls.crt'] ?? '');
}

/** A Secret as somebody else, or an earlier run, made it. */
export function secret(name: string, data: Files, annotations: Files = {}): Secret {
  return {
    type: name === TLS ? 'kubernetes.io/tls' : 'Opaque',
    metadata: { name, annotations },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  };
}

export const logOf = ({ container }: Run): string[] => container.output().trim().split('\n');
