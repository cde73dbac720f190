import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from '../../../tools/cluster/programs';

/** A certificate authority whose root browsers trust, and which signs with an intermediate certificate, as public ones do. */
export class Authority {
  /** Makes one that keeps its files in a folder. */
  public static async found(folder: string): Promise<Authority> {
    await certificate(folder, 'root', ['-subj', '/CN=root']);
    await certificate(folder, 'intermediate', ['-subj', '/CN=intermediate', '-CA', 'root.crt', '-CAkey', 'root.key', '-addext', 'basicConstraints=critical,CA:TRUE']);
    return new Authority(folder);
  }

  private constructor(private readonly folder: string) {}

  /** What is trusted, in PEM. */
  public get root(): string {
    return this.read('root.crt');
  }

  /** A folder with fullchain.pem and private.key of a new certificate. */
  public async issue(name: string, host: string): Promise<string> {
    await certificate(this.folder, name, [
      '-subj', `/CN=${name}`, '-CA', 'intermediate.crt', '-CAkey', 'intermediate.key', '-addext', `subjectAltName=DNS:${host}`, '-addext', 'basicConstraints=critical,CA:FALSE',
    ]);
    const files = join(this.folder, name);
    mkdirSync(files);
    writeFileSync(join(files, 'fullchain.pem'), this.read(`${name}.crt`) + this.read('intermediate.crt'));
    writeFileSync(join(files, 'private.key'), this.read(`${name}.key`));
    return files;
  }

  private read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}

async function certificate(folder: string, name: string, options: readonly string[]): Promise<void> {
  await output(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '30', '-keyout', `${name}.key`, '-out', `${name}.crt`, ...options], folder);
}
