import { get } from 'node:http';
import { loopbackAddresses } from './support/addresses';
import { selfSigned } from './support/certificates';
import { tlsSecret } from './support/edge';
import { Pod } from './support/pod';
import { RunningContainer } from './support/running-container';
import { scopePerTest } from './support/scope';
import { HOST, Stack } from './support/stack';
import { until } from './support/until';
import { withoutIpv6 } from './support/without-ipv6';

const scope = scopePerTest();

/** The edge's pod under a kernel without IPv6. Its lines for IPv6 are as they are emitted; those for IPv4 are about one address. */
async function start(address: string, env: Readonly<Record<string, string>>): Promise<RunningContainer> {
  const stack = new Stack();
  const pod = new Pod(scope, stack, 'nginx', {
    secrets: { 'jitsi-self-signed-tls': tlsSecret(await selfSigned(HOST)) },
    resolvConf: 'nameserver 127.0.0.1\n',
    adapt: (text, file) => (file === 'nginx.conf' ? text.replaceAll(/listen (\d+)/g, `listen ${address}:$1`) : text),
  });
  const { command = [] } = stack.podWith('nginx').containers.find(({ name }) => name === 'nginx') ?? {};
  return pod.start('nginx', { image: 'alpine', env, command: withoutIpv6(command) });
}

test('where the kernel knows no IPv6, the edge starts and is live on IPv4', async () => {
  const address = loopbackAddresses()(1);
  const container = await start(address, { EDGE_IPV6: '/proc/net/no-such-file' });

  await until('a live edge', () => new Promise<boolean>((done) => {
    get({ host: address, port: 8081, path: '/livez', agent: false }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    }).on('error', () => {
      done(false);
    });
  }), { context: () => container.output() });
  await container.processesOnceThere('nginx: worker process', 2);
});

test('it would not, did its script not look: NGINX ends where it cannot listen', async () => {
  const container = await start(loopbackAddresses()(1), {});

  expect(await container.end()).not.toBe(0);
  expect(container.output()).toContain('socket() [::]:8080 failed (97: Address family not supported by protocol)');
});
