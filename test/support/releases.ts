import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ofLastRelease } from '../../tools/releases/last';
import { Manifest } from './charts';

const read = (file: string): Manifest[] => parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);

/** The default manifests of the last release, and those that are released next. */
export const LAST = read(ofLastRelease('jitsi.k8s.yaml'));
export const NEXT = read(join(resolve(__dirname, '../..'), 'dist/jitsi.k8s.yaml'));

/** Of these there is another one for each content: a Job cannot be changed. */
export const ANOTHER_EACH_TIME = ['Job'];

/** What stays from one release to the next, by kind and name. */
export function lasting(objects: readonly Manifest[]): string[] {
  return objects.filter(({ kind }) => !ANOTHER_EACH_TIME.includes(kind)).map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();
}

/** What pods read of Secrets, as `name/key`. */
export function secretKeys(objects: readonly Manifest[]): string[] {
  const keys = new Set<string>();
  JSON.stringify(objects, (key, value: unknown) => {
    if (key === 'secretKeyRef') {
      const { name, key: of } = value as { name: string; key: string };
      keys.add(`${name}/${of}`);
    }
    if (key === 'secret') {
      const { secretName = '', items = [] } = value as { secretName?: string; items?: ReadonlyArray<{ key: string }> };
      items.forEach(({ key: of }) => keys.add(`${secretName}/${of}`));
    }
    return value;
  });
  return [...keys].sort();
}
