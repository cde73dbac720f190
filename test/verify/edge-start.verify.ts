import { readFileSync } from 'node:fs';
import { selfSigned } from './support/certificates';
import { echo, Edge, tlsSecret } from './support/edge';
import { Pod } from './support/pod';
import { scopePerTest } from './support/scope';
import { HOST, Stack } from './support/stack';
import { throughout, until } from './support/until';

const scope = scopePerTest();

/** More than NGINX keeps of an answer in memory. */
const LARGE = 1_000_000;

test('it is live and ready before web and Prosody exist, and serves soon after they do, without a restart', async () => {
  const edge = await Edge.start(scope, { resolvable: false });
  const ready = async (): Promise<number> => (await edge.get('/readyz', { health: true })).status;
  expect(await ready()).toBe(200);
  expect((await edge.get('/')).status).toBe(502);
  expect((await edge.get('/http-bind')).status).toBe(502);
  await edge.container.says('jitsi-web.jitsi.svc.cluster.local could not be resolved');
  expect(await ready()).toBe(200);
  edge.announce();
  await until('web', async () => (await edge.get('/')).status === 200, { context: () => edge.container.output() });
  await until('Prosody', async () => (await edge.get('/http-bind')).status === 200, { context: () => edge.container.output() });
  expect(edge.container.running).toBe(true);
});

test('it starts while the name server is silent, and serves soon after it answers', async () => {
  const edge = await Edge.start(scope, { resolvable: false, silent: true });
  expect((await edge.get('/')).status).toBe(502);
  edge.announce();
  edge.dns.silent = false;
  await until('web', async () => (await edge.get('/')).status === 200, { context: () => edge.container.output() });
});

test.each(['SIGQUIT', 'SIGTERM'] as const)('%s lets a running request finish, and the exit code is 0', async (signal) => {
  const edge = await Edge.start(scope);
  let finish: (() => void) | undefined;
  edge.web.handler = (_, response) => {
    response.write('x'.repeat(LARGE));
    finish = () => response.end('finished');
  };
  const answer = edge.get('/slow');
  const answerOfWeb = await until('the request at web', () => finish);
  edge.container.signal(signal);
  await until('no new connections', () => edge.get('/livez', { health: true }).then(() => false, () => true));
  expect(edge.container.running).toBe(true);
  answerOfWeb();
  expect((await answer).body.toString()).toBe(`${'x'.repeat(LARGE)}finished`);
  expect(await edge.container.end()).toBe(0);
});

test.each(['SIGQUIT', 'SIGTERM'] as const)('%s leaves an open websocket to its clients, again and again', async (signal) => {
  const edge = await Edge.start(scope);
  const tunnel = await edge.tunnel('/xmpp-websocket');
  edge.container.signal(signal);
  await until('no new connections', () => edge.get('/livez', { health: true }).then(() => false, () => true));
  edge.container.signal(signal);
  expect(await echo(tunnel, '<presence/>')).toBe('<presence/>');
  tunnel.socket.destroy();
  expect(await edge.container.end()).toBe(0);
});

test('the pod\'s hook lets it serve on for a while, and leaves a minute for what still runs then', async () => {
  const stack = new Stack();
  const { containers: [nginx], terminationGracePeriodSeconds } = stack.podWith('nginx');
  const hook = nginx?.lifecycle?.preStop?.exec?.command ?? [];
  expect(hook).toEqual(['sleep', expect.stringMatching(/^\d+$/)]);
  expect(terminationGracePeriodSeconds - Number(hook[1])).toBeGreaterThanOrEqual(60);
  const pod = new Pod(scope, stack, 'nginx', { secrets: { 'jitsi-self-signed-tls': tlsSecret(await selfSigned(HOST)) } });
  // The image has it.
  const container = pod.start('nginx', { image: 'alpine', command: hook });
  await throughout(0.5, () => {
    expect(container.running).toBe(true);
  });
});

/** Starts it where a process may have so many files open at first, and no more than so many ever. */
async function withOpenFiles(limit: string): Promise<Edge> {
  return Edge.start(scope, { command: ['/bin/sh', '-c', `ulimit ${limit} && exec /bin/sh /scripts/start-edge.sh`] });
}

test('each worker may have a file open for every connection to a client and one to what is behind it, whatever its container begins with', async () => {
  const edge = await withOpenFiles('-Sn 1024');
  const [, connections] = /worker_connections (\d+);/.exec(new Stack().files('jitsi-nginx')['nginx.conf'] ?? '') ?? [];
  const limits = edge.container.processes('nginx: worker').map((pid) => /Max open files +(\d+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1]);
  expect(limits).toEqual(Array(2).fill(String(2 * Number(connections))));
});

test('it serves where it may have no more files, and says so', async () => {
  const edge = await withOpenFiles('-n 1024');
  await edge.container.says('setrlimit(RLIMIT_NOFILE, 16384) failed (1: Operation not permitted)');
  expect((await edge.get('/')).status).toBe(200);
});

test('it asks every name server of the pod, IPv6 in brackets and without its zone', async () => {
  const edge = await Edge.start(scope, { resolvConf: 'nameserver fd00::10\n# nameserver 10.0.0.1\noptions ndots:5\nnameserver fe80::1%eth0\n', resolvable: false });
  expect(readFileSync(edge.pod.path('tmp', 'edge/resolver.conf'), 'utf8')).toBe(`resolver ${edge.address(53)} [fd00::10] [fe80::1] valid=10s;\n`);
});

test('without a name server it ends and says why', async () => {
  const pod = new Pod(scope, new Stack(), 'nginx', { secrets: { 'jitsi-self-signed-tls': tlsSecret(await selfSigned(HOST)) }, resolvConf: 'search example.org\n' });
  const container = pod.start('nginx', { image: 'alpine' });
  expect(await container.end()).toBe(1);
  expect(container.output()).toBe('edge: /etc/resolv.conf names no nameserver, so neither web nor Prosody can be found\n');
});
