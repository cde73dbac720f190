import { AdvertisedAddress, MediaExposure } from '../../../lib';
import { Manifest, manifests, meetChart } from '../../support/charts';
import { QUICK_APPLY } from '../support/quick-apply';
import { KubernetesObject } from './support/rest-client';
import { kubectl } from './support/kubectl';
import { way } from './support/media-ways';
import { titlesOf } from './support/moves';
import { Namespace } from './support/namespace';
import { PRUNE } from './support/prune';
import { yamlOf } from './support/stacks';

const INSTANCE = 'app.kubernetes.io/instance';
const [shared, other] = [new Namespace('neighbours'), new Namespace('neighbours-elsewhere')];
const STAFF = staff();
const GUESTS = guests(true);
// Its bridges have rights in the whole cluster.
const ELSEWHERE = manifests(meetChart({ namespace: other.name, jvb: { exposure: way('nodePort', 'nodeExternalIp', { number: 23, bridges: 1 }) } }, 'staff'));

function staff(): Manifest[] {
  return manifests(meetChart({ namespace: shared.name }, 'staff'));
}

/** In the same namespace, with ports of its own. */
function guests(withBridges: boolean): Manifest[] {
  return manifests(meetChart({
    namespace: shared.name,
    createNamespace: false,
    jvb: { bridges: withBridges ? 2 : 1, exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService(), port: 20000 }) },
  }, 'guests'));
}

interface Choosing extends KubernetesObject {
  readonly spec: {
    readonly selector?: Readonly<Record<string, unknown>> & { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
}

/** Labels by which pods are chosen. */
function selectorOf({ spec }: Choosing): Array<[string, unknown]> {
  return Object.entries(spec.podSelector?.matchLabels ?? spec.selector?.matchLabels ?? spec.selector ?? {});
}

/** What there is, with its version: what is touched has another. */
async function versionsOf(namespace: Namespace, objects: readonly Manifest[]): Promise<Array<string | undefined>> {
  const versions = await namespace.versions();
  return titlesOf(objects).map((title) => versions.get(title));
}

async function touches(namespace: Namespace, objects: readonly Manifest[], act: () => Promise<unknown>): Promise<boolean> {
  const before = await versionsOf(namespace, objects);
  expect(before).not.toContain(undefined);
  await act();
  return JSON.stringify(await versionsOf(namespace, objects)) !== JSON.stringify(before);
}

/** Applies a stack of the shared namespace, and prunes as docs/operations.md says. */
function prune(stack: string, objects: readonly Manifest[]): Promise<string> {
  return kubectl([...QUICK_APPLY, '--namespace', shared.name, ...PRUNE.map((option) => option.replace('instance=jitsi', `instance=${stack}`)), '--filename', '-'], yamlOf(objects));
}

describe('Of two stacks in one namespace and one of the same name in another', () => {
  beforeAll(async () => {
    await kubectl([...QUICK_APPLY, '--filename', '-'], yamlOf([...STAFF, ...GUESTS, ...ELSEWHERE]));
    await Promise.all([shared.settled(), other.settled()]);
  });

  test('each has all its objects and pods', async () => {
    expect(await shared.titles()).toEqual([...titlesOf(STAFF), ...titlesOf(GUESTS)].sort());
    expect(await other.titles()).toEqual(titlesOf(ELSEWHERE));
  });

  test('each Service, budget and policy chooses pods, of its own stack alone', async () => {
    for (const kind of ['Service', 'PodDisruptionBudget', 'NetworkPolicy'] as const) {
      const pods = await shared.pods();
      for (const object of await shared.list<Choosing>(kind)) {
        const chosen = pods.filter(({ metadata }) => selectorOf(object).every(([key, value]) => metadata.labels?.[key] === value));
        const instances = new Set(chosen.map(({ metadata }) => metadata.labels?.[INSTANCE]));
        expect([object.metadata.name, ...instances]).toEqual([object.metadata.name, object.metadata.labels?.[INSTANCE]]);
      }
    }
  });

  test('changing and pruning one leaves the others alone', async () => {
    expect(await touches(other, ELSEWHERE, async () => {
      expect(await touches(shared, STAFF, () => prune('guests', guests(false)))).toBe(false);
    })).toBe(false);
    expect(await shared.titles()).toEqual([...titlesOf(STAFF), ...titlesOf(guests(false))].sort());
  });

  test('pruning one leaves that of the same name in another namespace alone', async () => {
    expect(titlesOf(ELSEWHERE)).toEqual(expect.arrayContaining([`ClusterRole/${other.name}.staff-jvb`, `ClusterRoleBinding/${other.name}.staff-jvb`]));
    expect(await touches(other, ELSEWHERE, () => prune('staff', STAFF))).toBe(false);
    expect(await shared.titles()).toEqual([...titlesOf(STAFF), ...titlesOf(guests(false))].sort());
  });

  test('removing one leaves the others alone', async () => {
    const remove = (): Promise<string> => kubectl(['delete', '--selector', 'app.kubernetes.io/instance=guests', '--filename', '-'], yamlOf(guests(false)));
    expect(await touches(other, ELSEWHERE, async () => {
      expect(await touches(shared, STAFF, remove)).toBe(false);
    })).toBe(false);
    expect(await shared.titles()).toEqual(titlesOf(STAFF));
  });
});
