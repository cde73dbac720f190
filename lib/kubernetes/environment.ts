import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { isVariableName } from '../validation/formats';
import { at, Violation } from '../validation/violations';
import { unlessEmpty } from './present';
import { EnvVar, EnvVarSource } from './types';

/** Variables that a construct sets itself, with what its user does instead of setting them. */
export type ManagedVariables = Readonly<Record<string, string>>;

/** A value of an own variable: text, or where it is read from. */
export type OwnValue = string | EnvVarSource;

/** The own variables of a component: only names that its table of managed variables has. */
export type OwnVariables<T extends ManagedVariables> = { readonly [name in keyof T]?: OwnValue };

/** Variables that all Jitsi images read. */
export const MANAGED_BY_ALL_JITSI = {
  S6_YES_I_WANT_A_WORLD_WRITABLE_RUN_BECAUSE_KUBERNETES: 'it belongs to the volume at /run and cannot be changed',
  S6_READ_ONLY_ROOT: 'the root folder is always read-only',
  TZ: 'set timeZone',
} as const;

/** Why a program writes its log to nothing but its output. */
export const NO_LOG_FILE = 'a log file puts a shell between the container and Java, which then never learns that it is to stop; logs go to the output of the container';

/** Variables that a component's own props give it, which its user cannot give it as well. */
export function managedByProps(variables: Readonly<Record<string, unknown>>, path: string): ManagedVariables {
  return Object.fromEntries(Object.keys(variables).map((name) => [name, `a prop${path === '' ? '' : ` of ${path}`} gives it already; leave one of the two out`]));
}

/** Variables of our own scripts, for their tests. */
export function managedByScripts<N extends string>(...names: readonly N[]): Readonly<Record<N, string>> {
  return Object.fromEntries(names.map((name) => [name, 'a script of the construct needs it as it is'])) as Readonly<Record<N, string>>;
}

/** Variables of which the images' authors say that they hold a secret. */
const SECRETS = new Set([
  'JIBRI_RECORDER_PASSWORD', 'JIBRI_XMPP_PASSWORD', 'JICOFO_AUTH_PASSWORD', 'JICOFO_COMPONENT_SECRET', 'JICOFO_TRANSLATION_CF_ACCESS_CLIENT_ID',
  'JICOFO_TRANSLATION_CF_ACCESS_CLIENT_SECRET', 'JIGASI_TRANSCRIBER_PASSWORD', 'JIGASI_XMPP_PASSWORD', 'JVB_AUTH_PASSWORD', 'JWT_APP_SECRET',
  'LDAP_BINDPW', 'MATRIX_UVS_AUTH_TOKEN', 'SENTRY_DSN', 'TURN_CREDENTIALS', 'TURN_PASSWORD',
]);
/** Variables that are named like a secret and hold none. */
const NO_SECRETS = new Set(['PROSODY_LIMIT_MESSAGES_CHECK_TOKEN']);

/** Whether a variable holds a secret, by what is known of it or by its name. */
function isSecret(name: string): boolean {
  return SECRETS.has(name) || (/(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS)$/i.test(name) && !NO_SECRETS.has(name));
}

/** Own variables in the order in which the component names them, then the user's by name. */
export function environment(own: Readonly<Record<string, OwnValue | undefined>>, extra: Readonly<Record<string, kplus.EnvValue>> = {}): EnvVar[] {
  return [
    ...Object.entries(own)
      .filter((entry): entry is [string, OwnValue] => entry[1] !== undefined)
      .map(([name, value]) => (typeof value === 'string' ? { name, value } : { name, valueFrom: value })),
    ...Object.keys(extra).sort().map((name) => ({
      name,
      // The API server drops an empty value, which means the same as none.
      value: extra[name]?.value === '' ? undefined : extra[name]?.value as string | undefined,
      valueFrom: source(extra[name]),
    })),
  ];
}

/** Where a user's value is read from. `EnvValue.fromResource` has its divisor in a class around it. */
function source(extra: kplus.EnvValue | undefined): EnvVarSource | undefined {
  const { resourceFieldRef, ...rest } = (extra?.valueFrom ?? {}) as k8s.EnvVarSource;
  return unlessEmpty({ ...rest, ...(resourceFieldRef && { resourceFieldRef: { ...resourceFieldRef, divisor: resourceFieldRef.divisor?.value as string | undefined } }) });
}

/** What is wrong with the variables that a user adds. */
export function environmentViolations(path: string, managed: ManagedVariables, extra: Readonly<Record<string, kplus.EnvValue>> = {}): Violation[] {
  return Object.entries(extra).flatMap(([name, value]) => {
    const own = Object.hasOwn(managed, name) ? managed[name] : undefined;
    const problem = !isVariableName(name) ? 'is no name of an environment variable; use letters, digits and underscores'
      : own !== undefined ? `the construct sets this variable itself: ${own}`
        : isSecret(name) && (value.valueFrom as k8s.EnvVarSource | undefined)?.secretKeyRef === undefined
          ? 'is a secret, by its name, and everybody who may read the manifests or ConfigMaps could read it; use EnvValue.fromSecretValue with a Secret that you created'
          : undefined;
    return problem === undefined ? [] : [{ field: at(path, `extraEnv.${name}`), problem }];
  });
}
