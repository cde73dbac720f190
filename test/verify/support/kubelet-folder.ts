import { chmodSync, chownSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Files = Readonly<Record<string, string>>;

/**
 * A folder of files of a ConfigMap or Secret as kubelet makes it: each file is a link into `..data`, which is itself a link to a folder with a time in its name.
 * A change makes a new such folder and replaces the one link.
 */
export class KubeletFolder {
  private generation = 0;

  constructor(public readonly path: string, private readonly group: number, private readonly mode: number, files: Files) {
    mkdirSync(path);
    chmodSync(path, 0o755);
    this.replace(files);
    // Of a file in a folder, the folder is the link.
    for (const name of new Set(Object.keys(files).map((file) => file.replace(/\/.*/, '')))) {
      symlinkSync(join('..data', name), join(path, name));
    }
  }

  /** Puts other content into the same files, all at once. */
  public replace(files: Files): void {
    const data = join(this.path, '..data');
    const previous = this.generation === 0 ? undefined : readlinkSync(data);
    this.generation += 1;
    const fresh = `..2026_01_01_00_00_00.${this.generation}`;
    mkdirSync(join(this.path, fresh));
    chmodSync(join(this.path, fresh), 0o755);
    for (const [name, content] of Object.entries(files)) {
      const file = join(this.path, fresh, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      // NGINX keeps what it has read from a file with the same inode and second of change. Tests change files faster than certificates are renewed, and the
      // disk uses inodes again, unlike the file system in memory that Secrets are mounted from.
      utimesSync(file, this.generation, this.generation);
      chownSync(file, 0, this.group);
      // The pod's group can always read.
      chmodSync(file, this.mode | 0o440);
    }
    symlinkSync(fresh, `${data}_tmp`);
    renameSync(`${data}_tmp`, data);
    if (previous !== undefined) {
      rmSync(join(this.path, previous), { recursive: true });
    }
  }
}
