import { JitsiInstance } from '../jitsi-instance';
import { Shape, shapeViolations } from '../validation/shapes';
import { Violation } from '../validation/violations';
import { ADDITIONAL_HOSTS, additionalHostViolations, CertificateSource, TLS_KEYS, TlsSecret } from './certificate-source';

/** What is in a self-signed certificate beside the public host name. */
export interface SelfSignedOptions {
  /**
   * Further host names for which the certificate is valid. `*.` at the beginning stands for all names of one level.
   *
   * @default - The host of the public address alone.
   */
  readonly additionalHosts?: string[];
}

const OPTIONS: Shape<SelfSignedOptions> = { additionalHosts: ADDITIONAL_HOSTS };

/** A Job makes it. */
export class SelfSigned implements CertificateSource {
  public readonly name = 'selfSigned';
  public readonly generated = true;
  public readonly description = 'self-signed inside the cluster: browsers warn until you bring your own';

  constructor(private readonly options: SelfSignedOptions) {}

  public get additionalHosts(): readonly string[] | undefined {
    return this.options.additionalHosts;
  }

  public secret(instance: JitsiInstance): TlsSecret {
    return { name: instance.objectName('self-signed-tls'), ...TLS_KEYS };
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    return wrong.length > 0 ? wrong : additionalHostViolations(path, this.additionalHosts);
  }
}
