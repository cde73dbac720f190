import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printed, tryCommand } from './support/command';
import { Output, run } from './support/program';
import { scopePerFile } from './support/scope';
import { temporaryFolder } from './support/temporary-folder';

const REPOSITORY = resolve(__dirname, '../..');
const PACKAGE = join(REPOSITORY, 'build/package');
const MANIFESTS = 'jitsi.k8s.yaml';

const scope = scopePerFile();

function inFolder(cwd: string, environment: Readonly<Record<string, string>>, file: string, ...args: readonly string[]): Promise<Output> {
  // The CLI of cdk8s would ask the registry for its newest version.
  return run(file, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd, CDK8S_CHECK_UPGRADE: 'false', ...environment } });
}

/** The program of the package, as npm would start it. The environment must be nothing to it. */
function cdk8sJitsi(...args: readonly string[]): Promise<Output> {
  const { bin } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  return inFolder(folder, { PUBLIC_URL: 'https://other.example.org', JITSI_NAMESPACE: 'other', CDK8S_OUTDIR: 'other' }, process.execPath, join(PACKAGE, bin['cdk8s-jitsi'] ?? ''), ...args);
}

/** What `npm run synth` of the repository writes. */
async function ofRepository(environment: Readonly<Record<string, string>>): Promise<string> {
  const cwd = temporaryFolder(scope);
  printed('npm run synth', await inFolder(cwd, environment, process.execPath, '--import', pathToFileURL(require.resolve('tsx')).href, join(REPOSITORY, 'tools/synth.ts')));
  return readFileSync(join(cwd, 'dist', MANIFESTS), 'utf8');
}

let folder: string;
let app: string;

beforeAll(async () => {
  printed('tools/build.sh', await tryCommand([join(REPOSITORY, 'tools/build.sh')]));
  folder = temporaryFolder(scope);
  app = join(folder, 'meetings');
  printed('cdk8s-jitsi init', await cdk8sJitsi('init', 'meetings', '--public-url', 'https://meet.example.net', '--namespace', 'talks'));
  // As npm would install what the app asks for: the very versions are in the repository.
  mkdirSync(join(app, 'node_modules'));
  readdirSync(join(REPOSITORY, 'node_modules')).forEach((name) => { symlinkSync(join(REPOSITORY, 'node_modules', name), join(app, 'node_modules', name)); });
  cpSync(PACKAGE, join(app, 'node_modules/cdk8s-jitsi'), { recursive: true });
}, 600_000);

test('the packed program, the repository and an app that the program wrote make the same bytes of the same values', async () => {
  const program = printed('cdk8s-jitsi synth', await cdk8sJitsi('synth', '--public-url', 'https://meet.example.net', '--namespace', 'talks'));
  const repository = await ofRepository({ PUBLIC_URL: 'https://meet.example.net', JITSI_NAMESPACE: 'talks' });
  const { stderr } = await inFolder(app, {}, 'node_modules/.bin/cdk8s', 'synth');

  expect(program === repository).toBe(true);
  expect(readFileSync(join(app, 'dist', MANIFESTS), 'utf8') === program).toBe(true);
  expect(readdirSync(join(app, 'dist'))).toEqual([MANIFESTS]);
  expect(stderr).toContain('for https://meet.example.net');
});

test('each option of the program is a variable of the repository', async () => {
  await cdk8sJitsi('synth', '--public-url', 'https://meet.example.org:8443', '--namespace', 'talks', '--tls-secret', 'meet-tls', '--advertise-ip', '192.0.2.1,2001:db8::1', '--output', 'out');

  expect(readFileSync(join(folder, 'out', MANIFESTS), 'utf8') === await ofRepository({
    PUBLIC_URL: 'https://meet.example.org:8443', JITSI_NAMESPACE: 'talks', TLS_SECRET_NAME: 'meet-tls', JVB_ADVERTISE_IPS: '192.0.2.1, 2001:db8::1',
  })).toBe(true);
});

test('the packed program says what is wrong without a stack trace, and exits with 1 for values and with 2 for calls', async () => {
  const [values, call] = await Promise.all([cdk8sJitsi('synth', '--public-url', 'http://meet.example.org'), cdk8sJitsi('synth', '--publicurl', 'a')]);

  expect([values.code, values.stdout, call.code, call.stdout]).toEqual([1, '', 2, '']);
  expect(values.stderr).toMatch(/^cdk8s-jitsi synth: --public-url: "http:\/\/meet\.example\.org".*\n$/);
  expect(call.stderr).toBe('cdk8s-jitsi synth: there is no option --publicurl; did you mean --public-url?\nSee cdk8s-jitsi synth --help.\n');
});

test('a written app is a Helm chart when the CLI of cdk8s is asked for one, with the same manifests and nothing for Helm to fill in', async () => {
  printed('cdk8s synth', await inFolder(app, {}, 'node_modules/.bin/cdk8s', 'synth', '--format', 'helm', '--chart-api-version', 'v2', '--chart-version', '1.2.3', '--output', 'chart'));
  const template = readFileSync(join(app, 'chart/templates', MANIFESTS), 'utf8');

  expect(readdirSync(join(app, 'chart')).sort()).toEqual(['Chart.yaml', 'README.md', 'templates']);
  expect(readFileSync(join(app, 'chart/Chart.yaml'), 'utf8')).toMatch(/^apiVersion: "v2"\nname: "meetings"\nversion: "1\.2\.3"$/m);
  expect(template === await ofRepository({ PUBLIC_URL: 'https://meet.example.net', JITSI_NAMESPACE: 'talks' })).toBe(true);
  expect(template).not.toContain('{{');
});

test('a written app passes its own test, and its next change is seen there', async () => {
  const snapshot = join(app, 'test/__snapshots__/stack.test.ts.snap');
  const before = existsSync(snapshot) || !existsSync(join(app, '.gitignore'));
  const first = await inFolder(app, {}, 'npm', 'test');
  const stack = readFileSync(join(app, 'stack.ts'), 'utf8');
  writeFileSync(join(app, 'stack.ts'), stack.replace("namespace: 'talks',", "namespace: 'talks',\n    web: { replicas: 3 },"));
  const second = await inFolder(app, {}, 'npm', 'test');

  expect([before, printed('npm test', first) !== '', readFileSync(snapshot, 'utf8').includes('https://meet.example.net')]).toEqual([false, true, true]);
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/^ +- +replicas: 2\n +\+ +replicas: 3$/m);
});
