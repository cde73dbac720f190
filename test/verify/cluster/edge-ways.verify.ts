import { isDeepStrictEqual } from 'node:util';
import { JitsiMeetChartProps, PodSecurityLevel } from '../../../lib';
import { Manifest, manifests, meetChart } from '../../support/charts';
import { DOCUMENTED_EDGES, EDGES, STACKS_OF_FAMILIES } from '../../support/edges';
import { Api } from './support/api';
import { Namespace, RARE } from './support/namespace';
import { KubernetesObject } from './support/rest-client';
import { strictly } from './support/strict-apply';

type Specified = KubernetesObject & { readonly spec?: unknown };

/** Its generation counts what was changed in its spec. */
type Generated = KubernetesObject & { readonly metadata: { readonly generation: number } };

const namespace = new Namespace('edge-ways');
const moving = new Namespace('edge-moves');

/** What differs by the way in which browsers come: the edge and what stands in front of it, each of names of its own. */
const PARTS = [...EDGES, ...STACKS_OF_FAMILIES, ...DOCUMENTED_EDGES].map(([title, props], number) => {
  return [title, edgeOf(props, namespace, `e${number}`)] as const;
});

function edgeOf(props: Partial<JitsiMeetChartProps>, { name }: Namespace, id: string): Manifest[] {
  const chart = meetChart({ ...props, namespace: name, podSecurity: PodSecurityLevel.PRIVILEGED }, id);
  return manifests(chart).filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.labels?.['app.kubernetes.io/name'] === 'nginx');
}

/** Node ports are the cluster's, and Kubernetes gives some of them away by itself; those of Services of the type LoadBalancer come last, and take what is left. */
const IN_ORDER = [...PARTS].sort(([a], [b]) => Number(takesNodePorts(b)) - Number(takesNodePorts(a)));

function takesNodePorts(title: string): boolean {
  return title.includes('nodePort') || title.startsWith('entry-points');
}

beforeAll(async () => {
  for (const each of [namespace, moving]) {
    expect(await strictly(each, manifests(meetChart({ namespace: each.name, podSecurity: PodSecurityLevel.PRIVILEGED })).slice(0, 1))).toEqual([]);
  }
});

/** What is applied under one name, the first last: of two load balancers, one after the other must not have another class, which nobody can change. */
const MOVES = [...EDGES.slice(1), ...EDGES.slice(0, 1)].map(([title, props]) => [title, edgeOf(props, moving, 'jitsi')] as const);

describe('One edge that is moved in place, one way after the other, comes by', () => {
  test.each(MOVES)('%s', async (_title, objects) => {
    expect(await strictly(moving, objects)).toEqual([]);
  });
});

test.each(IN_ORDER)('%s: taken without an error or a warning, and kept as written', async (_title, objects) => {
  expect(objects.length).toBeGreaterThanOrEqual(4);
  expect(await strictly(namespace, objects)).toEqual([]);
});

test('all edges get their pods', async () => {
  await namespace.settled();
  expect(await namespace.failures()).toEqual([]);
});

test('applied again, nothing changes', async () => {
  const all = PARTS.flatMap(([, objects]) => objects);
  // Not their versions: the default status of a Gateway, which its CRD has, is written by the first apply that follows.
  const rare = async (): Promise<number[]> => (await Promise.all(RARE.map((kind) => namespace.list<Generated>(kind)))).flat().map(({ metadata }) => metadata.generation);
  const before = [await namespace.versions(), await rare()];

  expect(before[1]).toHaveLength(all.filter(({ kind }) => (RARE as readonly string[]).includes(kind)).length);
  expect(await strictly(namespace, all)).toEqual([]);
  expect([await namespace.versions(), await rare()]).toEqual(before);
});

test('the API server adds nothing inside the lists of Gateways and routes, which tools for GitOps compare as a whole', async () => {
  const changed = await Promise.all(RARE.map(async (kind) => {
    const kept = await namespace.list<Specified>(kind);
    return PARTS.flatMap(([, objects]) => objects).filter((object) => object.kind === kind)
      .flatMap(({ metadata: { name }, spec }) => changedLists(spec, kept.find(({ metadata }) => metadata.name === name)?.spec, `${kind}/${name}`));
  }));

  expect(changed.flat()).toEqual([]);
});

/** Paths of lists that are not kept as they were written. */
function changedLists(written: unknown, kept: unknown, path: string): string[] {
  if (Array.isArray(written) || typeof written !== 'object' || written === null) {
    return isDeepStrictEqual(written, kept) ? [] : [path];
  }
  return Object.entries(written).flatMap(([key, value]) => changedLists(value, (kept as Readonly<Record<string, unknown>> | undefined)?.[key], `${path}.${key}`));
}

describe('The API server itself refuses', () => {
  const ofKind = (title: string, kind: string): Manifest => {
    const found = PARTS.find(([of]) => of === title)?.[1].find((object) => object.kind === kind);
    if (found === undefined) {
      throw new Error(`${title} has no ${kind}`);
    }
    return found;
  };

  test.each([
    ['an Ingress with a path that has no type', () => ({ ...ofKind('ingress, of an unknown controller, with its certificate', 'Ingress'), spec: { rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'a', port: { number: 80 } } } }] } }] } }), /pathType/],
    ['a listener of a Gateway that passes TLS through and ends it', () => ({
      ...ofKind('gateway, of its own', 'Gateway'), spec: { gatewayClassName: 'a', listeners: [{ name: 'a', port: 443, protocol: 'TLS', tls: { mode: 'Terminate' } }] },
    }), /certificateRefs/],
    ['a redirect to no scheme that there is', () => ({
      ...ofKind('gateway, of its own', 'HTTPRoute'), spec: { rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'wss' } }] }] },
    }), /scheme/],
  ])('%s, so it has looked at the others', async (_title, wrong, said) => {
    const { status, body } = await new Namespace(namespace.name, Api.ofTests()).apply(wrong(), true);

    expect(status).toBe(422);
    expect(JSON.stringify(body)).toMatch(said);
  });
});
