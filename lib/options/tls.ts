import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { CertificateSource, TlsSecret } from '../tls/certificate-source';
import { CertManager, CertManagerOptions } from '../tls/cert-manager';
import { FromSecret, TlsSecretOptions } from '../tls/from-secret';
import { SelfSigned, SelfSignedOptions } from '../tls/self-signed';
import { TerminatedUpstream, TerminatedUpstreamOptions } from '../tls/terminated-upstream';
import { Violation } from '../validation/violations';

/** Where the certificate comes from, and who ends TLS. */
export class Tls {
  /**
   * A certificate that a Job makes inside the cluster and signs with its own key, for the public host name. Browsers warn about it.
   * It is valid for 825 days, the most that Apple's systems accept; a Job that runs in its last 30 days, or after a host name changed, makes a new one.
   *
   * @param options further host names.
   */
  public static selfSigned(options: SelfSignedOptions = {}): Tls {
    return new Tls(new SelfSigned(options));
  }

  /**
   * A certificate of your own, in a Secret that you keep in the stack's namespace: of type `kubernetes.io/tls`, or with other keys, such as
   * `fullchain.pem` and `private.key`. A renewed certificate is taken over within a minute or two, without a restart.
   *
   * @param name name of the Secret.
   * @param options its keys, where they are not those of `kubernetes.io/tls`.
   */
  public static fromSecret(name: string, options: TlsSecretOptions = {}): Tls {
    return new Tls(new FromSecret(name, options));
  }

  /**
   * A certificate that cert-manager requests and renews. Where the edge answers port 80 itself, the issuer must use DNS-01.
   *
   * @param options the issuer, and further host names.
   */
  public static certManager(options: CertManagerOptions): Tls {
    return new Tls(new CertManager(options));
  }

  /**
   * TLS ends in front of the edge, at an Ingress controller, a Gateway or a proxy of your own, and the edge listens for plain HTTP from there.
   *
   * @param options who that is, and the certificate that it shows.
   */
  public static terminatedUpstream(options: TerminatedUpstreamOptions): Tls {
    return new Tls(new TerminatedUpstream(options, () => Tls));
  }

  private constructor(
    /** @internal */
    public readonly _source: CertificateSource,
  ) {}

  /** @internal Whether a Job makes the certificate inside the cluster. */
  public get _generated(): boolean {
    return this._source.generated ?? false;
  }

  /** @internal One sentence for the summary. */
  public get _description(): string {
    return this._source.description;
  }

  /** @internal Who ends TLS in front of the edge; undefined where the edge does. */
  public get _upstream(): TerminatedUpstream | undefined {
    return this._source instanceof TerminatedUpstream ? this._source : undefined;
  }

  /** @internal Host names for which the certificate is, the public one first. */
  public _hosts(instance: JitsiInstance): string[] {
    return [...new Set([instance.publicHost, ...this._source.additionalHosts ?? []])];
  }

  /** @internal The Secret that holds the certificate; undefined where the stack has none. */
  public _secret(instance: JitsiInstance): TlsSecret | undefined {
    return this._source.secret(instance);
  }

  /** @internal Creates what makes the Secret, if that is an object of the manifest. */
  public _provide(scope: Construct, instance: JitsiInstance): void {
    this._source.provide?.(scope, instance);
  }

  /** @internal The same for another component at another host, where certificates are made by name; undefined where one is for all. */
  public _for(component: string, host: string): Tls | undefined {
    const source = this._source.elsewhere?.(component, host);
    return source && new Tls(source);
  }

  /** @internal */
  public _violations(path: string): Violation[] {
    return this._source.violations(path);
  }
}
