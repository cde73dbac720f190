import { isIPv4 } from 'node:net';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { metadata } from '../kubernetes/metadata';
import { isDataKey, isDnsSubdomain } from '../validation/formats';
import { kindViolations, oneOf, required, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { Certificate, CertificateSpecPrivateKeyAlgorithm, CertificateSpecPrivateKeyRotationPolicy, CertificateSpecUsages } from '../../imports/cert-manager.io';

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

/** What cert-manager needs to know. */
export interface CertManagerOptions {
  /** Name of the Issuer or ClusterIssuer. */
  readonly issuer: string;

  /**
   * Whether it is an Issuer of the stack's namespace or one of the whole cluster.
   *
   * @default IssuerKind.CLUSTER_ISSUER
   */
  readonly issuerKind?: IssuerKind;
}

/** Kinds of issuers that cert-manager knows. */
export enum IssuerKind {
  /** An issuer of the stack's own namespace. */
  ISSUER = 'Issuer',
  /** An issuer of the whole cluster. */
  CLUSTER_ISSUER = 'ClusterIssuer',
}

const SECRET_NAME = required(text('the name of a Secret, such as "meet-tls"'));
const SECRET_OPTIONS: Shape<TlsSecretOptions> = { certificateKey: text('a key such as "fullchain.pem"'), privateKeyKey: text('a key such as "private.key"') };
const ISSUER_OPTIONS: Shape<CertManagerOptions> = { issuer: required(text('the name of an issuer, such as "letsencrypt"')), issuerKind: oneOf<IssuerKind>('IssuerKind', IssuerKind) };

/** Where the edge finds its certificate. */
export interface TlsSecret {
  /** Name of the Secret. */
  readonly name: string;
  /** Key of the certificate and its chain. */
  readonly certificateKey: string;
  /** Key of the private key. */
  readonly privateKeyKey: string;
}

/** Where the edge's certificate comes from. */
export abstract class Tls {
  /**
   * A certificate that a Job makes inside the cluster and signs with its own key, for the public host name. Browsers warn about it.
   * It is valid for 825 days, the most that Apple's systems accept; a Job that runs in its last 30 days, or after the host name changed, makes a new one.
   */
  public static selfSigned(): Tls {
    return new SelfSigned();
  }

  /**
   * A certificate of your own, in a Secret that you keep in the stack's namespace: of type `kubernetes.io/tls`, or with other keys, such as
   * `fullchain.pem` and `private.key`. A renewed certificate is taken over within a minute or two, without a restart.
   *
   * @param name name of the Secret.
   * @param options its keys, where they are not those of `kubernetes.io/tls`.
   */
  public static fromSecret(name: string, options: TlsSecretOptions = {}): Tls {
    return new FromSecret(name, options);
  }

  /**
   * A certificate that cert-manager requests and renews. The edge answers port 80 itself, so the issuer must use DNS-01.
   *
   * @param options the issuer.
   */
  public static certManager(options: CertManagerOptions): Tls {
    return new CertManager(options);
  }

  protected constructor() {}

  /** @internal Whether a Job makes the certificate inside the cluster. */
  public get _generated(): boolean {
    return false;
  }

  /** @internal One sentence for the summary. */
  public abstract get _description(): string;

  /** @internal The Secret that holds the certificate. */
  public abstract _secret(instance: JitsiInstance): TlsSecret;

  /** @internal Creates what makes the Secret, if that is an object of the manifest. */
  public _provide(_scope: Construct, _instance: JitsiInstance): void {
    return;
  }

  /** @internal The same for another component at another host, where certificates are made by name; undefined where one is for all. */
  public _for(_component: string, _host: string): Tls | undefined {
    return undefined;
  }

  /** @internal */
  public _violations(_path: string): Violation[] {
    return [];
  }
}

class SelfSigned extends Tls {
  constructor() {
    super();
  }

  public override get _generated(): boolean {
    return true;
  }

  public get _description(): string {
    return 'self-signed inside the cluster: browsers warn until you bring your own';
  }

  public _secret(instance: JitsiInstance): TlsSecret {
    return { name: instance.objectName('self-signed-tls'), certificateKey: 'tls.crt', privateKeyKey: 'tls.key' };
  }
}

class FromSecret extends Tls {
  constructor(private readonly name: string, private readonly options: TlsSecretOptions) {
    super();
  }

  public get _description(): string {
    return `from your Secret ${this.name}`;
  }

  public _secret(): TlsSecret {
    const { certificateKey = 'tls.crt', privateKeyKey = 'tls.key' } = this.options;
    return { name: this.name, certificateKey, privateKeyKey };
  }

  public override _violations(path: string): Violation[] {
    const wrong = [...kindViolations(at(path, 'secretName'), this.name, SECRET_NAME), ...shapeViolations(path, this.options, SECRET_OPTIONS)];
    if (wrong.length > 0) {
      return wrong;
    }
    const { name, certificateKey, privateKeyKey } = this._secret();
    return [
      ...(!isDnsSubdomain(name) ? [{ field: at(path, 'secretName'), problem: `${shown(name)} is no name of a Secret; create one with "kubectl create secret tls" and write its name` }] : []),
      ...Object.entries({ certificateKey, privateKeyKey }).filter(([, key]) => !isDataKey(key)).map(([field, key]) => ({
        field: at(path, field), problem: `${shown(key)} is no key of a Secret; write a file name such as "fullchain.pem"`,
      })),
      ...(certificateKey === privateKeyKey ? [{ field: at(path, 'privateKeyKey'), problem: `certificate and private key cannot both be under ${shown(privateKeyKey)}` }] : []),
    ];
  }
}

class CertManager extends Tls {
  /**
   * @param options the issuer.
   * @param whose the component and the host that it is for, where these are not the edge and the public host.
   */
  constructor(private readonly options: CertManagerOptions, private readonly whose?: { readonly component: string; readonly host: string }) {
    super();
  }

  private get issuerKind(): IssuerKind {
    return this.options.issuerKind ?? IssuerKind.CLUSTER_ISSUER;
  }

  public get _description(): string {
    return `from cert-manager, by ${this.issuerKind} ${this.options.issuer}`;
  }

  public _secret(instance: JitsiInstance): TlsSecret {
    return { name: instance.objectName(this.whose === undefined ? 'tls' : `${this.whose.component}-tls`), certificateKey: 'tls.crt', privateKeyKey: 'tls.key' };
  }

  public override _for(component: string, host: string): Tls {
    return new CertManager(this.options, { component, host });
  }

  public override _provide(scope: Construct, instance: JitsiInstance): void {
    const { component, host } = this.whose ?? { component: 'nginx', host: instance.publicHost };
    const { name } = this._secret(instance);
    new Certificate(scope, 'Certificate', {
      metadata: metadata(instance, name, instance._selector(component)),
      spec: {
        secretName: name,
        ...(isIPv4(host) ? { ipAddresses: [host] } : { dnsNames: [host] }),
        issuerRef: { name: this.options.issuer, kind: this.issuerKind, group: 'cert-manager.io' },
        privateKey: { algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA, size: 256, rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS },
        usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.SERVER_AUTH],
      },
    });
  }

  public override _violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, ISSUER_OPTIONS);
    if (wrong.length > 0 || isDnsSubdomain(this.options.issuer)) {
      return wrong;
    }
    return [{ field: at(path, 'issuer'), problem: `${shown(this.options.issuer)} is no name of an Issuer; write the one that "kubectl get clusterissuers" shows` }];
  }
}
