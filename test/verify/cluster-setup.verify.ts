import { chmodSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tryCommand } from './support/command';
import { scopePerTest } from './support/scope';
import { temporaryFolder } from './support/temporary-folder';

const scope = scopePerTest();

// Whoever it is can find the scripts, wherever the repository lies.
const NOT_ROOT = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', '--'];
/** As in a container that is not privileged. */
const NO_NAMESPACES = ['setpriv', '--inh-caps=-sys_admin', '--bounding-set=-sys_admin', '--'];

describe.each([
  ['the tests in a cluster', ['tools/e2e.sh', 'no-test-has-this-name']],
  ['a cluster', ['tools/cluster/run.sh', 'up']],
])('%s', (_what, [script = '', ...args]) => {
  test.each([
    ['without root, say that they need it', NOT_ROOT, /^cluster: error: a node needs root, for namespaces, mounts and cgroups; call it as root or with sudo\n$/],
    [
      'where root may make no namespaces, say so, and where it may', NO_NAMESPACES,
      /^unshare: .*Operation not permitted\ncluster: error: this machine gives no network, mount and process namespaces, see above; run it in a \(privileged\) container or in a virtual machine\n$/,
    ],
  ])('%s, before anything is built', async (_title, rights, message) => {
    const cache = join(temporaryFolder(scope), 'cache');
    chmodSync(join(cache, '..'), 0o777);
    // Should nothing keep it from building, that takes minutes.
    const { code, stdout, stderr } = await tryCommand(['timeout', '20', 'env', 'LC_ALL=C', `CDK8S_JITSI_CACHE=${cache}`, ...rights, resolve(script), ...args]);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(readdirSync(cache)).toEqual([]);
  });
});
