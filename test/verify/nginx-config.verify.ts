import { basename } from 'node:path';
import { Duration } from 'cdk8s';
import { JitsiMeetChartProps } from '../../lib';
import { EDGES } from '../support/edges';
import { everythingOfTheEdge } from '../support/everything';
import { run, snippets } from '../support/snippets';
import { KeyPair, selfSigned } from './support/certificates';
import { tlsSecret } from './support/edge';
import { Pod } from './support/pod';
import { scopePerTest } from './support/scope';
import { HOST, Stack } from './support/stack';

const scope = scopePerTest();
let certificate: KeyPair;

beforeAll(async () => {
  certificate = await selfSigned(HOST);
});

const everything: Partial<JitsiMeetChartProps> = {
  publicUrl: `https://${HOST}:8443`, xmppDomain: 'xmpp.example.org', clusterDomain: 'cluster.example.org', nginx: { ...everythingOfTheEdge, hsts: Duration.days(365), redirectHttp: false },
};

/** What documents show of its options. */
const SHOWN = [...snippets('ts')].map(([file, source]) => [basename(file), run(source).props] as const).filter(([, { nginx }]) => nginx !== undefined);

/** What start-edge.sh does before it starts NGINX. */
const TEST_CONFIGURATION = 'mkdir -p /tmp/edge && echo "resolver 127.0.0.1;" > /tmp/edge/resolver.conf && exec nginx -t -c /etc/nginx/nginx.conf';

test.each<readonly [string, Partial<JitsiMeetChartProps>]>([['the default stack', {}], ['a stack with everything set', everything], ...EDGES, ...SHOWN])('NGINX accepts the configuration of %s without a warning', async (_, props) => {
  const pod = new Pod(scope, new Stack(props), 'nginx', { secrets: { 'jitsi-self-signed-tls': tlsSecret(certificate) } });
  const nginx = pod.start('nginx', { image: 'alpine', command: ['/bin/sh', '-c', TEST_CONFIGURATION], ownNetwork: true });
  const code = await nginx.end();
  expect(nginx.output().trim().split('\n')).toEqual([
    'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok',
    'nginx: configuration file /etc/nginx/nginx.conf test is successful',
  ]);
  expect(code).toBe(0);
});
