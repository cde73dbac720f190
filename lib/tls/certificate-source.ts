import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { isHostName } from '../validation/formats';
import { list, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

/** Where the certificate is. */
export interface TlsSecret {
  /** Name of the Secret. */
  readonly name: string;
  /** Key of the certificate and its chain. */
  readonly certificateKey: string;
  /** Key of the private key. */
  readonly privateKeyKey: string;
}

/** What makes the certificate, or who has it. */
export interface CertificateSource {
  /** Name of its factory. */
  readonly name: string;
  /** Whether a Job makes the certificate inside the cluster. */
  readonly generated?: boolean;
  /** One sentence for the summary. */
  readonly description: string;
  /** Host names beside the public one. */
  readonly additionalHosts?: readonly string[];
  /** The Secret that holds the certificate; undefined where the stack has none. */
  secret(instance: JitsiInstance): TlsSecret | undefined;
  /** The same for another component at another host, where certificates are made by name. */
  elsewhere?(component: string, host: string): CertificateSource | undefined;
  /** Creates what makes the Secret, if that is an object of the manifest. */
  provide?(scope: Construct, instance: JitsiInstance): void;
  violations(path: string): Violation[];
}

/** Keys of a Secret of type `kubernetes.io/tls`. */
export const TLS_KEYS = { certificateKey: 'tls.crt', privateKeyKey: 'tls.key' } as const;

/** The kind of the prop that names further hosts. */
export const ADDITIONAL_HOSTS = list(text('"*.meet.example.org"'));

/** What is wrong with further hosts of a certificate. */
export function additionalHostViolations(path: string, hosts: readonly string[] | undefined): Violation[] {
  const field = at(path, 'additionalHosts');
  const wrong = (hosts ?? []).flatMap((host, index) => (isHostName(host.replace(/^\*\./, '')) && host.replace(/^\*\./, '').includes('.') ? []
    : [{ field: `${field}[${index}]`, problem: `${shown(host)} is no host name; write one such as "chat.example.org", or "*.meet.example.org" for all names of one level below` }]));
  return [
    ...wrong,
    ...(hosts?.length === 0 ? [{ field, problem: 'names nothing; leave it out, or write at least one host name' }] : []),
    ...(new Set(hosts).size < (hosts?.length ?? 0) ? [{ field, problem: 'names a host twice; write each once' }] : []),
  ];
}
