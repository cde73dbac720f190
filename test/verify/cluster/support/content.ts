import { KubernetesObject } from './rest-client';

/** Given out by the API server, another one each time, or written by who applies. */
const PASSING = new Set([
  'clusterIP', 'clusterIPs', 'nodePort', 'healthCheckNodePort', 'controller-uid', 'batch.kubernetes.io/controller-uid', 'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
]);

/** What of an object was applied or is a default, as text that can be compared. */
export function contentOf(object: KubernetesObject): string {
  // Those of a list do not say of which kind they are.
  const { apiVersion: _apiVersion, kind: _kind, metadata: { labels, annotations }, status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown };
  return JSON.stringify(lasting({ ...rest, metadata: { labels, annotations } }));
}

/** Where two such texts begin to differ. */
export function difference(there: string, wanted: string): string {
  let same = 0;
  while (same < wanted.length && wanted[same] === there[same]) {
    same += 1;
  }
  const begin = Math.max(same - 80, 0);
  return `...${there.slice(begin, begin + 200)}... instead of ...${wanted.slice(begin, begin + 200)}...`;
}

function lasting(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(lasting);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([key]) => !PASSING.has(key)).map(([key, field]) => [key, lasting(field)] as const);
  // Neither order nor emptiness means anything.
  return Object.fromEntries(entries.filter(([, field]) => field !== undefined && JSON.stringify(field) !== '{}').sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What of an object was written is there in another form, or not at all: paths, with both. Who writes so will always seem to change something. */
export function alterations(written: unknown, kept: unknown, path = ''): string[] {
  if (typeof written !== 'object' || written === null) {
    return written === kept ? [] : [`${path}: ${JSON.stringify(kept)} instead of ${JSON.stringify(written)}`];
  }
  const [mine, theirs] = [Object.entries(written), (kept ?? {}) as Readonly<Record<string, unknown>>];
  return [
    ...(typeof kept === 'object' && (!Array.isArray(written) || Object.keys(theirs).length === mine.length) ? [] : [`${path}: ${JSON.stringify(kept)} instead of ${JSON.stringify(written)}`]),
    ...mine.flatMap(([key, value]) => alterations(value, theirs[key], `${path}/${key}`)),
  ];
}
