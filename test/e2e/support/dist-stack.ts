import { resolve } from 'node:path';
import { Site } from './clients';
import { StackCluster } from './stack-cluster';
import { isDone, Pod, Secret } from './workloads';

// The stack of the manifests as they are committed.

export const DIST = resolve('dist');
export const HOST = 'meet.example.com';
export const NAMESPACE = 'jitsi';

export const decoded = (text = ''): string => Buffer.from(text, 'base64').toString();

export async function secretOf(cluster: StackCluster, name: string): Promise<Secret> {
  return cluster.api.get<Secret>(`/api/v1/namespaces/${NAMESPACE}/secrets/${name}`);
}

/** Where browsers find it, with the certificate that its Job made. */
export async function siteOf(cluster: StackCluster): Promise<Site> {
  return { address: await cluster.addressOf(NAMESPACE, 'jitsi-nginx'), host: HOST, ca: decoded((await secretOf(cluster, 'jitsi-self-signed-tls')).data['tls.crt']) };
}

/** Its pods, but for those of Jobs. */
export async function workersOf(cluster: StackCluster): Promise<readonly Pod[]> {
  return (await cluster.pods(NAMESPACE)).filter((pod) => !isDone(pod));
}
