import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { metadata } from '../kubernetes/metadata';
import { ExternalSecret, ExternalSecretSpecRefreshPolicy, ExternalSecretSpecSecretStoreRefKind } from '../../imports/external-secrets.io';
import { CredentialsExternalSecretOptions, ExternalSecretKey, SecretStoreKind } from './external-secret-options';

const KINDS: Readonly<Record<SecretStoreKind, ExternalSecretSpecSecretStoreRefKind>> = {
  [SecretStoreKind.SECRET_STORE]: ExternalSecretSpecSecretStoreRefKind.SECRET_STORE,
  [SecretStoreKind.CLUSTER_SECRET_STORE]: ExternalSecretSpecSecretStoreRefKind.CLUSTER_SECRET_STORE,
};

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
  new ExternalSecret(scope, 'ExternalSecret', {
    metadata: metadata(instance, name, instance._selector('bootstrap')),
    spec: {
      refreshPolicy: ExternalSecretSpecRefreshPolicy.ON_CHANGE,
      secretStoreRef: { name: store, kind: KINDS[storeKind] },
      target: { name },
      data: Object.entries(remoteByKey).map(([secretKey, { key, property }]) => ({ secretKey, remoteRef: { key, property } })),
    },
  });
}
