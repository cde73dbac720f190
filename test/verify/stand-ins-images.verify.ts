import { chmodSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Archive } from '../../tools/cluster/images/archive';
import { loopbackAddresses } from './support/addresses';
import { ClusterImages } from './support/cluster-image';
import { Pod } from './support/pod';
import { run } from './support/program';
import { RunningContainer } from './support/running-container';
import { scopePerFile, scopePerTest } from './support/scope';
import { Stack } from './support/stack';
import { StandIn } from './support/stand-in';
import { temporaryFolder } from './support/temporary-folder';
import { until } from './support/until';

const forAll = scopePerFile();
const scope = scopePerTest();
let images: ClusterImages;

beforeAll(async () => {
  images = await ClusterImages.unpack(forAll);
});

test('the archive has every image that the manifests name, by its tag and by its digest', () => {
  const named = new Set(JSON.stringify(new Stack({ jvb: { bridges: 2 } }).manifests).match(/(?<="image":")[^"]+/g));
  expect(named.size).toBe(5);
  expect(images.names()).toEqual(expect.arrayContaining([...named]));
  expect(images.names()).toEqual(expect.arrayContaining([...named].flatMap((name) => [name.replace(/@.*/, ''), name.replace(/:[^@:]*@/, '@')])));
});

test('all images share their first layer', () => {
  expect(images.saved).toHaveLength(5);
  expect(new Set(images.saved.map(({ Layers }) => Layers[0])).size).toBe(1);
});

test('the same files make the same layer, whenever they were written', () => {
  const folder = temporaryFolder(scope);
  const archive = new Archive(temporaryFolder(scope));
  writeFileSync(join(folder, 'file'), 'text');
  const layer = archive.layer(folder);
  utimesSync(join(folder, 'file'), 1, 1);
  expect(archive.layer(folder)).toEqual(layer);
  writeFileSync(join(folder, 'file'), 'Text');
  expect(archive.layer(folder).digest).not.toBe(layer.digest);
});

test('the image of the edge has NGINX, and no other program but applets of busybox', async () => {
  const root = await images.root('nginx');
  const look = 'IFS=:; for folder in $PATH; do for program in "$folder"/*; do [ ! -e "$program" ] || readlink -f "$program"; done; done | sort -u; readlink -f /bin/sh; nginx -v 2>&1; grep -c javascript /etc/nginx/mime.types';
  const { stdout } = await run('chroot', [root, '/bin/sh', '-c', `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; ${look}`]);
  expect(stdout).toMatch(/^\/usr\/bin\/busybox\n\/usr\/sbin\/nginx\n\/usr\/bin\/busybox\nnginx version: nginx\/1\.30\.\d+\n1\n$/);
});

test.each([['web', 'for the bootstrap Job'], ['jvb', 'for the discovery of addresses']])('the image of %s has what the scripts call, %s', async (name) => {
  const root = await images.root(`/${name}:`);
  const { stdout } = await run('chroot', [root, '/bin/sh', '-c', 'for each in curl jq openssl getent awk paste sort; do command -v $each > /dev/null || echo "no $each"; done; readlink -f /bin/sh; ls -l /init']);
  expect(stdout).toMatch(/^\/usr\/bin\/dash\n-rwxr-xr-x 1 root root \d+ \w+ +\d+ +\d+ \/init\n$/);
});

describe('the image of Prosody', () => {
  const PASSWORDS = { JICOFO_AUTH_PASSWORD: '0123456789abcdef', JVB_AUTH_PASSWORD: 'fedcba9876543210' };
  let pod: Pod;
  let address: string;

  async function start(env: Readonly<Record<string, string>>, spoil?: (pod: Pod) => void): Promise<RunningContainer> {
    const root = await images.root('/prosody:');
    address = loopbackAddresses()(1);
    const file = join(root, 'etc/stand-in.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')) as object, address }));
    pod = new Pod(scope, new Stack(), 'prosody');
    spoil?.(pod);
    return pod.start('prosody', { image: 'debian', root, env, command: ['/init'] });
  }

  test('is the real server for browsers', async () => {
    const container = await start(PASSWORDS);
    const page = await until('an answer to BOSH', () => fetch(`http://${address}:5280/http-bind`).catch(() => undefined), { context: () => container.output() });
    expect(page.status).toBe(200);
    expect(container.output()).not.toMatch(/error/i);
    expect(readFileSync(pod.path('run', 'prosody/config/prosody.cfg.lua'), 'utf8')).toContain('trusted_proxies = { "127.0.0.1"; "::1"; "10.0.0.0/8"');
  });

  test('has accounts for Jicofo and the bridges, by the passwords of its variables alone', async () => {
    const [shared, asBridge] = [{ XMPP_AUTH_DOMAIN: 'accounts.example.org' }, { JVB_AUTH_USER: 'bridge' }];
    const container = await start({ ...PASSWORDS, ...shared, ...asBridge });
    const { JICOFO_AUTH_PASSWORD, JVB_AUTH_PASSWORD } = PASSWORDS;
    const jicofo = new StandIn(scope, 'jicofo', { env: { ...shared, XMPP_SERVER: address, JICOFO_AUTH_PASSWORD } });
    await jicofo.container.says('logged in as focus\n', 20);
    expect((await jicofo.request(8888, '/about/health')).status).toBe(200);
    const bridge = new StandIn(scope, 'jvb', { env: { ...shared, ...asBridge, XMPP_SERVER: `${address}:5222,192.0.2.9`, XMPP_PORT: '1', JVB_AUTH_PASSWORD } });
    await bridge.container.says('logged in as bridge\n', 20);
    const stranger = new StandIn(scope, 'jicofo', { env: { ...shared, XMPP_SERVER: address, JICOFO_AUTH_PASSWORD: 'another' } });
    await stranger.container.says('not-authorized');
    expect((await stranger.request(8888, '/about/health')).status).toBe(500);
    container.signal('SIGTERM');
    await until('Jicofo sees that it is gone', async () => (await jicofo.request(8888, '/about/health')).status === 500);
  });

  test('does not start without what it needs, or with what it cannot use', async () => {
    const container = await start({ TZ: '', PUBLIC_URL: '', JICOFO_AUTH_PASSWORD: '', PROSODY_HTTP_PORT: 'http' });
    expect(await container.end()).toBe(100);
    expect(container.stderr().match(/(?<=refuses to start: ).*/g)).toEqual([
      ...['TZ', 'PUBLIC_URL', 'JICOFO_AUTH_PASSWORD', 'JVB_AUTH_PASSWORD'].map((variable) => `variable ${variable} must be set`), 'variable PROSODY_HTTP_PORT is not well-formed',
    ]);
  });

  test('does not start without a folder for its data', async () => {
    const container = await start(PASSWORDS, (spoiled) => {
      chmodSync(spoiled.path('data'), 0o755);
    });
    expect(await container.end()).toBe(1);
    expect(container.stderr()).toMatch(/^stand-in: directory \/var\/lib\/prosody not writable by the container user: /);
  });
});
