import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRoot, REPOSITORY } from './support/debian-root';

function filesBelow(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name)));
}

const scripts = [...['lib', 'tools', 'test', 'bench'].flatMap(filesBelow).filter((file) => file.endsWith('.sh')), ...filesBelow('.ci').filter((file) => file.endsWith('/run'))].sort();

test('the scripts that ship and those of the repository are all looked at', () => {
  expect(scripts).toEqual(expect.arrayContaining([
    '.ci/run', 'lib/scripts/advertised-address.sh', 'lib/scripts/bootstrap.sh', 'lib/scripts/deletion-cost.sh', 'lib/scripts/drain.sh', 'lib/scripts/raise-network-buffers.sh', 'lib/scripts/start-bridge.sh',
    'lib/scripts/start-edge.sh', 'tools/debian-root/in-root.sh', 'tools/setup.sh', 'tools/verify.sh',
  ]));
});

test.each(scripts)('shellcheck finds nothing in %s', async (script) => {
  expect(await inRoot(REPOSITORY, 'shellcheck', '--external-sources', script)).toEqual({ code: 0, output: '' });
});
