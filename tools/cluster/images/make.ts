import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Archive } from './archive';
import { edgeFiles } from './edge-files';
import { jitsiFiles } from './jitsi-files';
import { IMAGES } from '../../../lib/images';

// Makes one archive of all images, so that what they share is in it once:
//   node --import tsx make.ts OUT ROOT STAND_INS
// ROOT is the folder that tools/debian-root/setup.sh made, STAND_INS the program of tools/cluster/stand-ins.

const [out = '', root = '', standIns = ''] = process.argv.slice(2);
const work = join(out, '.work');
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What no image needs and some would be slower for. Devices and kernel interfaces are the runtime's. */
const LEFT_OUT = [
  'dev/*', 'proc/*', 'sys/*', 'run/*', 'tmp/*', 'mnt/*', 'boot', 'var/cache/*', 'var/lib/apt', 'var/lib/dpkg', 'var/log/*', 'usr/bin/shellcheck', 'usr/bin/wrk', 'usr/lib/systemd', 'usr/lib/*/systemd', 'usr/lib/*/gconv',
];

mkdirSync(work);
const archive = new Archive(work);
const debian = archive.layer(root, LEFT_OUT);

const edge = join(work, 'edge');
edgeFiles(edge, root);
archive.image(IMAGES.nginx, [debian, archive.layer(edge)], { User: '101', Env: [PATH], Cmd: ['nginx', '-g', 'daemon off;'], ExposedPorts: { '8080/tcp': {} }, StopSignal: 'SIGQUIT' });

for (const component of ['web', 'prosody', 'jicofo', 'jvb'] as const) {
  const files = join(work, component);
  jitsiFiles(files, component, standIns);
  archive.image(IMAGES[component], [debian, archive.layer(files)], {
    User: 's6', Env: [PATH, 'S6_BEHAVIOUR_IF_STAGE2_FAILS=2', 'S6_READ_ONLY_ROOT=1'], Entrypoint: ['/init'], Volumes: { '/config': {} },
  });
}
archive.write(join(out, 'images.tar'));
