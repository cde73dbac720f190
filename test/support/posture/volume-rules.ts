import { Manifest } from '../charts';
import { configMaps, title } from '../objects';
import { containers, Workload, workloads } from '../pods';
import { everyContainer, everyPod, PostureRule, repeated, when } from './rule';
import { made, SecretKey } from './secrets';

/** The API server refuses a pod whose container mounts what is not there. */
export const mountsHaveVolumes: PostureRule = everyContainer(({ volumeMounts = [] }, { spec: { template: { spec } } }) => (
  volumeMounts.filter(({ name }) => !spec.volumes?.some((volume) => volume.name === name)).map(({ name }) => `mounts ${name}, which is no volume`)
));

/** A volume that nobody mounts is a leftover, and may keep a pod from starting. */
export const volumesAreMounted: PostureRule = everyPod(({ spec }, workload) => {
  const mounted = containers(workload).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
  return (spec.volumes ?? []).filter(({ name }) => !mounted.includes(name)).map(({ name }) => `has the volume ${name}, which no container mounts`);
});

/** The API server refuses two volumes of one name, and two mounts at one place. */
export const volumesAndPathsAreUnique: PostureRule = (objects) => [
  ...everyPod(({ spec }) => repeated((spec.volumes ?? []).map(({ name }) => name)).map((name) => `has two volumes ${name}`))(objects),
  ...everyContainer(({ volumeMounts = [] }) => repeated(volumeMounts.map(({ mountPath }) => mountPath)).map((path) => `mounts twice at ${path}`))(objects),
];

/** Whether the name is one that the stack gives to its own objects; all others are the user's. */
function isOwn(name: string, { metadata }: Manifest): boolean {
  return name.startsWith(`${metadata.labels?.['app.kubernetes.io/instance'] ?? ''}-`);
}

/** A pod waits for ever for a file that no ConfigMap has. The cluster itself makes the one with its certificate authority. */
export const configMapsHaveTheFiles: PostureRule = (objects) => everyPod(({ spec }, workload) => (
  (spec.volumes ?? []).flatMap(({ configMap }) => {
    const found = configMaps(objects).find(({ metadata }) => metadata.name === configMap?.name);
    // The stack mounts files by their names, a user's ConfigMap is mounted whole.
    const own = configMap !== undefined && (configMap.items !== undefined || isOwn(configMap.name, workload));
    return !own ? [] : found === undefined ? [`reads ConfigMap ${configMap.name}, which is not there`]
      : (configMap.items ?? []).filter(({ key }) => found.data?.[key] === undefined).map(({ key }) => `reads ${key}, which ConfigMap ${configMap.name} does not have`);
  })
))(objects);

/** Pods go on with the files that they started with, so a changed file must change their template. */
export const filesRollPods: PostureRule = everyPod(({ metadata, spec }) => (
  when((spec.volumes ?? []).some(({ configMap }) => configMap?.items !== undefined) && metadata.annotations?.['cdk8s-jitsi/config-checksum'] === undefined, 'is not rolled when its files change')
));

function read(workload: Workload): SecretKey[] {
  return [
    ...containers(workload).flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => (valueFrom?.secretKeyRef === undefined ? [] : [valueFrom.secretKeyRef]))),
    ...(workload.spec.template.spec.volumes ?? []).flatMap(({ secret }) => (secret?.items ?? []).map(({ key }) => ({ name: secret?.secretName ?? '', key }))),
  ];
}

/** A pod waits for ever for a Secret that neither the stack nor its user makes. */
export const secretsAreMade: PostureRule = (objects) => {
  const secrets = made(objects);
  return workloads(objects).flatMap((workload) => read(workload)
    .filter(({ name, key }) => isOwn(name, workload) && !secrets.some((secret) => secret.name === name && secret.key === key))
    .map(({ name, key }) => `${title(workload)} reads ${String(key)} of Secret ${name}, which nobody makes`));
};
