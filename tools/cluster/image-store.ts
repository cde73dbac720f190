import { copyFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './programs';

/** What containerd writes to in place. */
const WRITTEN = ['io.containerd.metadata.v1.bolt/meta.db', 'io.containerd.snapshotter.v1.overlayfs/metadata.db'];

/** Gives the containerd of a node in a folder, before it starts, the images of a store, if there is one. What containerd only reads is shared by all nodes that are given the same. */
export async function beginWithImages(folder: string, store: string | undefined): Promise<void> {
  if (store !== undefined) {
    const own = join(folder, 'images');
    const links = statSync(store).dev === statSync(folder).dev ? ['--link'] : [];
    await output(['cp', '--archive', ...links, `${store}/.`, own]);
    for (const file of WRITTEN) {
      rmSync(join(own, file));
      copyFileSync(join(store, file), join(own, file));
    }
  }
}
