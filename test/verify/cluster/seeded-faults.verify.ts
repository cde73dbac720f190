import { X509Certificate } from 'node:crypto';
import { all, Edit } from '../../support/edits';
import { findings } from '../../support/posture-rules';
import { selfSigned } from '../support/certificates';
import { Edge, tlsSecret } from '../support/edge';
import { Pod } from '../support/pod';
import { realStack } from '../support/real-stack';
import { scopePerTest } from '../support/scope';
import { HOST, Stack } from '../support/stack';
import { until } from '../support/until';
import { Api } from './support/api';
import { EmittedServiceAccount } from './support/emitted-service-account';
import { tryKubectl } from './support/kubectl';
import { EVERYBODY, OWN_RIGHTS, rightsOf } from './support/rights';
import { SEEDS } from '../support/seeds';
import { yamlOf } from './support/stacks';

/** Says what is wrong with a stack that was rendered and then edited; nothing when all is well. */
type Check = (edit: Edit) => Promise<string[]> | string[];

const scope = scopePerTest();
let namespaces = 0;

/** The default stack, in a namespace of its own. */
function stackWith(edit: Edit): Stack {
  namespaces += 1;
  return new Stack({ namespace: `seeded-${namespaces}` }, edit);
}

function applied(stack: Stack, text: (yaml: string) => string = (yaml) => yaml): ReturnType<typeof tryKubectl> {
  return tryKubectl(['apply', '--server-side', '--validate=strict', '--filename', '-'], text(yamlOf(stack.manifests)));
}

const CHECKS = {
  'the posture rules': (edit) => findings(stackWith(edit).manifests),

  'strict apply by the API server': async (edit) => (await applied(stackWith(edit))).stderr.split('\n').filter((line) => line !== ''),

  'the move from the sound stack in place': async (edit) => {
    const sound = stackWith(all());
    await applied(sound);
    const namespace = sound.find(({ kind }) => kind === 'Namespace', 'Namespace').metadata.name;
    return (await applied(new Stack({ namespace }, edit))).stderr.split('\n').filter((line) => line !== '');
  },

  'the bootstrap Job with its own Role': async (edit) => {
    const stack = stackWith(edit);
    const account = await EmittedServiceAccount.of(stack, 'bootstrap');
    const job = new Pod(scope, stack, 'bootstrap', { apiAccess: await account.access() }).start('bootstrap', { image: 'debian', env: { ...account.env, INTERVAL: '0.1' } });
    await until('the end of the Job, or a refusal', () => !job.running || job.output().includes('forbidden'));
    return job.output().split('\n').filter((line) => line.includes('forbidden'));
  },

  'the table of rights': async (edit) => {
    const stack = stackWith(edit);
    const { namespace } = await EmittedServiceAccount.of(stack, 'jvb');
    const rights = await rightsOf(Api.ofTests(), namespace, 'jitsi-jvb');
    return rights.filter((right) => ![...EVERYBODY, ...OWN_RIGHTS['jitsi-jvb'] ?? []].includes(right));
  },

  'a login through the edge': async (edit) => {
    const { clients, prosody, edge } = await realStack(scope, { edit });
    await clients.login({ path: '/xmpp-websocket?room=seeded', from: edge.address(100) });
    const { ip } = await prosody.session('seeded');
    return ip === edge.address(100) ? [] : [`Prosody takes ${edge.address(100)} for ${ip}`];
  },

  'a new certificate at the edge': async (edit) => {
    const edge = await Edge.start(scope, { edit, env: { EDGE_INTERVAL: '0.1' } });
    const renewed = await selfSigned(HOST);
    edge.pod.changeSecret('jitsi-self-signed-tls', tlsSecret(renewed));
    return until('the new certificate', async () => {
      const socket = await edge.handshake({ rejectUnauthorized: false });
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256 === new X509Certificate(renewed.certificate).fingerprint256;
    }, { seconds: 15 }).then(() => [], () => ['the old certificate is still served']);
  },
} satisfies Record<string, Check>;

describe('A sound stack is passed by', () => {
  test.each(Object.entries<Check>(CHECKS))('%s', async (_name, check) => {
    expect(await check(all())).toEqual([]);
  });
});

describe('Seeded:', () => {
  test.each<[string, Edit, keyof typeof CHECKS, string]>([
    ['a wrong targetPort', SEEDS.wrongTargetPort, 'the posture rules', 'servicesReachPods: Service/jitsi-web'],
    ['TCP for UDP', SEEDS.tcpForUdp, 'the posture rules', 'servicesReachPods: Service/jitsi-jvb'],
    ['a Secret that the Role lacks', SEEDS.missingKeyInRole, 'the bootstrap Job with its own Role', 'reading Secret jitsi-self-signed-tls'],
    ['a verb that the Role has too much', SEEDS.extraVerbInRole, 'the table of rights', 'list services/jitsi-jvb'],
    ['trusted proxies taken away', SEEDS.noTrustedProxies, 'a login through the edge', 'Prosody takes'],
    ['an environment variable without quotes', SEEDS.unquotedEnv, 'strict apply by the API server', 'ENABLE_AUTH"].value: expected string'],
    ['a second bridge behind one port', SEEDS.secondBridgeBehindOnePort, 'the posture rules', 'mediaPortsAreOneBridge'],
    ['a start script that does not reload', SEEDS.brokenReload, 'a new certificate at the edge', 'the old certificate is still served'],
    ['a changed selector', SEEDS.changedSelector, 'the move from the sound stack in place', 'field is immutable'],
  ])('%s', async (_fault, edit, check, problem) => {
    expect(await (CHECKS[check] as Check)(edit)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });
});
