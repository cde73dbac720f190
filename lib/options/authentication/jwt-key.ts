import { instance, kindViolations, required, shapeViolations, text } from '../../validation/shapes';
import { at, Violation } from '../../validation/violations';
import { SecretKey } from '../secret-key';
import { AuthenticationServerOptions, httpUrlViolations, SERVER, serverPorts, serverViolations } from './server-url';
import { ProsodyVariables } from './variables';

const SECRET = required(instance<SecretKey>('SecretKey', () => SecretKey, 'SecretKey.fromSecret("jitsi-jwt", "app-secret")'));
const URL = required(text('the address of the key server, such as "https://keys.example.org/asap"'));

/** What proves that a token was made by whom it says. */
export class JwtKey {
  /**
   * A secret that Prosody shares with whoever makes tokens (`JWT_APP_SECRET`). Use letters and digits only: the image pastes it into configuration as it is.
   *
   * @param secret where it is kept.
   */
  public static sharedSecret(secret: SecretKey): JwtKey {
    return new JwtKey(true, secret, undefined, {});
  }

  /**
   * A server with the public keys of those who make tokens (`JWT_ASAP_KEYSERVER`): Prosody gets the key that the header of a token names with `kid` from
   * `<url>/<SHA-256 of kid in hex>.pem`.
   *
   * @param url its address, below which the keys lie.
   * @param options how Prosody reaches it.
   */
  public static keyServer(url: string, options: AuthenticationServerOptions = {}): JwtKey {
    return new JwtKey(false, undefined, url, options);
  }

  private constructor(
    /** @internal Whether those who make tokens and those who check them have the same key. */
    public readonly _shared: boolean,
    private readonly secret: SecretKey | undefined,
    private readonly url: string | undefined,
    private readonly options: AuthenticationServerOptions,
  ) {}

  /** @internal */
  public get _variables(): ProsodyVariables {
    return { JWT_APP_SECRET: this.secret?._variable, JWT_ASAP_KEYSERVER: this.url };
  }

  /** @internal */
  public get _serverPorts(): readonly number[] {
    return this.url === undefined ? [] : serverPorts(this.url, this.options);
  }

  /** @internal */
  public _violations(path: string): Violation[] {
    if (this._shared) {
      const wrong = kindViolations(at(path, 'secret'), this.secret, SECRET);
      return wrong.length > 0 ? wrong : this.secret?._violations(at(path, 'secret')) ?? [];
    }
    const wrong = [...kindViolations(at(path, 'url'), this.url, URL), ...shapeViolations(path, this.options, SERVER)];
    return wrong.length > 0 ? wrong : [...httpUrlViolations(at(path, 'url'), this.url ?? ''), ...serverViolations(path, this.options)];
  }
}
