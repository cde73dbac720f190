import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtAssembly } from './built';
import { ALLOWED_CHANGES, RELEASES } from './last';

const assembly = builtAssembly();
const { version } = JSON.parse(assembly) as { version: string };
const folder = join(RELEASES, version);

// Fails where it is there already: what was released does not change.
mkdirSync(folder);
copyFileSync(resolve('dist/jitsi.k8s.yaml'), join(folder, 'jitsi.k8s.yaml'));
writeFileSync(join(folder, 'assembly.json.gz'), gzipSync(assembly, { level: 9 }));
writeFileSync(ALLOWED_CHANGES, readFileSync(ALLOWED_CHANGES, 'utf8').replace(/^[^#].*\n/gm, ''));
