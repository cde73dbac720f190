/** Prefix of the labels and annotations that are this library's own. */
export const OWN_PREFIX = 'cdk8s-jitsi/';

export const NAME_LABEL = 'app.kubernetes.io/name';
export const INSTANCE_LABEL = 'app.kubernetes.io/instance';
export const PART_OF_LABEL = 'app.kubernetes.io/part-of';
export const PART_OF = 'jitsi-meet';

/** Names the pool that a bridge belongs to. Part of immutable selectors. */
export const POOL_LABEL = `${OWN_PREFIX}pool`;
/** Names a bridge in its pool. Part of immutable selectors. */
export const BRIDGE_LABEL = `${OWN_PREFIX}bridge`;

/** Given to each pod of a StatefulSet by Kubernetes. */
export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';

/** Raised by `Credentials`' revision: a new value rolls all components that log in. */
export const REVISION_ANNOTATION = `${OWN_PREFIX}credentials-revision`;
/** The same for what Prosody shares with a TURN server that is not the stack's. */
export const TURN_REVISION_ANNOTATION = `${OWN_PREFIX}turn-revision`;
/** Fingerprint of the files that a pod reads from ConfigMaps: a changed file rolls the pods that read it. */
export const CONFIG_ANNOTATION = `${OWN_PREFIX}config-checksum`;

export type Labels = Readonly<Record<string, string>>;

/** Labels of our objects that say what they are but select nothing. */
export function descriptiveLabels(selector: Labels): Labels {
  return { ...selector, [PART_OF_LABEL]: PART_OF, 'app.kubernetes.io/managed-by': 'cdk8s' };
}
