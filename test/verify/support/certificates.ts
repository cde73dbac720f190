import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { inRoot } from './debian-root';
import { Scope } from './scope';
import { temporaryFolder } from './temporary-folder';

/** A certificate that is its own authority, in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export async function selfSigned(host: string, { days = 30, rsa = false } = {}): Promise<KeyPair> {
  const scope = new Scope();
  try {
    const folder = temporaryFolder(scope);
    const { code, output } = await inRoot(folder, 'openssl', 'req', '-x509', ...(rsa ? ['-newkey', 'rsa:2048'] : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']), '-noenc', '-days', String(days),
      '-subj', '/CN=verify', '-addext', `subjectAltName=${isIP(host) === 0 ? 'DNS' : 'IP'}:${host}`, '-keyout', 'key.pem', '-out', 'certificate.pem');
    if (code !== 0) {
      throw new Error(`openssl: ${output}`);
    }
    return { certificate: readFileSync(join(folder, 'certificate.pem'), 'utf8'), key: readFileSync(join(folder, 'key.pem'), 'utf8') };
  } finally {
    await scope.close();
  }
}
