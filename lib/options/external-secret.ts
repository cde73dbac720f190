import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { metadata } from '../kubernetes/metadata';
import { kubernetesObject } from '../kubernetes/objects';
import { CredentialsExternalSecretOptions, ExternalSecretKey, SecretStoreKind } from './external-secret-options';

/**
 * What makes the Secret of the passwords from a store outside the cluster. It looks there when it is made and when it is changed, and at no other
 * time: a pod that started again after a value changed would log in with the new one, to a Prosody that has the old.
 *
 * @param remoteByKey what of the store goes under which key.
 */
export function externalSecret(
  scope: Construct, instance: JitsiInstance, name: string, options: CredentialsExternalSecretOptions, remoteByKey: Readonly<Record<string, ExternalSecretKey>>,
): void {
  const { store, storeKind = SecretStoreKind.CLUSTER_SECRET_STORE } = options;
  kubernetesObject(scope, 'ExternalSecret', 'ExternalSecret', {
    metadata: metadata(instance, name, instance._selector('bootstrap')),
    spec: {
      refreshPolicy: 'OnChange',
      secretStoreRef: { name: store, kind: storeKind },
      target: { name },
      data: Object.entries(remoteByKey).map(([secretKey, { key, property }]) => ({ secretKey, remoteRef: { key, property } })),
    },
  });
}
