import { isDataKey, isDnsSubdomain } from '../validation/formats';
import { kindViolations, required, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { CertificateSource, TLS_KEYS, TlsSecret } from './certificate-source';

/** Which keys of a Secret hold the certificate. */
export interface TlsSecretOptions {
  /**
   * Key of the certificate and its chain, in PEM.
   *
   * @default 'tls.crt'
   */
  readonly certificateKey?: string;

  /**
   * Key of the private key, in PEM.
   *
   * @default 'tls.key'
   */
  readonly privateKeyKey?: string;
}

const SECRET_NAME = required(text('the name of a Secret, such as "meet-tls"'));
const OPTIONS: Shape<TlsSecretOptions> = { certificateKey: text('a key such as "fullchain.pem"'), privateKeyKey: text('a key such as "private.key"') };

/** People bring it. */
export class FromSecret implements CertificateSource {
  public readonly name = 'fromSecret';

  constructor(private readonly secretName: string, private readonly options: TlsSecretOptions) {}

  public get description(): string {
    return `from your Secret ${this.secretName}`;
  }

  public secret(): TlsSecret {
    const { certificateKey = TLS_KEYS.certificateKey, privateKeyKey = TLS_KEYS.privateKeyKey } = this.options;
    return { name: this.secretName, certificateKey, privateKeyKey };
  }

  public violations(path: string): Violation[] {
    const wrong = [...kindViolations(at(path, 'secretName'), this.secretName, SECRET_NAME), ...shapeViolations(path, this.options, OPTIONS)];
    if (wrong.length > 0) {
      return wrong;
    }
    const { name, certificateKey, privateKeyKey } = this.secret();
    return [
      ...(!isDnsSubdomain(name) ? [{ field: at(path, 'secretName'), problem: `${shown(name)} is no name of a Secret; create one with "kubectl create secret tls" and write its name` }] : []),
      ...Object.entries({ certificateKey, privateKeyKey }).filter(([, key]) => !isDataKey(key)).map(([field, key]) => ({
        field: at(path, field), problem: `${shown(key)} is no key of a Secret; write a file name such as "fullchain.pem"`,
      })),
      ...(certificateKey === privateKeyKey ? [{ field: at(path, 'privateKeyKey'), problem: `certificate and private key cannot both be under ${shown(privateKeyKey)}` }] : []),
    ];
  }
}
