import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, JsonPatch } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, MediaExposure } from '../../../lib';
import { Manifest, manifests, meetChart } from '../../support/charts';
import { REPOSITORY } from '../support/debian-root';
import { QUICK_APPLY } from '../support/quick-apply';
import { kubectl, tryKubectl } from './support/kubectl';
import { stackWith, yamlOf } from './support/stacks';

const LOAD_BALANCER = { loadBalancerClass: 'example.org/balancer' };
const withClass = stackWith({
  edge: EdgeExposure.loadBalancer(LOAD_BALANCER), jvb: { exposure: MediaExposure.loadBalancer({ ...LOAD_BALANCER, address: AdvertisedAddress.fromService() }) },
});

/** Runs the command that docs/upgrading.md gives. */
async function asDocumented(namespace: string): Promise<void> {
  const found = [...readFileSync(join(REPOSITORY, 'docs/upgrading.md'), 'utf8').matchAll(/^kubectl (.*)$/gm)].map(([, args = '']) => args).filter((args) => args.includes(' delete '));
  expect(found).toHaveLength(1);
  await kubectl((found[0] ?? '').replace('-n jitsi ', `-n ${namespace} `).split(' ').map((argument) => argument.replaceAll('\'', '')));
}

describe.each([['set', stackWith({}), withClass], ['taken away', withClass, stackWith({})]] as const)('The class of a load balancer %s', (title, before, after) => {
  test.each(['client', 'server'])('is refused with %s-side apply, and accepted after the command in docs/upgrading.md', async (side) => {
    const namespace = `refused-${side}-${title.replace(' ', '-')}`;
    const apply = [...QUICK_APPLY, ...(side === 'server' ? ['--server-side'] : []), '--filename', '-'];
    await kubectl(apply, yamlOf(before(namespace)));
    expect(await tryKubectl(apply, yamlOf(after(namespace)))).toMatchObject({ code: 1, stderr: expect.stringContaining('may not change once set') as string });
    await asDocumented(namespace);
    expect(await tryKubectl(apply, yamlOf(after(namespace)))).toMatchObject({ code: 0, stderr: '' });
  });
});

// It would be, were the fields of rolling not all written by the manifests: Kubernetes would have added them, and they would stay.
test('Server-side apply moves a Deployment from rolling to Recreate, and back', async () => {
  const apply = [...QUICK_APPLY, '--server-side', '--filename', '-'];
  for (const stack of [stackWith({}), stopsFirst, stackWith({})]) {
    expect(await tryKubectl(apply, yamlOf(stack('rolling')))).toMatchObject({ code: 0, stderr: '' });
  }
});

/** No prop makes web stop before it starts anew, but a patch can. */
function stopsFirst(namespace: string): Manifest[] {
  const chart = meetChart({ namespace });
  chart.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each) && each.kind === 'Deployment' && each.name === 'jitsi-web').forEach((web) => {
    web.addJsonPatch(JsonPatch.replace('/spec/strategy', { type: 'Recreate' }));
  });
  return manifests(chart);
}
