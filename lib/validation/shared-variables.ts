import * as kplus from 'cdk8s-plus-27';
import { ComponentOptions } from '../options/component-options';
import { Violation } from './violations';

/** Components whose extra variables can contradict each other. */
export const READERS = ['web', 'prosody', 'jicofo', 'jvb'] as const;

/** One of them. */
export type Reader = typeof READERS[number];

/** Variables that mean the same to every component that reads them, and that no prop sets. */
export const SHARED_VARIABLES: Readonly<Record<string, readonly Reader[]>> = {
  ENABLE_AUDIO_TRANSLATION: ['web', 'prosody'],
  ENABLE_JAAS_COMPONENTS: ['web', 'prosody'],
  ENABLE_JVB_XMPP_SERVER: ['jicofo', 'jvb'],
  ENABLE_RECORDING: ['web', 'prosody', 'jicofo'],
  ENABLE_TRANSCRIPTIONS: ['web', 'prosody', 'jicofo'],
  ENABLE_VISITORS: ['prosody', 'jicofo'],
  JVB_XMPP_AUTH_DOMAIN: ['jicofo', 'jvb'],
  JVB_XMPP_INTERNAL_MUC_DOMAIN: ['jicofo', 'jvb'],
  PROSODY_VISITORS_MUC_PREFIX: ['prosody', 'jicofo'],
  VISITORS_MAX_VISITORS_PER_NODE: ['prosody', 'jicofo'],
  VISITORS_XMPP_DOMAIN: ['prosody', 'jicofo'],
};

type Options = { readonly [reader in Reader]?: ComponentOptions };

/** Extra variables that one component got and another, which reads it too, did not get or got otherwise. */
export function sharedVariableViolations(options: Options): Violation[] {
  return disagreements(options).flatMap(({ name, readers, problem }) => (
    readers.filter((reader) => options[reader]?.extraEnv?.[name] !== undefined).slice(0, 1).map((reader) => ({ field: `${reader}.extraEnv.${name}`, problem }))
  ));
}

/** The same for a pool of bridges that joins a stack in which all agree. */
export function poolVariableViolations(stack: Options, pool: ComponentOptions): Violation[] {
  return disagreements({ ...stack, jvb: pool }).map(({ name, problem }) => ({ field: `extraEnv.${name}`, problem }));
}

function disagreements(options: Options): ReadonlyArray<{ readonly name: string; readonly readers: readonly Reader[]; readonly problem: string }> {
  return Object.entries(SHARED_VARIABLES)
    .filter(([name, readers]) => new Set(readers.map((reader) => text(options[reader]?.extraEnv?.[name]))).size > 1)
    .map(([name, readers]) => ({ name, readers, problem: `${readers.join(', ')} read this variable and must agree; give all of them the same value` }));
}

function text(value: kplus.EnvValue | undefined): string | undefined {
  return value && JSON.stringify([value.value, value.valueFrom]);
}
