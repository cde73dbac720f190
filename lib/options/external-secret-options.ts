import { isDnsSubdomain } from '../validation/formats';
import { number, oneOf, required, Shape, shapeViolations, struct, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

/** Kinds of stores that External Secrets knows. */
export enum SecretStoreKind {
  /** A store of the stack's own namespace, and of those that pools have of their own. */
  SECRET_STORE = 'SecretStore',
  /** A store of the whole cluster. */
  CLUSTER_SECRET_STORE = 'ClusterSecretStore',
}

/** A value in a store outside the cluster. */
export interface ExternalSecretKey {
  /** Its name, or path, as the store has it. */
  readonly key: string;

  /**
   * Which of the entry's properties it is, where an entry has several.
   *
   * @default - The entry as a whole.
   */
  readonly property?: string;
}

/** Where External Secrets finds the passwords. */
export interface CredentialsExternalSecretOptions {
  /** Name of the store. */
  readonly store: string;

  /**
   * Whether the store is one of the namespace or of the whole cluster.
   *
   * @default SecretStoreKind.CLUSTER_SECRET_STORE
   */
  readonly storeKind?: SecretStoreKind;

  /** Jicofo's password in the store. */
  readonly jicofo: ExternalSecretKey;

  /** The bridges' password in the store. */
  readonly jvb: ExternalSecretKey;

  /**
   * The secret that Prosody shares with the stack's TURN server, in the store.
   *
   * @default - None; with Turn.coturn it must be there.
   */
  readonly turn?: ExternalSecretKey;

  /**
   * Number of the set of passwords. Raising it fetches the values anew, under new keys, and rolls all that read them together. Nothing is fetched in between.
   *
   * @default 1
   */
  readonly revision?: number;
}

const REMOTE: Shape<ExternalSecretKey> = { key: required(text('the name of an entry of the store, such as "jitsi/passwords"')), property: text('a property of the entry in quotes') };

const OPTIONS: Shape<CredentialsExternalSecretOptions> = {
  store: required(text('the name of a store, such as "vault"')),
  storeKind: oneOf<SecretStoreKind>('SecretStoreKind', SecretStoreKind),
  jicofo: required(struct(REMOTE)),
  jvb: required(struct(REMOTE)),
  turn: struct(REMOTE),
  revision: number('a whole number, such as 2'),
};

/**
 * What is wrong with the place of the passwords.
 *
 * @param turn whether there is a TURN server that shares a secret with Prosody.
 */
export function externalSecretViolations(path: string, options: CredentialsExternalSecretOptions, turn: boolean): Violation[] {
  const wrong = shapeViolations(path, options, OPTIONS);
  if (wrong.length > 0) {
    return wrong;
  }
  const { store, jicofo, jvb, turn: shared } = options;
  return [
    ...(isDnsSubdomain(store) ? [] : [{ field: at(path, 'store'), problem: `${shown(store)} is no name of a store; write the one that "kubectl get clustersecretstores" or "kubectl get secretstores" shows` }]),
    ...Object.entries({ jicofo, jvb, ...(shared && { turn: shared }) }).flatMap(([name, { key, property }]) => Object.entries({ key, property })
      .filter(([, value]) => value !== undefined && !isEntry(value))
      .map(([field, value]) => ({ field: at(path, `${name}.${field}`), problem: `${shown(value)} is no name in a store; write it as the store has it, on one line and without blanks around it` }))),
    ...(turn && shared === undefined ? [{ field: at(path, 'turn'), problem: 'is missing: the TURN server shares a secret with Prosody; write { key: "jitsi/turn" }, its entry in the store' }] : []),
  ];
}

function isEntry(value: string): boolean {
  return value.length <= 2048 && /^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u.test(value);
}
