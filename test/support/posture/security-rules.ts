import { clusterRoles, roles, title } from '../objects';
import { Manifest } from '../charts';
import { componentOf, everyContainer, everyObject, everyPod, isJob, PostureRule, when } from './rule';

/** Secrets are made in the cluster or by people, so that no manifest can be read for one. */
export const noSecretsInManifests: PostureRule = everyObject(
  (objects) => objects.filter(({ kind }) => kind === 'Secret'),
  (secret) => Object.keys(secret).filter((key) => ['data', 'stringData'].includes(key)).map((key) => `holds ${key}`),
);

/** What a tag names can change, what a digest names cannot. */
export const imagesHaveDigests: PostureRule = everyContainer(({ image }) => when(!/@sha256:[0-9a-f]{64}$/.test(image), `has no digest: ${image}`));

/** A tag tells people which release runs; `latest` does not. */
export const imagesHaveTags: PostureRule = everyContainer(({ image }) => (
  when(!/:[\w][-\w.]*$/.test(image.replace(/@.*/, '')) && !image.includes('@'), `has no tag: ${image}`).concat(when(/:latest(@|$)/.test(image), `has the tag latest: ${image}`))
));

const VOLUME_TYPES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'name', 'persistentVolumeClaim', 'projected', 'secret'];

/** Whether pods may use ports and the network of their nodes: bridges and the edge alone, and not where their own Namespace enforces more. */
function mayUseNode(workload: Manifest, objects: readonly Manifest[]): boolean {
  const enforced = objects.filter(({ kind, metadata }) => kind === 'Namespace' && metadata.name === workload.metadata.namespace).map(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce']);
  return ['jvb', 'nginx'].includes(componentOf(workload) ?? '') && enforced.every((level) => level === 'privileged');
}

/** Every pod passes Pod Security `restricted`, but for the nodes' ports and network that some bridges take. */
export const podsPassRestricted: PostureRule = (objects) => [
  ...everyPod(({ spec }, workload) => [
    ...when(Boolean(spec.hostPID ?? spec.hostIPC) || (spec.hostNetwork === true && !mayUseNode(workload, objects)), 'uses a namespace of its host'),
    ...(spec.volumes ?? []).flatMap((volume) => Object.keys(volume).filter((type) => !VOLUME_TYPES.includes(type)).map((type) => `has the volume ${volume.name} of type ${type}`)),
  ])(objects),
  ...everyContainer(({ ports = [], securityContext = {} }, workload) => [
    ...when(ports.some(({ hostPort }) => hostPort !== undefined) && !mayUseNode(workload, objects), 'has a port of its host'),
    ...when(securityContext.privileged === true, 'is privileged'),
    ...when(securityContext.allowPrivilegeEscalation !== false, 'may gain privileges'),
    ...when(securityContext.runAsNonRoot !== true, 'may run as root'),
    ...when(securityContext.seccompProfile?.type !== 'RuntimeDefault', 'has no seccomp profile'),
    ...when(securityContext.capabilities?.add !== undefined || !securityContext.capabilities?.drop?.includes('ALL'), 'keeps capabilities'),
  ])(objects),
];

/** A program that was taken over leaves nothing behind in its image. */
export const rootFoldersAreReadOnly: PostureRule = everyContainer(({ securityContext }) => when(securityContext?.readOnlyRootFilesystem !== true, 'may write to its root folder'));

/** `runAsNonRoot` only stops a root user when the container starts; a number says which user it is. */
export const usersAreNotRoot: PostureRule = everyContainer(({ securityContext }) => when(!((securityContext?.runAsUser ?? 0) > 0), 'names no user but root'));

/** A program that browsers reach has no token for the API server: only init containers and Jobs do, for as long as they run. */
export const tokensStayWithHelpers: PostureRule = everyPod(({ spec }, workload) => {
  const tokens = (spec.volumes ?? []).filter(({ projected }) => projected?.sources.some(({ serviceAccountToken }) => serviceAccountToken !== undefined)).map(({ name }) => name);
  const exposed = isJob(workload) ? [] : spec.containers.filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => tokens.includes(name)));
  return [...when(spec.automountServiceAccountToken !== false, 'gets a token in every container'), ...exposed.map(({ name }) => `gives container ${name} a token`)];
});

/** Links put variables of every Service of the namespace into the container, among them names that Jitsi's images read. */
export const serviceLinksAreOff: PostureRule = everyPod(({ spec }) => when(spec.enableServiceLinks !== false, 'gets variables of other Services'));

/** A stolen token is worth what its role allows: named objects, and `create`, which RBAC cannot limit by name. Of the cluster, to get nodes. */
export const rolesAreNarrow: PostureRule = (objects: readonly Manifest[]) => [
  ...clusterRoles(objects).filter(({ rules }) => JSON.stringify(rules) !== JSON.stringify([{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]))
    .map((object) => `${title(object)} reaches the whole cluster`),
  ...everyObject(roles, ({ rules }) => rules.flatMap(({ apiGroups, resources, verbs, resourceNames }) => [
    ...when([...apiGroups, ...resources, ...verbs].includes('*'), 'allows everything of something'),
    ...when(resourceNames === undefined && verbs.some((verb) => verb !== 'create'), `allows ${verbs.join(', ')} on all ${resources.join(', ')}`),
  ]))(objects),
];
