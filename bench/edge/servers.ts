import { ClientLimits } from '../../lib';
import { loopbackAddresses } from '../../test/verify/support/addresses';
import { selfSigned } from '../../test/verify/support/certificates';
import { DnsServer } from '../../test/verify/support/dns-server';
import { tlsSecret } from '../../test/verify/support/edge';
import { Pod } from '../../test/verify/support/pod';
import { RunningContainer } from '../../test/verify/support/running-container';
import { Scope } from '../../test/verify/support/scope';
import { HOST, Stack } from '../../test/verify/support/stack';
import { until } from '../../test/verify/support/until';
import { answer, Target } from './client';
import { PROSODY_PORT, startProsody } from './prosody-server';
import { startWeb, WEB_PORTS } from './web-server';

const EDGE_PORT = 8443;

/** Name that Prosody has in a default stack. */
const XMPP_DOMAIN = 'meet.jitsi';

/** Where the same site and the same Prosody can be reached through the edge and without it. */
export interface Servers {
  readonly edge: Target;
  readonly web: Target;
  readonly prosody: Target;
}

/**
 * The edge's pod of a default stack, as emitted but for its address and without limits, because all load comes from one client, before an NGINX configured as
 * the web image and a real Prosody. All have addresses of their own, so their ports are those of the stack.
 */
export async function startServers(scope: Scope): Promise<Servers> {
  const address = loopbackAddresses();
  const [edge, prosody, web, dns] = [address(1), address(52), address(80), address(53)];
  const [names, certificate] = await Promise.all([DnsServer.start(scope, dns), selfSigned(HOST)]);
  names.records.set('jitsi-web.jitsi.svc.cluster.local', web);
  names.records.set('jitsi-prosody.jitsi.svc.cluster.local', prosody);
  const containers = [startWeb(scope, web, certificate), startProsody(scope, prosody, XMPP_DOMAIN), new Pod(scope, new Stack({ nginx: { clientLimits: ClientLimits.none() } }), 'nginx', {
    secrets: { 'jitsi-self-signed-tls': tlsSecret(certificate) },
    resolvConf: `nameserver ${dns}\n`,
    adapt: (text, file) => (file === 'nginx.conf' ? text.replaceAll(/^ *listen \[::\].*\n/gm, '').replaceAll(/listen (\d+)/g, `listen ${edge}:$1`) : text),
  }).start('nginx', { image: 'alpine' })];
  const ca = certificate.certificate;
  const servers = {
    edge: { address: edge, port: EDGE_PORT, ca, host: HOST },
    web: { address: web, port: WEB_PORTS.https, ca, host: HOST },
    prosody: { address: prosody, port: PROSODY_PORT, host: XMPP_DOMAIN },
  };
  await answers(containers, servers.web, '/');
  await answers(containers, servers.prosody, '/http-bind');
  await answers(containers, servers.edge, '/');
  await answers(containers, servers.edge, '/http-bind');
  return servers;
}

async function answers(containers: readonly RunningContainer[], target: Target, path: string): Promise<void> {
  await until(`an answer of ${target.address}:${target.port}${path}`, async () => {
    const ended = containers.find(({ running }) => !running);
    if (ended) {
      throw new Error(`a server ended: ${ended.output()}`);
    }
    return (await answer(target, path, {}).catch(() => undefined))?.status === 200;
  }, { context: () => containers.map((container) => container.output()).join('\n') });
}
