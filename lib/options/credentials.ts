import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { EnvVarSource } from '../kubernetes/types';
import { isDataKey, isDnsSubdomain } from '../validation/formats';
import { kindViolations, number, required, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { externalSecret } from './external-secret';
import { CredentialsExternalSecretOptions, externalSecretViolations } from './external-secret-options';

/** Service accounts of the XMPP server. */
export type ServiceAccount = 'jicofo' | 'jvb';

/** Which set of passwords is in use. */
export interface CredentialsOptions {
  /**
   * Number of the set of passwords. Raising it puts new ones into use, and rolls Prosody, Jicofo and JVB together: whoever keeps an old password could not
   * log in again.
   *
   * @default 1
   */
  readonly revision?: number;
}

/** Which keys of a Secret hold the passwords. */
export interface CredentialsSecretOptions extends CredentialsOptions {
  /**
   * Key of Jicofo's password.
   *
   * @default 'JICOFO_AUTH_PASSWORD'
   */
  readonly jicofoKey?: string;

  /**
   * Key of the bridges' password.
   *
   * @default 'JVB_AUTH_PASSWORD'
   */
  readonly jvbKey?: string;

  /**
   * Key of the secret that Prosody shares with the stack's TURN server, where there is one.
   *
   * @default 'TURN_CREDENTIALS'
   */
  readonly turnKey?: string;
}

const SECRET_NAME = required(text('the name of a Secret, such as "jitsi-passwords"'));
const OPTIONS: Shape<CredentialsOptions> = { revision: number('a whole number, such as 2') };
const KEY = text('a key of the Secret in quotes');
const SECRET_OPTIONS: Shape<CredentialsSecretOptions> = { ...OPTIONS, jicofoKey: KEY, jvbKey: KEY, turnKey: KEY };

/** Where the passwords come from with which Jicofo and JVB log in to Prosody. They are in a Secret in every case, never in the manifest. */
export class Credentials {
  /**
   * Passwords of 32 letters and digits that a Job makes inside the cluster, once. Raising the revision makes new ones beside the old.
   *
   * @param options the set in use.
   */
  public static generatedInCluster(options: CredentialsOptions = {}): Credentials {
    return new Credentials(true, '', options, undefined);
  }

  /**
   * Passwords of your own, in a Secret that you keep in the stack's namespace, and in those that pools have of their own. Use letters and digits only:
   * the images paste them into configuration as they are. After changing them, raise the revision.
   *
   * @param name name of the Secret.
   * @param options its keys, and the set in use.
   */
  public static fromSecret(name: string, options: CredentialsSecretOptions = {}): Credentials {
    return new Credentials(false, name, options, undefined);
  }

  /**
   * Passwords in a store outside the cluster, which External Secrets fetches into a Secret: the cluster must have that operator, of 0.16 or newer. Use letters and
   * digits only. After changing them in the store, raise the revision: they are fetched then, and not before. A pool with a namespace of its own fetches its password there.
   *
   * @param options the store, what is where in it, and the set in use.
   */
  public static externalSecret(options: CredentialsExternalSecretOptions): Credentials {
    return new Credentials(false, '', { revision: (options as CredentialsExternalSecretOptions | null | undefined)?.revision }, { options });
  }

  /** Number of the set of passwords. */
  public readonly revision: number;
  private readonly jicofoKey: string;
  private readonly jvbKey: string;
  private readonly turnKey: string;

  private constructor(
    /** @internal Whether a Job makes the passwords inside the cluster. */
    public readonly _generated: boolean,
    private readonly secretName: string,
    private readonly options: CredentialsSecretOptions,
    /** Where External Secrets finds them, if it does. */
    private readonly external: { readonly options: CredentialsExternalSecretOptions } | undefined,
  ) {
    // Whatever the options are: it is judged later.
    const { revision = 1, jicofoKey, jvbKey, turnKey } = (options as CredentialsSecretOptions | null) ?? {};
    const suffix = (_generated || external !== undefined) && typeof revision === 'number' && revision !== 1 ? `_${revision}` : '';
    this.revision = revision;
    this.jicofoKey = jicofoKey ?? `JICOFO_AUTH_PASSWORD${suffix}`;
    this.jvbKey = jvbKey ?? `JVB_AUTH_PASSWORD${suffix}`;
    this.turnKey = turnKey ?? `TURN_CREDENTIALS${suffix}`;
  }

  /**
   * @internal Keys of the Secret.
   * @param turn whether the stack has a TURN server.
   */
  public _keys(turn: boolean): string[] {
    return [this.jicofoKey, this.jvbKey, ...(turn ? [this.turnKey] : [])];
  }

  /** @internal Name of the Secret. */
  public _secretName(instance: JitsiInstance): string {
    return this._generated ? instance.objectName('credentials') : this.external ? instance.objectName('external-credentials') : this.secretName;
  }

  /** @internal Where a pod reads the password of a service account. */
  public _password(instance: JitsiInstance, account: ServiceAccount): EnvVarSource {
    return { secretKeyRef: { name: this._secretName(instance), key: this._key(account) } };
  }

  /** @internal Where Prosody and the stack's TURN server read the secret that they share. */
  public _turnSecret(instance: JitsiInstance): EnvVarSource {
    return { secretKeyRef: { name: this._secretName(instance), key: this.turnKey } };
  }

  /** @internal Key of a service account's password. */
  public _key(account: ServiceAccount): string {
    return account === 'jicofo' ? this.jicofoKey : this.jvbKey;
  }

  /**
   * @internal Creates what makes the Secret, if that is an object of the manifest.
   * @param wanted whose values are needed there.
   */
  public _provide(scope: Construct, instance: JitsiInstance, wanted: ReadonlyArray<ServiceAccount | 'turn'>): void {
    if (this.external) {
      const { options } = this.external;
      const keys = { jicofo: this.jicofoKey, jvb: this.jvbKey, turn: this.turnKey };
      const remotes = wanted.flatMap((name) => (options[name] === undefined ? [] : [[keys[name], options[name]] as const]));
      externalSecret(scope, instance, this._secretName(instance), options, Object.fromEntries(remotes));
    }
  }

  /**
   * @internal What is wrong with it.
   * @param turn whether the stack has a TURN server.
   */
  public _violations(path: string, turn: boolean = false): Violation[] {
    if (this.external) {
      const wrong = externalSecretViolations(path, this.external.options, turn);
      return wrong.length > 0 ? wrong : this.revisionViolations(path);
    }
    const wrong = this._generated ? shapeViolations<CredentialsOptions>(path, this.options, OPTIONS)
      : [...kindViolations(at(path, 'secretName'), this.secretName, SECRET_NAME), ...shapeViolations(path, this.options, SECRET_OPTIONS)];
    if (wrong.length > 0) {
      return wrong;
    }
    const { secretName, jicofoKey, jvbKey, turnKey } = this;
    return [
      ...(!this._generated && !isDnsSubdomain(secretName)
        ? [{ field: at(path, 'secretName'), problem: `${shown(secretName)} is no name of a Secret; create a Secret and write its name here, never a password` }] : []),
      ...Object.entries({ jicofoKey, jvbKey, turnKey }).filter(([, key]) => !this._generated && !isDataKey(key)).map(([field, key]) => ({
        field: at(path, field), problem: `${shown(key)} is no key of a Secret; use letters, digits, hyphens, underscores and dots`,
      })),
      ...this.revisionViolations(path),
    ];
  }

  private revisionViolations(path: string): Violation[] {
    const { revision } = this;
    return Number.isSafeInteger(revision) && revision >= 1 ? [] : [{ field: at(path, 'revision'), problem: `${shown(revision)} must be a whole number from 1 on` }];
  }
}
