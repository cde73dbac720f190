import { X509Certificate } from 'node:crypto';
import { Files } from './kubelet-folder';

/** What bootstrap.sh makes, and the annotation by which it knows its own certificate again. */
export const CREDENTIALS = 'jitsi-credentials';
export const TLS = 'jitsi-self-signed-tls';
export const MARK = 'cdk8s-jitsi/self-signed-for';

export interface Secret {
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly resourceVersion?: string;
  };
}

/** A Secret as somebody else, or an earlier run, made it. */
export function secret(name: string, data: Files, annotations: Files = {}): Secret {
  return {
    type: name === TLS ? 'kubernetes.io/tls' : 'Opaque',
    metadata: { name, annotations },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  };
}

export function decoded({ data = {} }: Secret): Files {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

export function certificateOf(tls: Secret): X509Certificate {
  return new X509Certificate(decoded(tls)['tls.crt'] ?? '');
}
