import { Size } from 'cdk8s';
import { quantity } from './quantities';
import { Volume, VolumeMount } from './types';

/** A volume of a pod together with the way in which a container sees it. */
export interface Mount {
  readonly volume: Volume;
  readonly mount: VolumeMount;
}

/** Where a container finds the token and the certificate authority of the API server; the place that Kubernetes' own documentation names. */
export const API_ACCESS_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Secrets' files are read by the pod's own group (fsGroup) and nobody else. */
const OWNER_AND_GROUP = 0o440;

/** An empty folder on the node's disk that lives as long as the pod. */
export function folder(name: string, mountPath: string, sizeLimit: Size): Mount {
  return { volume: { name, emptyDir: { sizeLimit: quantity(sizeLimit) } }, mount: { name, mountPath } };
}

/** An empty folder in memory, for what must not touch the node's disk. It counts against the container's memory limit. */
export function memoryFolder(name: string, mountPath: string, sizeLimit: Size): Mount {
  return { volume: { name, emptyDir: { medium: 'Memory', sizeLimit: quantity(sizeLimit) } }, mount: { name, mountPath } };
}

/** The key of a file, which may stand in a folder: keys have no slashes. */
export function keyOf(file: string): string {
  return file.replaceAll('/', '.');
}

/** Files of a ConfigMap by their places below the folder. */
export function configFiles(name: string, mountPath: string, configMap: string, files: readonly string[]): Mount {
  return {
    volume: { name, configMap: { name: configMap, items: files.map((file) => ({ key: keyOf(file), path: file })) } },
    mount: { name, mountPath, readOnly: true },
  };
}

/** Keys of a Secret as files; a changed Secret changes the files of running pods, because the folder as a whole is mounted. */
export function secretFiles(name: string, mountPath: string, secretName: string, pathByKey: Readonly<Record<string, string>>): Mount {
  return {
    volume: { name, secret: { secretName, defaultMode: OWNER_AND_GROUP, items: Object.entries(pathByKey).map(([key, path]) => ({ key, path })) } },
    mount: { name, mountPath, readOnly: true },
  };
}

/** All keys of a Secret as files. */
export function secretFolder(name: string, mountPath: string, secretName: string): Mount {
  return { volume: { name, secret: { secretName, defaultMode: OWNER_AND_GROUP } }, mount: { name, mountPath, readOnly: true } };
}

/** A persistent volume. */
export function claim(name: string, mountPath: string, claimName: string): Mount {
  return { volume: { name, persistentVolumeClaim: { claimName } }, mount: { name, mountPath } };
}

/** A short-lived token for the API server and the means to verify it, for the one container that needs them. */
export function apiAccess(): Mount {
  return {
    volume: {
      name: 'api-access',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        ],
      },
    },
    mount: { name: 'api-access', mountPath: API_ACCESS_PATH, readOnly: true },
  };
}
