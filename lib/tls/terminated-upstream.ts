import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import type { Tls } from '../options/tls';
import { instance as ofClass, required, Shape, shapeViolations } from '../validation/shapes';
import { at, Violation } from '../validation/violations';
import { CertificateSource, TLS_KEYS, TlsSecret } from './certificate-source';
import { FromSecret } from './from-secret';
import { TRUSTED_PROXIES, trustedProxyViolations } from './trusted-proxies';

/** What the edge needs to know of those who end TLS in front of it. */
export interface TerminatedUpstreamOptions {
  /**
   * Addresses and address blocks of the proxies that end TLS: of the Ingress controller's pods, or of a load balancer's subnets. Their word for a client's
   * address (`X-Forwarded-For`) and for its protocol (`X-Forwarded-Proto`) counts, that of others does not. A client that lives in one of them shows
   * as its proxy, so make them as narrow as you can.
   */
  readonly trustedProxies: string[];

  /**
   * The certificate that the stack's Ingress or Gateway shows to browsers, in a Secret of type `kubernetes.io/tls`.
   *
   * @default - Who ends TLS has a certificate of its own.
   */
  readonly certificate?: Tls;
}

/** Somebody in front has it, and the edge speaks plain HTTP. */
export class TerminatedUpstream implements CertificateSource {
  public readonly name = 'terminatedUpstream';

  /** @param tls the class of certificates, which is made of this one. */
  constructor(private readonly options: TerminatedUpstreamOptions, private readonly tls: () => typeof Tls) {}

  public get trustedProxies(): readonly string[] {
    return this.options.trustedProxies;
  }

  public get showsCertificate(): boolean {
    return this.shown !== undefined;
  }

  /** What the Ingress or Gateway shows. */
  private get shown(): CertificateSource | undefined {
    return this.options.certificate?._source;
  }

  public get generated(): boolean {
    return this.shown?.generated ?? false;
  }

  public get additionalHosts(): readonly string[] | undefined {
    return this.shown?.additionalHosts;
  }

  public get description(): string {
    return this.shown?.description ?? 'that of the proxy in front, which ends TLS';
  }

  public secret(instance: JitsiInstance): TlsSecret | undefined {
    return this.shown?.secret(instance);
  }

  public elsewhere(component: string, host: string): CertificateSource | undefined {
    return this.shown?.elsewhere?.(component, host);
  }

  public provide(scope: Construct, instance: JitsiInstance): void {
    this.shown?.provide?.(scope, instance);
  }

  public violations(path: string): Violation[] {
    const form: Shape<TerminatedUpstreamOptions> = {
      trustedProxies: required(TRUSTED_PROXIES), certificate: ofClass<Tls>('Tls', this.tls, 'Tls.certManager({ issuer: "letsencrypt" })'),
    };
    const wrong = shapeViolations(path, this.options, form);
    if (wrong.length > 0) {
      return wrong;
    }
    const field = at(path, 'certificate');
    return [...trustedProxyViolations(path, this.trustedProxies), ...(this.shown instanceof TerminatedUpstream
      ? [{ field, problem: 'is somebody else\'s, and so it is by itself; leave it out, or write Tls.certManager, Tls.fromSecret or Tls.selfSigned' }]
      : [...this.shown?.violations(field) ?? [], ...this.keyViolations(field)])];
  }

  /** Ingress controllers and Gateways know one form of Secrets alone. */
  private keyViolations(field: string): Violation[] {
    const { certificateKey, privateKeyKey } = this.shown instanceof FromSecret ? this.shown.secret() : TLS_KEYS;
    return certificateKey === TLS_KEYS.certificateKey && privateKeyKey === TLS_KEYS.privateKeyKey ? []
      : [{ field, problem: 'has other keys than tls.crt and tls.key, which Ingress controllers and Gateways look for; make a Secret with "kubectl create secret tls"' }];
  }
}
