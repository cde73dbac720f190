import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { flag, instance, like, list, map, number, oneOf, Shape, struct, text } from '../validation/shapes';
import { ComponentOptions, ReplicatedComponentOptions, Toleration } from './component-options';
import { ExtraVolume } from './extra-volume';
import { ImageOptions } from './image-options';

// The forms of the options that components share.

/** A size. */
export const SIZE = instance<Size>('Size', () => Size, 'Size.gibibytes(2) or Size.mebibytes(512)');

// cdk8s-plus-27 is not loaded for its types, so its values are told by what they have.
const CPU = like<kplus.Cpu>('of class Cpu', 'Cpu.millis(500) or Cpu.units(2)', ({ amount }) => typeof amount === 'string');
const ENV_VALUE = like<kplus.EnvValue>(
  'an EnvValue with a text or a source', 'EnvValue.fromValue("…"), with a text in it, or EnvValue.fromSecretValue({ secret, key })',
  // `EnvValue.fromProcess` of a variable that is not set has neither.
  (env) => (env.valueFrom === undefined ? typeof env.value === 'string' || (env.value === undefined && Object.hasOwn(env, 'value')) : env.value === undefined && isReference(env.valueFrom)),
);

const TAINT_EFFECTS: { readonly [member in keyof typeof kplus.TaintEffect]: `${(typeof kplus.TaintEffect)[member]}` } = {
  NO_SCHEDULE: 'NoSchedule', PREFER_NO_SCHEDULE: 'PreferNoSchedule', NO_EXECUTE: 'NoExecute',
};

const TOLERATION: Shape<Toleration> = {
  key: text('the key of a taint, such as "example.org/dedicated"'),
  value: text('the value of a taint, such as "meetings"'),
  effect: oneOf<kplus.TaintEffect>('TaintEffect', TAINT_EFFECTS),
  seconds: number('a number of seconds, such as 30'),
};

const CPU_RESOURCES: Shape<kplus.CpuResources> = { request: CPU, limit: CPU };
const MEMORY_RESOURCES: Shape<kplus.MemoryResources> = { request: SIZE, limit: SIZE };

const RESOURCES: Shape<kplus.ContainerResources> = {
  cpu: struct(CPU_RESOURCES),
  memory: struct(MEMORY_RESOURCES),
  ephemeralStorage: struct<kplus.EphemeralStorageResources>(MEMORY_RESOURCES),
};

const AS_IN_KUBERNETES = 'write cpu: { request: …, limit: … }, memory: { request: …, limit: … }';

/** Options that choose nodes. */
export const PLACEMENT: Shape<Pick<ComponentOptions, 'nodeSelector' | 'tolerations'>> = {
  nodeSelector: map(text('"…", the value of a label'), '"example.org/key"'),
  tolerations: list(struct(TOLERATION)),
};

/** Options of every component. */
export const COMPONENT: Shape<ComponentOptions> = {
  image: text('registry/name:tag@sha256:… in quotes'),
  resources: struct(RESOURCES, { limits: AS_IN_KUBERNETES, requests: AS_IN_KUBERNETES }),
  extraEnv: map(ENV_VALUE, 'NAME'),
  ...PLACEMENT,
  priorityClassName: text('the name of a PriorityClass, such as "meetings"'),
  annotations: map(text('"…", the value of an annotation'), '"example.org/key"'),
  labels: map(text('"…", the value of a label'), '"example.org/key"'),
  extraVolumes: list(instance<ExtraVolume>('ExtraVolume', () => ExtraVolume, 'ExtraVolume.configMap("files", "my-config-map", { mountPath: "/opt/files" })')),
};

/** Options of a component of which several pods may run. */
export const REPLICATED: Shape<ReplicatedComponentOptions> = { ...COMPONENT, replicas: number('a number of pods, such as 2') };

/** Where images come from. */
export const IMAGES_FORM: Shape<ImageOptions> = {
  mirrors: map(text('"mirror.example.org/ghcr"'), '"ghcr.io"'),
  pinDigests: flag,
  pullSecrets: list(text('"pull-secret"')),
};

/** Whether the source of a variable names what it is read from. */
function isReference(source: unknown): boolean {
  const references: unknown[] = typeof source === 'object' ? Object.values(source ?? {}).filter((reference) => reference !== undefined) : [];
  return references.length === 1 && Object.values(references[0] ?? {}).some((part) => typeof part === 'string');
}

