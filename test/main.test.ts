import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(__dirname, '..');
const TSX = pathToFileURL(require.resolve('tsx')).href;

describe('npm run synth', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'synth-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function synth(environment: Readonly<Record<string, string>>): { readonly status: number | null; readonly stdout: string; readonly stderr: string; readonly yaml: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', TSX, join(ROOT, 'tools/synth.ts')], {
      cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder, ...environment },
    });
    const file = join(folder, 'dist/jitsi.k8s.yaml');
    return { status, stdout, stderr, yaml: existsSync(file) ? readFileSync(file, 'utf8') : '' };
  }

  test('writes what is committed in dist/, and tells the operator what was made and what is next, on stderr alone', () => {
    const { status, yaml, stdout, stderr } = synth({});

    expect(status).toBe(0);
    expect(yaml === readFileSync(join(ROOT, 'dist/jitsi.k8s.yaml'), 'utf8')).toBe(true);
    expect(readdirSync(folder)).toEqual(['dist']);
    expect(readdirSync(join(folder, 'dist'))).toEqual(readdirSync(join(ROOT, 'dist')));
    expect(stdout).toBe('');
    expect(stderr).toMatchSnapshot();
  });

  test('takes public address, namespace, certificate and media address from the environment', () => {
    const { status, yaml, stderr } = synth({
      PUBLIC_URL: 'https://meet.example.net', JITSI_NAMESPACE: 'meetings', TLS_SECRET_NAME: 'meet-tls', JVB_ADVERTISE_IPS: '192.0.2.1, 198.51.100.1',
    });

    expect(status).toBe(0);
    expect(yaml).not.toContain('meet.example.com');
    expect(yaml).toContain('value: https://meet.example.net');
    expect(yaml).toContain('namespace: meetings');
    expect(yaml).toContain('secretName: meet-tls');
    expect(yaml).toContain('value: 192.0.2.1,198.51.100.1');
    expect(stderr).toContain('from your Secret meet-tls');
  });

  test.each([
    ['PUBLIC_URL', 'http://meet.example.net', '  publicUrl: "http://meet.example.net"'],
    ['JITSI_NAMESPACE', 'kube-system', '  namespace: "kube-system"'],
    ['TLS_SECRET_NAME', 'fullchain.pem private.key', '  tls.secretName: "fullchain.pem private.key"'],
    ['JVB_ADVERTISE_IPS', '192.0.2.1;192.0.2.2', '  jvb.exposure.address: "192.0.2.1;192.0.2.2"'],
  ])('stops at a wrong %s (%j) with one message, and leaves the last good manifests in place', (name, value, said) => {
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    const { status, stderr, yaml } = synth({ [name]: value });

    expect(status).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(yaml).toBe(readFileSync(join(ROOT, 'dist/jitsi.k8s.yaml'), 'utf8'));
    expect(readdirSync(folder)).toEqual(['dist']);
  });
});
