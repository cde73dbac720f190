import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A layer whose folder hides that of the layers below. */
const HIDES = '.wh..wh..opq';

/** What makes the image of NGINX of the Debian root folder: NGINX for uid 101, and every other program an applet of busybox, as in an image of alpine. */
export function edgeFiles(folder: string, root: string): void {
  for (const path of ['usr/bin', 'usr/sbin', 'usr/local/bin', 'usr/local/sbin', 'opt', 'etc', 'var/log/nginx', 'var/cache/nginx']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  for (const path of ['usr/bin', 'usr/sbin', 'usr/local/bin', 'usr/local/sbin', 'opt']) {
    writeFileSync(join(folder, path, HIDES), '');
  }
  copyFileSync(join(root, 'usr/bin/busybox'), join(folder, 'usr/bin/busybox'));
  copyFileSync(join(root, 'usr/sbin/nginx'), join(folder, 'usr/sbin/nginx'));
  const applets = readdirSync(join(root, 'opt/busybox')).filter((applet) => applet !== 'busybox');
  for (const applet of applets) {
    symlinkSync('busybox', join(folder, 'usr/bin', applet));
  }
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nnginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin\n');
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\nnginx:x:101:\n');
  // What NGINX writes before it has read its configuration.
  symlinkSync('/dev/stdout', join(folder, 'var/log/nginx/access.log'));
  symlinkSync('/dev/stderr', join(folder, 'var/log/nginx/error.log'));
}
