import { selfSigned } from './support/certificates';
import { tlsSecret } from './support/edge';
import { KubernetesApi } from './support/kubernetes-api';
import { Pod } from './support/pod';
import { scopePerTest } from './support/scope';
import { HOST, Stack } from './support/stack';

const scope = scopePerTest();

const ATTEMPTS = `
id -u; id -G
grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status | cut -f 2
for file in /new /etc/new /var/tmp/new "$@"; do
  if (: > "$file") 2> /dev/null; then echo "writes $file"; fi
done
`;

describe('the containers of these tests are those of the cluster', () => {
  test('the edge is user 101 without any right, and writes to its volumes only', async () => {
    const pod = new Pod(scope, new Stack(), 'nginx', { secrets: { 'jitsi-self-signed-tls': tlsSecret(await selfSigned(HOST)) } });
    const container = pod.start('nginx', { image: 'alpine', command: ['/bin/sh', '-c', ATTEMPTS, 'sh', '/etc/nginx/tls/new', '/scripts/new', '/etc/nginx/nginx.conf', '/tmp/new', '/var/cache/nginx/new'] });
    await container.end();
    expect(container.output().split('\n')).toEqual(['101', '101', '0000000000000000', '0000000000000000', '1', 'writes /tmp/new', 'writes /var/cache/nginx/new', '']);
  });

  test('a Jitsi container is user 1000 without any right, and writes to its volumes only', async () => {
    const api = await KubernetesApi.prepare(scope);
    const pod = new Pod(scope, new Stack(), 'bootstrap', { apiAccess: api.access });
    const container = pod.start('bootstrap', { image: 'debian', command: ['/bin/sh', '-c', ATTEMPTS, 'sh', '/var/run/secrets/kubernetes.io/serviceaccount/token', '/scripts/new', '/tmp/new'] });
    await container.end();
    expect(container.output().split('\n')).toEqual(['1000', '1000', '0000000000000000', '0000000000000000', '1', 'writes /tmp/new', '']);
  });

  test.each([['alpine', 'busybox'], ['debian', 'dash']] as const)('the shell of an image made from %s is %s', async (image, shell) => {
    const pod = new Pod(scope, new Stack(), 'nginx', { secrets: { 'jitsi-self-signed-tls': tlsSecret(await selfSigned(HOST)) } });
    const container = pod.start('nginx', { image, command: ['/bin/sh', '-c', 'readlink -f /proc/$$/exe'] });
    await container.end();
    expect(container.output()).toBe(`/usr/bin/${shell}\n`);
  });

  test('the programs of an image made from alpine are NGINX and applets of busybox, and nothing else', async () => {
    const pod = new Pod(scope, new Stack(), 'nginx', { secrets: { 'jitsi-self-signed-tls': tlsSecret(await selfSigned(HOST)) } });
    const everything = 'IFS=:; for folder in $PATH; do for program in "$folder"/*; do [ ! -e "$program" ] || readlink -f "$program"; done; done | sort -u';
    const container = pod.start('nginx', { image: 'alpine', command: ['/bin/sh', '-c', everything] });
    await container.end();
    expect(container.output()).toBe('/usr/bin/busybox\n/usr/sbin/nginx\n');
  });
});
