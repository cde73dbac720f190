import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { PinnedImage } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { environmentViolations, ManagedVariables } from '../kubernetes/environment';
import { descriptiveLabels, OWN_PREFIX } from '../kubernetes/labels';
import { API_ACCESS_PATH } from '../kubernetes/mounts';
import { isSound, kibibytes, millis, MOST_KIBIBYTES, MOST_MILLIS } from '../kubernetes/quantities';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../validation/formats';
import { at, judge, Rule, shown, Violation } from '../validation/violations';
import { ComponentOptions, ReplicatedComponentOptions, Toleration } from './component-options';
import { ExtraVolume } from './extra-volume';
import { imageViolations } from './image-options';

/** Names and places of the components' own volumes; no extra volume may take one. */
const OWN_VOLUMES = ['accounts', 'accounts-tmp', 'address', 'api-access', 'cache', 'config', 'config-source', 'data', 'ldap-ca', 'run', 'scripts', 'tls', 'tmp', 'users'];
const OWN_PATHS = [
  '/', '/address', '/config', '/config-source', '/etc/nginx', '/etc/nginx/nginx.conf', '/etc/nginx/tls', '/etc/coturn/tls', '/ldap-ca', '/run', '/scripts', '/tmp', '/var/cache/nginx', '/var/lib/prosody', API_ACCESS_PATH,
];

const REPLICAS: Rule<ReplicatedComponentOptions> = {
  field: 'replicas',
  condition: ({ replicas }) => replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 1 && replicas <= 1000),
  message: ({ replicas }) => `${shown(replicas)} must be a whole number from 1 to 1000`,
};

/** What is wrong with the options of a component of which several pods may run. */
export function replicatedViolations(path: string, image: PinnedImage, managed: ManagedVariables, instance: JitsiInstance, options: ReplicatedComponentOptions): Violation[] {
  return [...judge(path, options, [REPLICAS]), ...componentViolations(path, image, managed, instance, options)];
}

/** What is wrong with the options that every component has. */
export function componentViolations(path: string, image: PinnedImage, managed: ManagedVariables, instance: JitsiInstance, options: ComponentOptions): Violation[] {
  const { priorityClassName } = options;
  return [
    ...imageViolations(at(path, 'image'), image, options.image, instance.images.pinDigests !== false),
    ...resourceViolations(at(path, 'resources'), options.resources ?? {}),
    ...environmentViolations(path, managed, options.extraEnv),
    ...placementViolations(path, options),
    ...(priorityClassName !== undefined && !isDnsSubdomain(priorityClassName)
      ? [{ field: at(path, 'priorityClassName'), problem: `${shown(priorityClassName)} is no name of a PriorityClass` }] : []),
    ...Object.keys(options.annotations ?? {}).filter((key) => !isQualifiedName(key) || key.startsWith(OWN_PREFIX)).map((key) => ({
      field: at(path, 'annotations'), problem: `${shown(key)} is no key that an annotation can have; write prefix/name with another prefix than ${OWN_PREFIX}`,
    })),
    ...labelViolations(at(path, 'labels'), options.labels ?? {}, Object.keys(descriptiveLabels(instance._selector('')))),
    ...volumeViolations(at(path, 'extraVolumes'), options.extraVolumes ?? []),
  ];
}

/** What is wrong with the choice of nodes. */
export function placementViolations(path: string, { nodeSelector, tolerations }: Pick<ComponentOptions, 'nodeSelector' | 'tolerations'>): Violation[] {
  return [
    ...labelViolations(at(path, 'nodeSelector'), nodeSelector ?? {}, []),
    ...(tolerations ?? []).flatMap((toleration, index) => tolerationViolations(at(path, `tolerations[${index}]`), toleration)),
  ];
}

function labelViolations(field: string, labels: Readonly<Record<string, string>>, taken: readonly string[]): Violation[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const problem = taken.includes(key) || key.startsWith(OWN_PREFIX) ? `${shown(key)} is set by the construct, because pods are selected by it; choose another key`
      : !isQualifiedName(key) ? `${shown(key)} is no key of a label; write prefix/name, with at most 63 characters in the name`
        : !isLabelValue(value) ? `${shown(value)} is no value for ${shown(key)}; use at most 63 letters, digits, hyphens, dots and underscores`
          : undefined;
    return problem === undefined ? [] : [{ field, problem }];
  });
}

function tolerationViolations(field: string, { key, value, effect, seconds }: Toleration): Violation[] {
  const problems = [
    ...(key !== undefined && !isQualifiedName(key) ? [`key ${shown(key)} is no key of a taint`] : []),
    ...(key === undefined && effect === undefined ? ['would tolerate every taint, even that of a node which is out of order; write the key of a taint, its effect, or both'] : []),
    ...(value !== undefined && (key === undefined || !isLabelValue(value)) ? [`value ${shown(value)} needs a key beside it and the form of a label's value`] : []),
    ...(seconds !== undefined && ((effect as string | undefined) !== 'NoExecute' || !Number.isSafeInteger(seconds) || seconds < 0)
      ? [`seconds ${shown(seconds)} must be a whole number and go with the effect NO_EXECUTE`] : []),
  ];
  return problems.map((problem) => ({ field, problem }));
}

function resourceViolations(path: string, { cpu, memory, ephemeralStorage }: kplus.ContainerResources): Violation[] {
  const amounts: ReadonlyArray<readonly [string, number | undefined, number | undefined]> = [
    ['cpu', cpu?.request && millis(cpu.request), cpu?.limit && millis(cpu.limit)],
    ['memory', memory?.request && kibibytes(memory.request), memory?.limit && kibibytes(memory.limit)],
    ['ephemeralStorage', ephemeralStorage?.request && kibibytes(ephemeralStorage.request), ephemeralStorage?.limit && kibibytes(ephemeralStorage.limit)],
  ];
  return amounts.flatMap(([name, request, limit]) => {
    const unsound = [request, limit].some((amount) => amount !== undefined && !isSound(amount, name === 'cpu' ? MOST_MILLIS : MOST_KIBIBYTES));
    const problem = unsound ? 'must be more than nothing, in whole thousandths of a CPU or whole KiB, and at most 10000 CPUs or 1 PiB'
      : request !== undefined && limit !== undefined && request > limit ? 'the request is above the limit; raise the limit or lower the request'
        : undefined;
    return problem === undefined ? [] : [{ field: at(path, name), problem }];
  });
}

/** Memory that the container may use, where the user set it, is above what it needs to start. */
export function leastMemory(path: string, options: ComponentOptions, least: Size): Violation[] {
  const limit = options.resources?.memory?.limit;
  return limit !== undefined && kibibytes(limit) < kibibytes(least)
    ? [{ field: at(path, 'resources.memory.limit'), problem: `${limit.asString()} is less than the program needs to start; allow at least ${least.asString()}` }] : [];
}

/** Extra volumes that take the place or the name of one that a prop brings with it. */
export function mountCollisions(path: string, volumes: readonly ExtraVolume[] | undefined, own: ReadonlyArray<{ readonly name: string; readonly mountPath: string }>): Violation[] {
  return (volumes ?? []).flatMap((volume, index) => {
    const taken = own.filter((mount) => volume._misshapen('').length === 0 && (mount.name === volume.name || mount.mountPath === volume.options.mountPath));
    return taken.map(({ name, mountPath }) => ({
      field: at(path, `extraVolumes[${index}]`), problem: `another prop beside this one brings a volume ${shown(name)} at ${shown(mountPath)} with it; choose another name and path`,
    }));
  });
}

/** Extra volumes in a folder that holds files of the construct's own. Such a folder cannot be written to, so no place for a volume can be made in it, and one that is there would be hidden. */
export function volumesAmongFiles(path: string, volumes: readonly ExtraVolume[] | undefined, folder: string, instead: string): Violation[] {
  return (volumes ?? []).flatMap((volume, index) => (volume._misshapen('').length > 0 || !volume.options.mountPath.startsWith(`${folder}/`) ? [] : [{
    field: at(path, `extraVolumes[${index}]`),
    problem: `${shown(volume.options.mountPath)} is in ${folder}, which other props fill: it would hide what they put there, or keep the pod from starting; ${instead}`,
  }]));
}

function volumeViolations(field: string, volumes: readonly ExtraVolume[]): Violation[] {
  const misshapen = volumes.flatMap((volume, index) => volume._misshapen(`${field}[${index}]`));
  if (misshapen.length > 0) {
    return misshapen;
  }
  return volumes.flatMap(({ name, source, _sizeIsSound: sizeIsSound, options: { mountPath, subPath } }, index) => {
    const before = volumes.slice(0, index);
    const problems = [
      ...(!isDnsLabel(name) ? [`${shown(name)} is no name of a volume; use lower-case letters, digits and hyphens, starting with a letter`] : []),
      ...(OWN_VOLUMES.includes(name) || before.some((other) => other.name === name) ? [`a volume named ${shown(name)} is there already; choose another name`] : []),
      ...(source !== undefined && !isDnsSubdomain(source) ? [`${shown(source)} is no name of a Secret, ConfigMap or PersistentVolumeClaim`] : []),
      ...(!sizeIsSound ? [`the size of ${shown(name)} must be more than nothing, in whole KiB, and at most 1 PiB`] : []),
      ...(!/^\/[^:]*$/.test(mountPath) || /\/(\.{1,2}|)(\/|$)/.test(mountPath) ? [`${shown(mountPath)} is no absolute path of a folder; write one such as "/opt/extra"`] : []),
      ...(OWN_PATHS.includes(mountPath) || before.some((other) => other.options.mountPath === mountPath) ? [`something is mounted at ${shown(mountPath)} already; choose another path`] : []),
      ...(subPath !== undefined && (subPath === '' || subPath.startsWith('/') || subPath.split('/').includes('..')) ? [`subPath ${shown(subPath)} must be a path inside the volume`] : []),
    ];
    return problems.map((problem) => ({ field: `${field}[${index}]`, problem }));
  });
}
