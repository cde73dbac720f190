import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programOf, run } from './program';
import { Scope } from './scope';
import { temporaryFolder } from './temporary-folder';

interface Saved {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
}

interface Index {
  readonly manifests: ReadonlyArray<{ readonly digest: string; readonly annotations: Readonly<Record<string, string>> }>;
}

const OPAQUE = '.wh..wh..opq';

/** The archive of the test cluster's images, unpacked. */
export class ClusterImages {
  public static async unpack(scope: Scope): Promise<ClusterImages> {
    const folder = temporaryFolder(scope);
    await tar('--extract', '--file', programOf('CLUSTER_IMAGES', 'images.tar'), '--directory', folder);
    return new ClusterImages(scope, folder);
  }

  public readonly saved: readonly Saved[];

  private constructor(private readonly scope: Scope, private readonly folder: string) {
    this.saved = JSON.parse(this.text('manifest.json')) as Saved[];
  }

  /** All names that a runtime knows the images by when it has imported them. */
  public names(): string[] {
    return (JSON.parse(this.text('index.json')) as Index).manifests.map(({ annotations }) => annotations['io.containerd.image.name'] ?? '');
  }

  /** A root folder made of the layers of the image with this in its name. */
  public async root(name: string): Promise<string> {
    const image = this.saved.find(({ RepoTags: [tag = ''] }) => tag.includes(name));
    if (image === undefined) {
      throw new Error(`no image has ${name} in its name`);
    }
    const root = join(temporaryFolder(this.scope), 'root');
    mkdirSync(root);
    for (const layer of image.Layers.map((each) => join(this.folder, each))) {
      for (const hidden of (await tar('--list', '--file', layer)).split('\n').filter((path) => path.endsWith(OPAQUE)).map((path) => join(root, dirname(path)))) {
        readdirSync(hidden).forEach((entry) => {
          rmSync(join(hidden, entry), { recursive: true });
        });
      }
      await tar('--extract', '--same-owner', '--same-permissions', '--file', layer, '--directory', root, `--exclude=${OPAQUE}`);
    }
    return root;
  }

  private text(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}

async function tar(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run('tar', args);
  if (code !== 0) {
    throw new Error(stderr);
  }
  return stdout;
}
