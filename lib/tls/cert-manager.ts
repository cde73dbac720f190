import { isIPv4 } from 'node:net';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { metadata } from '../kubernetes/metadata';
import { kubernetesObject } from '../kubernetes/objects';
import { isDnsSubdomain } from '../validation/formats';
import { oneOf, required, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
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
   * Further host names for which the certificate is valid. `*.` at the beginning stands for all names of one level, which issuers grant by DNS-01 alone.
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

  /** @param whose the component and the host that it is for, where these are not the edge and the public host. */
  constructor(private readonly options: CertManagerOptions, private readonly whose?: { readonly component: string; readonly host: string }) {}

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
    return { name: instance.objectName(this.whose === undefined ? 'tls' : `${this.whose.component}-tls`), ...TLS_KEYS };
  }

  public elsewhere(component: string, host: string): CertificateSource {
    return new CertManager({ ...this.options, additionalHosts: undefined }, { component, host });
  }

  public provide(scope: Construct, instance: JitsiInstance): void {
    const { component, host } = this.whose ?? { component: 'nginx', host: instance.publicHost };
    const { name } = this.secret(instance);
    const further = this.additionalHosts ?? [];
    const dnsNames = [...new Set(isIPv4(host) ? further : [host, ...further])];
    kubernetesObject(scope, 'Certificate', 'Certificate', {
      metadata: metadata(instance, name, instance._selector(component)),
      spec: {
        secretName: name,
        ...(isIPv4(host) && { ipAddresses: [host] }),
        ...(dnsNames.length > 0 && { dnsNames }),
        issuerRef: { name: this.options.issuer, kind: this.issuerKind, group: 'cert-manager.io' },
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        usages: ['digital signature', 'server auth'],
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
