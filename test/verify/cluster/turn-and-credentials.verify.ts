import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Credentials, CredentialsExternalSecretOptions, JitsiMeetChartProps, LoadBalancerProvider, MediaExposure, SecretStoreKind, Tls, Turn, TurnTransport } from '../../../lib';
import { Manifest, ofKind, rendered } from '../../support/charts';
import { printed, tryCommand } from '../support/command';
import { REPOSITORY } from '../support/debian-root';
import { scopePerTest } from '../support/scope';
import { temporaryFolder } from '../support/temporary-folder';
import { program } from './support/control-plane';
import { Namespace } from './support/namespace';
import { strictly } from './support/strict-apply';

const scope = scopePerTest();

const HOST = 'turn.example.org';
const TLS = Tls.fromSecret('turn-tls');
const REMOTE: CredentialsExternalSecretOptions = { store: 'vault', jicofo: { key: 'jitsi', property: 'jicofo' }, jvb: { key: 'jitsi', property: 'jvb' }, turn: { key: 'jitsi/turn' } };

const CHOICES: ReadonlyArray<readonly [title: string, props: Partial<JitsiMeetChartProps>]> = [
  ['coturn beside the stack', { turn: Turn.coturn({ host: HOST, tls: TLS }) }],
  ['coturn with a certificate of its own', { turn: Turn.coturn({ host: HOST, tls: Tls.certManager({ issuer: 'letsencrypt' }) }) }],
  ['two coturns with both protocols, for bridges that only they reach', {
    turn: Turn.coturn({ host: HOST, tls: TLS, replicas: 2, transports: [TurnTransport.TCP, TurnTransport.UDP], bridgePeerCidrs: ['10.244.0.0/16'] }),
    jvb: { exposure: MediaExposure.turnOnly() },
  }],
  ['coturn behind a load balancer that is known', { turn: Turn.coturn({ host: HOST, tls: TLS, loadBalancer: { provider: LoadBalancerProvider.awsNlb({ healthCheckSources: ['192.0.2.0/24'] }) } }) }],
  ['a TURN server elsewhere', { turn: Turn.external({ host: HOST, secretName: 'turn', tlsPort: 443 }) }],
  ['passwords of an own Secret', { credentials: Credentials.fromSecret('passwords', { turnKey: 'turn', revision: 2 }), turn: Turn.coturn({ host: HOST, tls: TLS }) }],
  ['passwords of a store of the cluster', { credentials: Credentials.externalSecret(REMOTE), turn: Turn.coturn({ host: HOST, tls: TLS }) }],
  ['passwords of a store of the namespace, fetched again', { credentials: Credentials.externalSecret({ ...REMOTE, storeKind: SecretStoreKind.SECRET_STORE, revision: 2 }) }],
];

/** What of a stack is not in the default one, and the namespace to put it into. */
function differing(namespace: string, props: Partial<JitsiMeetChartProps>): Manifest[] {
  const usual = new Set(rendered({ namespace }).map((object) => JSON.stringify(object)));
  return rendered({ namespace, ...props }).filter((object) => object.kind === 'Namespace' || !usual.has(JSON.stringify(object)));
}

describe.each(CHOICES.map(([title, props], index) => [title, props, `turn-and-credentials-${index}`] as const))('%s', (_title, props, name) => {
  const namespace = new Namespace(name);
  const objects = differing(name, props);

  // Of pods that Pod Security restricted would refuse, the namespace warns when their workload is applied.
  test('is taken without an error or a warning, and kept as written', async () => {
    expect(await strictly(namespace, ofKind(objects, 'Namespace'))).toEqual([]);
    expect(objects.length).toBeGreaterThan(1);
    expect(await strictly(namespace, objects)).toEqual([]);
  });
});

/** The commands of the section on new passwords, without those that wait for pods: none runs here. */
const COMMANDS = [...(/^## New passwords$([^]*?)^## /m.exec(readFileSync(join(REPOSITORY, 'docs/operations.md'), 'utf8'))?.[1] ?? '').matchAll(/```sh\n([^]*?)```/g)]
  .map(([, text = '']) => text.split('\n').filter((line) => !/ (wait|rollout|apply) /.test(line)).join('\n').trim()).filter((text) => text !== '');

async function follow(commands: string, namespace: string): Promise<string> {
  const folder = temporaryFolder(scope);
  const { KUBECONFIG = '' } = process.env;
  await writeFile(join(folder, 'kubectl'), `#!/bin/sh\nexec ${program('kubectl')} --kubeconfig ${KUBECONFIG} --cache-dir ${folder}/cache "$@"\n`);
  await chmod(join(folder, 'kubectl'), 0o755);
  return printed(commands, await tryCommand(['sh', '-euc', `PATH=${folder}:$PATH\n${commands.replaceAll('-n jitsi', `-n ${namespace}`)}`]));
}

test('The commands for new passwords show both sets, take the old one away, and make a Secret that a stack can use', async () => {
  const namespace = new Namespace('turn-and-credentials-runbook');
  const [show = '', remove = '', create = '', ...more] = COMMANDS;
  expect(more).toEqual([]);
  await strictly(namespace, ofKind(rendered({ namespace: namespace.name }), 'Namespace'));
  const keys = ['JICOFO_AUTH_PASSWORD', 'JVB_AUTH_PASSWORD', 'TURN_CREDENTIALS'].flatMap((key) => [key, `${key}_2`]);
  await namespace.apply({
    apiVersion: 'v1', kind: 'Secret', metadata: { name: 'jitsi-credentials', namespace: namespace.name }, data: Object.fromEntries(keys.map((key) => [key, Buffer.from(key).toString('base64')])),
  });
  expect((await follow(show, namespace.name)).trim().split('\n')).toEqual([...keys].sort());
  await follow(remove, namespace.name);
  expect((await follow(show, namespace.name)).trim().split('\n')).toEqual(keys.filter((key) => key.endsWith('_2')));
  await follow(create, namespace.name);
  const [made] = (await namespace.list<{ readonly data: Readonly<Record<string, string>> } & Parameters<Parameters<typeof namespace.objects>[0]>[0]>('Secret')).filter(({ metadata }) => metadata.name === 'passwords-2');
  expect(Object.values(made?.data ?? {}).map((value) => Buffer.from(value, 'base64').toString())).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^[0-9a-f]{32}$/) as unknown));
});
