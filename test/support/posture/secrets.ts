import { Manifest } from '../charts';
import { certificates, externalSecrets } from '../objects';
import { containers, workloads } from '../pods';

export interface SecretKey {
  readonly name: string;
  readonly key: string | undefined;
}

/** Secrets, with their keys, that something in the stack makes. */
export function made(objects: readonly Manifest[]): SecretKey[] {
  const tls = ['tls.crt', 'tls.key'];
  const variables = workloads(objects).filter(({ kind }) => kind === 'Job').flatMap((job) => containers(job).flatMap(({ env = [] }) => env));
  const value = (wanted: string): string | undefined => variables.find(({ name }) => name === wanted)?.value;
  return [
    ...(value('CREDENTIALS_KEYS') ?? '').split(' ').map((key) => ({ name: value('CREDENTIALS_SECRET') ?? '', key })),
    ...externalSecrets(objects).flatMap(({ spec: { target, data } }) => data.map(({ secretKey: key }) => ({ name: target.name, key }))),
    ...[value('TLS_SECRET') ?? '', ...certificates(objects).map(({ spec }) => spec.secretName)].flatMap((name) => tls.map((key) => ({ name, key }))),
  ];
}
