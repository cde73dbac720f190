import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PinnedImage } from '../../../lib/images';

interface Blob {
  readonly digest: string;
  readonly size: number;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
/** The same files give the same bytes. */
const TAR = ['--create', '--sort=name', '--mtime=@0', '--numeric-owner', '--format=gnu'];

/** All names that a cluster may ask for an image by; runtimes leave out the tag when there is a digest. */
export function namesOf({ repository, tag, digest }: PinnedImage): readonly string[] {
  return [`${repository}:${tag}`, `${repository}@${digest}`, `${repository}:${tag}@${digest}`];
}

/** Images in an OCI layout that is also an archive of `docker save`. A digest in a name is a name: it is that of the real image, not of this one. */
export class Archive {
  private readonly folder: string;
  private readonly manifests: object[] = [];
  private readonly saved: object[] = [];

  constructor(work: string) {
    this.folder = join(work, 'archive');
    mkdirSync(join(this.folder, 'blobs/sha256'), { recursive: true });
  }

  /** Packs a folder. */
  public layer(folder: string, leftOut: readonly string[] = []): Blob {
    const file = join(this.folder, 'layer.tar');
    execFileSync('tar', [...TAR, '--one-file-system', '--file', file, '--directory', folder, '--anchored', ...leftOut.map((path) => `--exclude=./${path}`), '.']);
    return this.keep(file);
  }

  /** Adds an image of these layers, the last one on top. */
  public image(pinned: PinnedImage, layers: readonly Blob[], settings: object): void {
    const config = this.text({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch, os: 'linux', config: settings, rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) }, history: [],
    });
    const manifest = this.text({
      schemaVersion: 2, mediaType: MANIFEST,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: layers.map((layer) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer })),
    });
    const names = namesOf(pinned);
    this.manifests.push(...names.map((name) => ({ mediaType: MANIFEST, ...manifest, annotations: { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': pinned.tag } })));
    this.saved.push({ Config: pathOf(config), RepoTags: names.slice(0, 1), Layers: layers.map(pathOf) });
  }

  public write(file: string): void {
    writeFileSync(join(this.folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
    writeFileSync(join(this.folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: this.manifests }));
    writeFileSync(join(this.folder, 'manifest.json'), JSON.stringify(this.saved));
    execFileSync('tar', [...TAR, '--owner=0', '--group=0', '--file', file, '--directory', this.folder, 'oci-layout', 'index.json', 'manifest.json', 'blobs']);
    rmSync(join(this.folder, '..'), { recursive: true });
  }

  private text(value: object): Blob {
    const file = join(this.folder, 'text.json');
    writeFileSync(file, JSON.stringify(value));
    return this.keep(file);
  }

  private keep(file: string): Blob {
    const blob = { digest: `sha256:${hashOf(file)}`, size: statSync(file).size };
    renameSync(file, join(this.folder, pathOf(blob)));
    return blob;
  }
}

function pathOf({ digest }: Blob): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** Piece by piece: a layer is larger than what should be in memory at once. */
function hashOf(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(2 ** 20);
  const opened = openSync(file, 'r');
  try {
    for (let read = readSync(opened, piece); read > 0; read = readSync(opened, piece)) {
      hash.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(opened);
  }
  return hash.digest('hex');
}
