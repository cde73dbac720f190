import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, REPOSITORY, Result } from './support/debian-root';
import { scopePerTest } from './support/scope';
import { temporaryFolder } from './support/temporary-folder';

const scope = scopePerTest();

const SETTINGS = ['net/core/rmem_max', 'net/core/netdev_max_backlog'] as const;

/** Runs the script beside settings of these values, under the shell of the bridge's image. */
async function raise(...before: readonly string[]): Promise<Result & { readonly after: string[] }> {
  const folder = temporaryFolder(scope);
  mkdirSync(join(folder, 'net/core'), { recursive: true });
  SETTINGS.forEach((setting, index) => {
    writeFileSync(join(folder, setting), `${before[index] ?? ''}\n`);
  });
  writeFileSync(join(folder, 'script'), readFileSync(join(REPOSITORY, 'lib/scripts/raise-network-buffers.sh')));
  const result = await inRoot(folder, 'env', `SETTINGS=${folder}`, 'sh', 'script');
  return { ...result, after: SETTINGS.map((setting) => readFileSync(join(folder, setting), 'utf8').trim()) };
}

test('settings that are less are raised to what Jitsi recommends, and it says so', async () => {
  expect(await raise('212992', '1000')).toEqual({
    code: 0,
    after: ['10485760', '100000'],
    output: 'raise-network-buffers: net/core/rmem_max was 212992, is 10485760 now\nraise-network-buffers: net/core/netdev_max_backlog was 1000, is 100000 now\n',
  });
});

test('settings that are more stay', async () => {
  expect(await raise('33554432', '300000')).toMatchObject({ code: 0, after: ['33554432', '300000'] });
});

test('settings that are just enough are not written', async () => {
  expect(await raise('10485760', '100000')).toEqual({
    code: 0, after: ['10485760', '100000'],
    output: 'raise-network-buffers: net/core/rmem_max is 10485760, which is enough\nraise-network-buffers: net/core/netdev_max_backlog is 100000, which is enough\n',
  });
});

test('a kernel that has no such setting is a failure, which shows in the pod', async () => {
  const folder = temporaryFolder(scope);
  writeFileSync(join(folder, 'script'), readFileSync(join(REPOSITORY, 'lib/scripts/raise-network-buffers.sh')));
  expect((await inRoot(folder, 'env', `SETTINGS=${folder}`, 'sh', 'script')).code).not.toBe(0);
});
