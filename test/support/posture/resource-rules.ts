import { environmentOf, mainContainer } from '../pods';
import { amount } from './quantity';
import { everyContainer, everyPod, PostureRule, when } from './rule';

/** Without requests the scheduler overfills nodes; without limits one pod takes its node's memory or disk from all others. */
export const resourcesAreBounded: PostureRule = everyContainer(({ resources: { requests = {}, limits = {} } = {} }) => [
  ...['cpu', 'memory', 'ephemeral-storage'].filter((name) => !(name in requests)).map((name) => `requests no ${name}`),
  ...['memory', 'ephemeral-storage'].filter((name) => !(name in limits)).map((name) => `has no limit of ${name}`),
]);

/** The API server refuses a request above its limit, and nothing runs with nothing. */
export const requestsAreWithinLimits: PostureRule = everyContainer(({ resources: { requests = {}, limits = {} } = {} }) => [
  ...Object.entries(requests).filter(([name, request]) => limits[name] !== undefined && amount(request) > amount(limits[name])).map(([name]) => `requests more ${name} than its limit`),
  ...[...Object.entries(requests), ...Object.entries(limits)].filter(([, quantity]) => !(amount(quantity) > 0)).map(([name, quantity]) => `has no ${name} in "${quantity}"`),
]);

/** A throttled bridge drops media and a throttled Prosody delays everybody's signalling. */
export const noThrottlingWhereItHurts: PostureRule = everyContainer(({ name, resources }) => (
  when(['prosody', 'jicofo', 'jvb'].includes(name) && resources?.limits?.cpu !== undefined, 'has a CPU limit')
));

/** The API server writes quantities in its own way, and each later apply would write another spelling again. */
export const quantitiesAreCanonical: PostureRule = everyPod(({ spec }) => [
  ...[...spec.initContainers ?? [], ...spec.containers].flatMap(({ resources }) => [...Object.values(resources?.requests ?? {}), ...Object.values(resources?.limits ?? {})]),
  ...(spec.volumes ?? []).flatMap(({ emptyDir }) => (emptyDir?.sizeLimit === undefined ? [] : [emptyDir.sizeLimit])),
].filter((quantity) => !isCanonical(quantity)).map((quantity) => `writes ${JSON.stringify(quantity)} as the API server does not`));

function isCanonical(quantity: unknown): boolean {
  const [, digits = '0', unit = ''] = typeof quantity === 'string' ? /^([1-9]\d*)(m|[KMGTPE]i)?$/.exec(quantity) ?? [] : [];
  const roundest = unit === 'm' ? Number(digits) % 1000 !== 0 : unit === '' || unit === 'Ei' || Number(digits) % 1024 !== 0;
  // Larger numbers of bytes do not fit into what the API server counts with.
  return digits !== '0' && roundest && amount(`${digits}${unit}`) < 2 ** 63;
}

/** Java programs need memory beside their heap, and are killed when a heap that grows takes it. */
export const heapsLeaveRoom: PostureRule = everyContainer(({ env = [], resources }) => (
  env.filter(({ name }) => name === 'VIDEOBRIDGE_MAX_MEMORY' || name === 'JICOFO_MAX_MEMORY').flatMap(({ name, value = '' }) => {
    const heap = Number(/^(\d+)m$/.exec(value)?.[1] ?? NaN) * 1024 ** 2;
    return when(!(heap >= 64 * 1024 ** 2 && heap + 256 * 1024 ** 2 <= amount(resources?.limits?.memory ?? '')), `has ${name}=${value}, which leaves less than 256 MiB of the limit`);
  })
));

/** Files in folders in memory count against the limit, so folders that can fill it end the program. */
export const memoryFoldersFit: PostureRule = everyPod(({ spec }) => spec.containers.flatMap(({ name, resources, volumeMounts = [] }) => {
  const folders = (spec.volumes ?? []).filter(({ emptyDir, name: volume }) => emptyDir?.medium === 'Memory' && volumeMounts.some((mount) => mount.name === volume));
  const full = folders.reduce((sum, { emptyDir }) => sum + amount(emptyDir?.sizeLimit ?? ''), 0);
  return when(full >= amount(resources?.limits?.memory ?? ''), `gives container ${name} folders in memory that are larger than its limit`);
}));

/** Kubernetes kills a program that is still stopping after this time; for a bridge that drains it must outlast the wait for its turn, the drain, and the minute of handing over. */
export const gracePeriodsOutlastDrains: PostureRule = (objects) => {
  const limitOf = (configMap: string): number => Number(/graceful-shutdown-max-duration = (\d+) seconds/.exec(objects.find(({ kind, metadata }) => (
    kind === 'ConfigMap' && metadata.name === configMap
  ))?.data?.['custom-jvb.conf'] ?? '')?.[1] ?? NaN);
  return everyPod(({ spec }, workload) => {
    const grace = spec.terminationGracePeriodSeconds;
    const draining = mainContainer(workload).lifecycle?.preStop?.exec?.command.includes('/scripts/drain.sh') === true;
    const [configured] = (spec.volumes ?? []).flatMap(({ configMap }) => (configMap?.items?.some(({ key }) => key === 'custom-jvb.conf') ? [configMap.name] : []));
    const drains = draining ? [limitOf(configured ?? '')] : [];
    const waits = Number(environmentOf(workload).PATIENCE ?? 0);
    return [
      ...when(!Number.isInteger(grace), 'has no grace period'),
      ...drains.filter((seconds) => !((grace ?? Infinity) > waits + seconds + 60))
        .map((seconds) => `is killed after ${String(grace)} s, but waits for ${waits} s, drains for ${seconds} s and hands over for 60 s`),
    ];
  })(objects);
};
