import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cli } from '../lib/cli/cli';
import { packageVersion } from '../lib/cli/package-file';

const ROOT = resolve(__dirname, '..');
const DIST = readFileSync(join(ROOT, 'dist/jitsi.k8s.yaml'), 'utf8');
const URL = ['--public-url', 'https://meet.example.com'];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(...argv: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } {
  const written = { out: '', err: '' };
  const code = cli(argv, { out: (text) => { written.out += text; }, err: (text) => { written.err += text; }, folder });
  return { code, ...written };
}

function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).sort();
}

describe('cdk8s-jitsi', () => {
  test.each([['--help'], ['synth', '--help'], ['init', '--help'], ['init', 'a', 'b', '--help']])('says on standard output what it can do: %s %s', (...argv) => {
    const { code, out, err } = run(...argv);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchSnapshot();
  });

  test('says which version it is', () => {
    expect(run('--version')).toEqual({ code: 0, err: '', out: `${packageVersion()}\n` });
  });

  test.each<[argv: string[], said: string]>([
    [[], 'no command is given; there are synth and init'],
    [['--versoin'], '--versoin is not expected before a command; did you mean --version?'],
    [URL, '--public-url is not expected before a command; there are synth and init'],
    [['snyth'], 'there is no command snyth; did you mean synth?'],
    [['constructor'], 'there is no command constructor; there are synth and init'],
    [['synth'], '--public-url is missing: --public-url https://meet.example.org'],
    [['synth', '--public-ulr', 'a'], 'there is no option --public-ulr; did you mean --public-url?'],
    [['init', '-x'], 'there is no option -x; there are --public-url, --namespace'],
    [['synth', '--public-url'], '--public-url needs a value: --public-url https://HOST'],
    [['synth', '--public-url', '--output', '-'], '--public-url needs a value: --public-url https://HOST'],
    [['synth', ...URL, '--output', ''], '--output needs a value: --output FOLDER'],
    [['synth', ...URL, ...URL], '--public-url is given twice; write it once'],
    [['synth', ...URL, 'dist'], '"dist" is not expected here; every value follows its option'],
    [['synth', 'https://meet.example.org'], '"https://meet.example.org" is not expected here; did you mean --public-url https://meet.example.org?'],
    [['init', ''], 'the name of the folder is empty; write one, such as cdk8s-jitsi init meetings'],
    [['init', 'a', 'b'], '"b" is not expected here; only one folder can be given'],
  ])('refuses the call %j with 2', (argv, said) => {
    const { code, out, err } = run(...argv);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^cdk8s-jitsi( synth| init)?: .+\nSee cdk8s-jitsi( synth| init)? --help\.\n$/);
    expect(err).toContain(`: ${said}\n`);
  });

  test.each<[argv: string[], said: string[]]>([
    [['synth', '--public-url', 'http://meet.example.org'], ['--public-url: "http://meet.example.org"']],
    [['init', '--public-url', 'meet.example.org'], ['--public-url: "meet.example.org"']],
    [['synth', ...URL, '--namespace', 'kube-system'], ['--namespace: "kube-system"']],
    [['synth', ...URL, '--namespace', 'My'], ['--namespace: "My"']],
    [['synth', ...URL, '--advertise-ip', ','], ['--advertise-ip: names no address; write at least one, such as "203.0.113.10", or leave the option out']],
    [['synth', ...URL, '--advertise-ip', '192.0.2.1,192.0.2.1'], ['--advertise-ip: "192.0.2.1" stands twice']],
    [['synth', ...URL, '--tls-secret', 'A', '--advertise-ip', '192.0.2.1;192.0.2.2'], ['--tls-secret: "A"', '--advertise-ip: "192.0.2.1;192.0.2.2"']],
    [['synth', ...URL, '--output', 'file'], ['--output: "']],
    [['synth', ...URL, '--output', '/proc/none/there'], ['--output: "/proc/none/there" cannot be written to: ']],
    [['init', '/proc/none/there'], ['"/proc/none/there" cannot be written to: ']],
    [['init', 'file/there'], ['"file/there" cannot be written to: ']],
    [['init', 'full'], ['"full" is not empty; name a new folder']],
    [['init', 'file'], ['"file" is a file; name a new folder']],
    [['init', '.'], ['"." is not empty; name a new folder']],
  ])('refuses the values of %j with 1, each in a line that names its option, and no prop', (argv, said) => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/note'), '');
    const { code, out, err } = run(...argv);

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n').map((line, index) => line.startsWith(`cdk8s-jitsi ${argv[0] ?? ''}: ${said[index] ?? 'nothing'}`))).toEqual(said.map(() => true));
    expect(err).not.toMatch(/createNamespace|the chart|AdvertisedAddress|MediaExposure|Tls\.|JitsiMeet/);
    expect(filesOf(folder)).toEqual(['file', 'full/note']);
  });
});

describe('cdk8s-jitsi synth', () => {
  test('writes the manifests that the repository has to standard output, and the summary to standard error', () => {
    const { code, out, err } = run('synth', ...URL);

    expect(code).toBe(0);
    expect(out === DIST).toBe(true);
    expect(err).toContain('kubectl apply -f -\n');
    expect(err).toContain('--tls-secret meet-tls');
    expect(filesOf(folder)).toEqual([]);
  });

  test('writes into a folder beside what is there', () => {
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/own.yaml'), '');
    const { code, out, err } = run('synth', ...URL, '--output=out/');

    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(readFileSync(join(folder, 'out/jitsi.k8s.yaml'), 'utf8') === DIST).toBe(true);
    expect(err).toContain('kubectl apply -f out/\n');
    expect(run('synth', ...URL, '--output', 'my dir').err).toContain('kubectl apply -f \'my dir/\'\n');
    expect(filesOf(folder)).toEqual(['my dir/jitsi.k8s.yaml', 'out/jitsi.k8s.yaml', 'out/own.yaml']);
  });

  test('takes each option', () => {
    const { out } = run('synth', '--public-url', 'https://meet.example.net', '--namespace', 'meetings', '--tls-secret', 'meet-tls', '--advertise-ip', '192.0.2.1, 192.0.2.2', '--advertise-ip=198.51.100.1');

    expect(out).not.toContain('meet.example.com');
    expect(['value: https://meet.example.net', 'namespace: meetings', 'secretName: meet-tls', 'value: 192.0.2.1,192.0.2.2,198.51.100.1'].filter((text) => !out.includes(text))).toEqual([]);
  });
});

describe('cdk8s-jitsi init', () => {
  test('writes an app for the given values, also where a repository is that has nothing yet', () => {
    mkdirSync(join(folder, 'app/.git'), { recursive: true });
    const { code, out, err } = run('init', 'app', '--public-url', 'https://meet.example.net', '--namespace', 'meetings');
    const written = Object.fromEntries(filesOf(join(folder, 'app')).map((file) => [file, readFileSync(join(folder, 'app', file), 'utf8')]));

    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('  cd app\n  npm install\n');
    expect(Object.keys(written)).toEqual(['.gitignore', 'README.md', 'cdk8s.yaml', 'main.ts', 'package.json', 'stack.ts', 'test/stack.test.ts', 'tsconfig.json']);
    expect(written['stack.ts']).toContain("    publicUrl: 'https://meet.example.net',\n    namespace: 'meetings',\n");
    expect(written['README.md']).toContain('https://meet.example.net');
    expect(Object.values(written).join('')).not.toContain('meet.example.com');
    expect(written['package.json']).toContain(`"cdk8s-jitsi": "^${packageVersion()}"`);
  });

  test('asks for the very versions with which this package is tested', () => {
    const versions = (file: string): Record<string, string> => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>;
      return { ...dependencies, ...devDependencies };
    };
    const own = versions('package.json');
    const asked = Object.entries(versions('templates/app/package.json')).filter(([name]) => name !== 'cdk8s-jitsi');

    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter(([name, version]) => own[name] !== version)).toEqual([]);
  });
});
