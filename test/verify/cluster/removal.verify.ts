import { QUICK_APPLY } from '../support/quick-apply';
import { until } from '../support/until';
import { kubectl } from './support/kubectl';
import { way } from './support/media-ways';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { stackWith, yamlOf } from './support/stacks';

const namespace = new Namespace('removal');
// With rights in the whole cluster, which are in no namespace.
const objects = stackWith({ jvb: { exposure: way('nodePort', 'nodeExternalIp', { number: 25, bridges: 1 }) } })(namespace.name);
const KEPT = ['jitsi-credentials', 'jitsi-self-signed-tls'];

/** What the Job makes in the cluster. */
async function makeSecrets(): Promise<void> {
  for (const name of KEPT) {
    await kubectl(['create', 'secret', 'generic', name, '--namespace', namespace.name, '--from-literal=key=value']);
  }
}

describe('The documented removal', () => {
  beforeAll(async () => {
    await kubectl([...QUICK_APPLY, '--filename', '-'], yamlOf(objects));
    await makeSecrets();
    await namespace.settled();
    expect(await namespace.titles()).toContain(`ClusterRole/${namespace.name}.jitsi-jvb`);
    await kubectl(['delete', '--selector', 'app.kubernetes.io/instance=jitsi', '--filename', '-'], yamlOf(objects));
  });

  test('leaves the namespace, and the Secrets that were made in the cluster', async () => {
    expect(await namespace.titles()).toEqual(KEPT.map((name) => `Secret/${name}`));
    expect(await kubectl(['get', 'namespace', namespace.name, '--output', 'name'])).toBe(`namespace/${namespace.name}\n`);
  });

  test('leaves no pod', async () => {
    await until('a namespace without pods', async () => (await namespace.pods()).length === 0);
  });

  test('can be taken back: applying again finds the Secrets', async () => {
    const before = await namespace.versions();
    await kubectl([...QUICK_APPLY, '--filename', '-'], yamlOf(objects));
    await namespace.settled();
    const versions = await namespace.versions();
    expect([...versions.keys()]).toEqual([...titlesOf(objects), ...KEPT.map((name) => `Secret/${name}`)].sort());
    expect(KEPT.map((name) => versions.get(`Secret/${name}`))).toEqual(KEPT.map((name) => before.get(`Secret/${name}`)));
  });
});
