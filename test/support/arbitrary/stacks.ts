import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { ImageOptions, JitsiMeetChartProps, JvbOptions, MediaExposure, PodSecurityLevel } from '../../../lib';
import { Reader, SHARED_VARIABLES } from '../../../lib/validation/shared-variables';
import { SURROUNDINGS } from '../exposures';
import { authentication } from './authentication';
import { jvb } from './bridges';
import { bootstrap, jicofo, nginx, prosody, web } from './components';
import { choice, Domain, Fields, leaf, struct, values } from './domain';
import { features } from './features';
import { relays } from './relays-and-scaling';
import { anyText, dnsDomain, dnsLabel, namespace, objectName, publicUrl, timeZone } from './texts';
import { edge, ipFamilies, reachable, tls } from './edges';
import { turn } from './turn';
import { credentials, ports } from './values';

/** Everything that a stack is made of, its id among it: the path of a refusal starts with one of these names. */
export interface StackInput extends JitsiMeetChartProps {
  readonly id: string;
}

const MIRROR = fc.constantFrom('mirror.example.org', 'mirror.example.org/ghcr', 'mirror.example.org:5000/a_b/c', '10.0.0.1:5000');
const BAD_MIRRORS: ReadonlyArray<Readonly<Record<string, string>>> = [
  { 'quay.io': 'mirror.example.org' }, { '': 'mirror.example.org' }, { __proto__x: 'a' }, { 'ghcr.io': 'https://mirror.example.org' }, { 'ghcr.io': 'mirror.example.org/' }, { 'docker.io': '' },
  { 'docker.io': 'Mirror.example.org' },
];

const images: Domain<ImageOptions> = struct<ImageOptions>({
  mirrors: leaf(
    fc.record({ 'ghcr.io': MIRROR, 'docker.io': MIRROR }, { requiredKeys: [] }) as fc.Arbitrary<Readonly<Record<string, string>>>, BAD_MIRRORS,
    fc.dictionary(fc.oneof(fc.constantFrom('ghcr.io', 'docker.io'), anyText), anyText, { maxKeys: 2, noNullPrototype: true }),
  ),
  pinDigests: choice(true, false),
  pullSecrets: values(objectName.good, ['', 'my secret', 'Upper', 'a/b'], objectName.odd),
});

/** constructs itself refuses an empty id, and one that every JavaScript object has as a property. */
function idOfConstruct({ good, bad, odd }: Domain<string>): Domain<string> {
  const reaches = (value: string): boolean => value !== '' && !(value in {});
  return { good: good.filter(reaches), ...(bad && { bad: bad.filter(({ value }) => reaches(value)) }), odd: odd.filter(reaches) };
}

const fields: Fields<StackInput> = {
  id: idOfConstruct(dnsLabel(36, [], 37)),
  publicUrl,
  namespace,
  createNamespace: choice(true, false),
  podSecurity: choice(...Object.values(PodSecurityLevel)),
  clusterDomain: { ...dnsDomain, ...(dnsDomain.bad && { bad: fc.oneof(dnsDomain.bad, fc.constant({ value: `a.${'b.'.repeat(120)}c`, field: '' })) }) },
  timeZone,
  xmppDomain: dnsDomain,
  images,
  networkPolicies: choice(true, false),
  apiServerPorts: ports,
  relays,
  features,
  ipFamilies,
  tls,
  authentication,
  credentials,
  edge,
  turn,
  nginx,
  web,
  prosody,
  jicofo,
  jvb: jvb(100),
  bootstrap,
};

/** The names with which the path of a refusal may start. */
export const STACK_FIELDS: readonly string[] = Object.keys(fields);

type Shared = Readonly<Record<string, string>>;

/** The same variables for all components that read them. */
function share<T extends { readonly [reader in Reader]?: JvbOptions }>(stack: T, shared: Shared): T {
  const readers = ['web', 'prosody', 'jicofo', 'jvb'] as const;
  return readers.reduce((sofar, reader) => {
    const own = Object.entries(shared).filter(([name]) => SHARED_VARIABLES[name]?.includes(reader)).map(([name, text]) => [name, kplus.EnvValue.fromValue(text)] as const);
    return own.length === 0 ? sofar : { ...sofar, [reader]: { ...sofar[reader], extraEnv: { ...sofar[reader]?.extraEnv, ...Object.fromEntries(own) } } };
  }, stack);
}

const shared: fc.Arbitrary<Shared> = fc.dictionary(fc.constantFrom(...Object.keys(SHARED_VARIABLES)), fc.constantFrom('0', '1'), { maxKeys: 2, noNullPrototype: true });
const alone = fc.constantFrom(...Object.entries(SHARED_VARIABLES).flatMap(([name, readers]) => readers.map((reader) => ({ name, reader }))));
const one = struct<StackInput>(fields, ['id', 'publicUrl']);

function isOneOf(exposure: MediaExposure | undefined, ...names: readonly string[]): boolean {
  return exposure !== undefined && names.includes(exposure._way.name);
}

/** Relays need somebody to relay to, and regions need relays. */
function related(stack: StackInput): Pick<StackInput, 'jvb' | 'relays'> {
  const { bridges = 1, scaling } = stack.jvb ?? {};
  const some = (scaling?._most ?? bridges) > 1 ? stack.relays : undefined;
  return { relays: some, jvb: some === undefined && stack.jvb !== undefined ? { ...stack.jvb, region: undefined } : stack.jvb };
}

/** Guests who wait in the lobby need one. */
function withLobby({ authentication: one, features: wanted }: StackInput): Pick<StackInput, 'features'> {
  const needed = one?._violations('').length === 0 && one._way.prosody.XMPP_MODULES !== undefined;
  return needed && wanted?.meeting !== undefined ? { features: { ...wanted, meeting: { ...wanted.meeting, enableLobby: undefined } } } : {};
}

/** The same stack with what its choices need. */
function fit(stack: StackInput): StackInput {
  const exposure = stack.jvb?.exposure;
  return {
    ...reachable(stack),
    ...related(stack),
    ...withLobby(stack),
    ...(isOneOf(exposure, 'hostPort', 'hostNetwork') && { podSecurity: SURROUNDINGS.podSecurity }),
    // Fixed addresses may be of one family alone, and so may Services.
    ...(exposure?._way.address?.addresses !== undefined && { ipFamilies: undefined }),
    ...(isOneOf(exposure, 'turnOnly') && { turn: SURROUNDINGS.turn }),
  };
}

const fitting = one.good.map(fit);
const needy = jvb(100).good.filter(({ exposure }) => isOneOf(exposure, 'hostPort', 'hostNetwork', 'turnOnly')).map((pool): JvbOptions => ({ ...pool, namespace: undefined, createNamespace: undefined }));

type Generated<T> = Omit<Required<Domain<T>>, 'kinds'>;

/** Stacks of all kinds. A wrong one is wrong in one field alone, so that the refusal can be held against it. */
export const stacks: Generated<StackInput> = {
  good: fc.tuple(fitting, shared).map(([stack, variables]) => share(stack, variables)),
  odd: one.odd.map(fit),
  bad: fc.oneof(
    { weight: 20, arbitrary: one.bad },
    // Port 80 is the edge's for those who come by HTTP.
    {
      weight: 1,
      arbitrary: fitting.map((stack) => ({ value: { ...stack, publicUrl: 'https://meet.example.org:80', nginx: { ...stack.nginx, redirectHttp: true } }, field: 'nginx.redirectHttp' })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fitting, alone).map(([stack, { name, reader }]) => ({
        value: { ...stack, [reader]: { ...stack[reader], extraEnv: { [name]: kplus.EnvValue.fromValue('1') } } }, field: `${reader}.extraEnv.${name}`,
      })),
    },
    // Each of these exposures needs something of its surroundings.
    {
      weight: 1,
      arbitrary: fc.tuple(one.good, needy).map(([{ createNamespace: _created, podSecurity: _level, turn: _turn, ...stack }, pool]) => ({ value: { ...stack, jvb: pool }, field: 'jvb.exposure' })),
    },
  ),
};

/** Stacks that are wrong in two places. */
export const worseStacks: fc.Arbitrary<{ readonly value: StackInput; readonly fields: readonly string[] }> = (() => {
  const place = (field: string): string => field.replace(/[.[].*/, '');
  return fc.tuple(one.bad, one.bad).filter(([a, b]) => place(a.field) !== place(b.field)).map(([a, b]) => ({
    value: { ...a.value, ...Object.fromEntries(Object.entries(b.value).filter(([key]) => key === place(b.field))) }, fields: [a.field, b.field],
  }));
})();

/** A pool of bridges beside the first one. */
export interface PoolInput extends JvbOptions {
  readonly pool: string;
}

/**
 * Pools of bridges.
 *
 * @param network pools of different numbers announce different addresses.
 */
export function pools(network: number): Generated<PoolInput> {
  const options = jvb(network);
  const name = dnsLabel(8, ['default']);
  return {
    good: fc.tuple(name.good.filter((text) => text !== 'default'), options.good).map(([pool, rest]) => ({ ...rest, pool })),
    odd: fc.tuple(fc.oneof({ weight: 5, arbitrary: name.good }, { weight: 1, arbitrary: name.odd }), options.odd).map(([pool, rest]) => ({ ...rest, pool })),
    bad: fc.oneof(
      fc.tuple(name.good, options.bad).map(([pool, { value, field }]) => ({ value: { ...value, pool }, field })),
      ...(name.bad ? [fc.tuple(name.bad, options.good).map(([{ value }, rest]) => ({ value: { ...rest, pool: value }, field: 'pool' }))] : []),
    ),
  };
}
