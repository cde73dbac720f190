import { isIPv4 } from 'node:net';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { metadata } from '../kubernetes/metadata';
import { isDnsSubdomain } from '../validation/formats';
import { oneOf, required, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { Certificate, CertificateSpecPrivateKeyAlgorithm, CertificateSpecPrivateKeyRotationPolicy, CertificateSpecUsages } from '../../imports/cert-manager.io';
import { ADDITIONAL_HOSTS, additionalHostViolations, CertificateSource, TLS_KEYS, TlsSecret } from './certificate-source';

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

  /**
   * Further host names for which the certificate is valid; `*.` at the beginning stands for all names of one level, which issuers grant by DNS-01 alone.
   *
   * @default - The host of the public address alone.
   */
  readonly additionalHosts?: string[];
}

/** Kinds of issuers that cert-manager knows. */
export enum IssuerKind {
  /** An issuer of the stack's own namespace. */
  ISSUER = 'Issuer',
  /** An issuer of the whole cluster. */
  CLUSTER_ISSUER = 'ClusterIssuer',
}

const OPTIONS: Shape<CertManagerOptions> = {
  issuer: required(text('the name of an issuer, such as "letsencrypt"')), issuerKind: oneOf<IssuerKind>('IssuerKind', IssuerKind), additionalHosts: ADDITIONAL_HOSTS,
};

/** The operator cert-manager requests and renews it. */
export class CertManager implements CertificateSource {
  public readonly name = 'certManager';

  constructor(private readonly options: CertManagerOptions) {}

  private get issuerKind(): IssuerKind {
    return this.options.issuerKind ?? IssuerKind.CLUSTER_ISSUER;
  }

  public get additionalHosts(): readonly string[] | undefined {
    return this.options.additionalHosts;
  }

  public get description(): string {
    return `from cert-manager, by ${this.issuerKind} ${this.options.issuer}`;
  }

  public secret(instance: JitsiInstance): TlsSecret {
    return { name: instance.objectName('tls'), ...TLS_KEYS };
  }

  public provide(scope: Construct, instance: JitsiInstance): void {
    const { publicHost } = instance;
    const further = this.additionalHosts ?? [];
    const dnsNames = [...new Set(isIPv4(publicHost) ? further : [publicHost, ...further])];
    new Certificate(scope, 'Certificate', {
      metadata: metadata(instance, instance.objectName('tls'), instance._selector('nginx')),
      spec: {
        secretName: this.secret(instance).name,
        ...(isIPv4(publicHost) && { ipAddresses: [publicHost] }),
        ...(dnsNames.length > 0 && { dnsNames }),
        issuerRef: { name: this.options.issuer, kind: this.issuerKind, group: 'cert-manager.io' },
        privateKey: { algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA, size: 256, rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS },
        usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.SERVER_AUTH],
      },
    });
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    return wrong.length > 0 ? wrong : [
      ...(isDnsSubdomain(this.options.issuer) ? []
        : [{ field: at(path, 'issuer'), problem: `${shown(this.options.issuer)} is no name of an Issuer; write the one that "kubectl get clusterissuers" shows` }]),
      ...additionalHostViolations(path, this.additionalHosts),
    ];
  }
}
