import { output } from '../../tools/cluster/programs';
import { manifests, meetChart } from '../support/charts';
import { all, Edit } from '../support/edits';
import { yamlOf } from '../verify/cluster/support/stacks';
import { CommandResult } from '../verify/support/command';
import { scopePerFile } from '../verify/support/scope';
import { until } from '../verify/support/until';
import { Fault, FAULTS, RUN_FOLDER, WAITS_FOR_ITSELF } from './support/faults';
import { shownIn } from './support/shown';
import { StackCluster } from './support/stack-cluster';

// All stacks run at the same time, each in a namespace of its own that enforces Pod Security restricted.

const SOUND: Pick<Fault, 'namespace' | 'components' | 'edit'> = { namespace: 'sound', components: [...new Set(FAULTS.flatMap(({ components }) => components))], edit: all() };

const scope = scopePerFile();
let cluster: StackCluster;
let applied: ReadonlyMap<string, CommandResult>;

const shown = shownIn(() => cluster);

/** The default stack, as far as the components need it. */
function stackOf(namespace: string, components: readonly string[], edit: Edit): string {
  return yamlOf(edit(manifests(meetChart({ namespace, createNamespace: true })).filter(({ metadata: { labels } }) => ['bootstrap', ...components, undefined].includes(labels?.['app.kubernetes.io/name']))));
}

/** What an explanation says of a fault. */
const nameOf = async ({ namespace, named }: Fault): Promise<string | undefined> => named.exec(await cluster.explanation(namespace))?.[0];

beforeAll(async () => {
  cluster = await StackCluster.launch(scope, `faults-${process.pid}`);
  await output(cluster.inside(['mkdir', RUN_FOLDER]));
  applied = new Map(await Promise.all([SOUND, ...FAULTS].map(async ({ namespace, components, edit }): Promise<[string, CommandResult]> => [
    namespace, await cluster.tryKubectl(['apply', '--server-side', '--validate=strict', '-f', '-'], stackOf(namespace, components, edit)),
  ])));
});

shown('the components settle without a fault, and no fault is named', async () => {
  expect(SOUND.components).toEqual(['nginx', 'prosody', 'jicofo', 'web']);
  expect(applied.get(SOUND.namespace)).toMatchObject({ code: 0, stderr: '' });
  console.log(`the sound stack settles ${(await cluster.settles(SOUND.namespace, 120)).toFixed(1)} s after the apply, beside ${FAULTS.length} others`);
  const explanation = await cluster.explanation(SOUND.namespace);
  expect(FAULTS.filter(({ named }) => named.test(explanation))).toEqual([]);
});

for (const fault of FAULTS) {
  shown(`${fault.title} is taken by the API server without a warning, keeps the stack from settling, and is named`, async () => {
    expect(applied.get(fault.namespace)).toMatchObject({ code: 0, stderr: '' });
    const name = await until('the name of the fault', () => nameOf(fault), { every: 1000 });
    console.log(`${fault.title}: ${name}`);
    await expect(cluster.settles(fault.namespace, 2)).rejects.toThrow(`all pods of ${fault.namespace}: not within`);
  });
}

shown('an init container is not said to wait for itself by a Service that leads to it, or to others alone', async () => {
  for (const [spec, name] of [
    [{}, expect.any(String)],
    [{ publishNotReadyAddresses: true }, undefined],
    [{ publishNotReadyAddresses: false, selector: { 'app.kubernetes.io/name': 'another' } }, undefined],
  ] as const) {
    await cluster.kubectl(['patch', 'service', 'jitsi-web', '-n', WAITS_FOR_ITSELF.namespace, '--patch', JSON.stringify({ spec })]);
    expect(await nameOf(WAITS_FOR_ITSELF)).toEqual(name);
  }
});
