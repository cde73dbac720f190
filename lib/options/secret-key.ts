import { EnvVarSource } from '../kubernetes/types';
import { isDataKey, isDnsSubdomain } from '../validation/formats';
import { kindViolations, required, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

const SECRET_NAME = required(text('the name of a Secret, such as "jitsi-jwt"'));
const KEY = required(text('a key of the Secret in quotes'));

/** A secret where it is kept: one key of a Secret in the stack's namespace, which you make. Its value never stands in a manifest. */
export class SecretKey {
  /**
   * A key of a Secret.
   *
   * @param secretName name of the Secret.
   * @param key the key.
   */
  public static fromSecret(secretName: string, key: string): SecretKey {
    return new SecretKey(secretName, key);
  }

  private constructor(
    /** Name of the Secret. */
    public readonly secretName: string,
    /** The key. */
    public readonly key: string,
  ) {}

  /** @internal Where a pod reads it as a variable. */
  public get _variable(): EnvVarSource {
    return { secretKeyRef: { name: this.secretName, key: this.key } };
  }

  /** @internal */
  public _violations(path: string): Violation[] {
    const { secretName, key } = this;
    const wrong = [...kindViolations(at(path, 'secretName'), secretName, SECRET_NAME), ...kindViolations(at(path, 'key'), key, KEY)];
    return wrong.length > 0 ? wrong : [
      ...(!isDnsSubdomain(secretName) ? [{ field: at(path, 'secretName'), problem: `${shown(secretName)} is no name of a Secret; create a Secret and write its name here, never what is in it` }] : []),
      ...(!isDataKey(key) ? [{ field: at(path, 'key'), problem: `${shown(key)} is no key of a Secret; use letters, digits, hyphens, underscores and dots` }] : []),
    ];
  }
}
