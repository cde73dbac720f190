import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Credentials, CredentialsExternalSecretOptions, CredentialsOptions, CredentialsSecretOptions, Drain, ExternalSecretKey, LoadBalancerOptions, LoadBalancerProvider, SecretStoreKind,
} from '../../../lib';
import { choice, Domain, Factories, leaf, made, map, oneOf, struct, values } from './domain';
import { duration, whole } from './numbers';
import { anyText, dataKey, freeText, objectName, qualifiedName } from './texts';

export const cidr = fc.oneof(fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })), fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))).map(([address, bits]) => `${address}/${bits}`);
export const BAD_BLOCKS = ['', '/', 'proxy', '192.0.2.0/', '192.0.2.0/33', '192.0.2.0/-1', '192.0.2.0/08', '192.0.2.0/24/24', '2001:db8::/129', 'fe80::1%eth0', '192.0.2/24', ' 192.0.2.0/24'];

export const addressBlocks: Domain<string[]> = values(cidr, [...BAD_BLOCKS, '192.0.2.1'], fc.oneof(cidr, anyText), { minLength: 1 });
/** Addresses of hosts: one that ends in 0 is taken for a block without its length. */
export const hostAddress = fc.oneof(fc.ipV4().filter((address) => !address.endsWith('.0')), fc.ipV6());
export const trustedProxies: Domain<string[]> = values(fc.oneof(cidr, hostAddress), [...BAD_BLOCKS, '10.244.0.0'], fc.oneof(cidr, anyText), { minLength: 1 });
export const ports: Domain<number[]> = values(fc.integer({ min: 1, max: 65535 }), [0, -1, 65536, 1.5, NaN], whole(1, 65535).odd, { minLength: 1 });

/** A value whose factory takes a name and a struct. */
function named<O extends object, T>(name: Domain<string>, options: Domain<O>, make: (name: string, options: O) => T, field: string): Domain<T> {
  const both = struct<{ readonly name: string; readonly options: O }>({ name, options }, ['name', 'options']);
  return made(both, (value) => make(value.name, value.options), (path) => (path === 'name' ? field : path.replace(/^options\./, '')));
}

const revision = whole(1, 10 ** 9, [1e21]);
const entry: Domain<ExternalSecretKey> = struct<ExternalSecretKey>({
  key: leaf(fc.constantFrom('jitsi', 'secret/data/jitsi', 'projects/1/ä b'), ['', ' a', 'a ', 'a\nb', 'a'.repeat(2049)], anyText), property: leaf(fc.constantFrom('jvb', 'a.b'), ['', 'a\n'], anyText),
}, ['key']);
const CREDENTIALS: Factories<typeof Credentials, Credentials> = {
  generatedInCluster: made(struct<CredentialsOptions>({ revision: leaf(revision.good, [0, -1, 1.5, NaN, Infinity, 1e21], revision.odd) }), Credentials.generatedInCluster.bind(Credentials)),
  fromSecret: named(
    objectName, struct<CredentialsSecretOptions>({ jicofoKey: dataKey, jvbKey: dataKey, turnKey: dataKey, revision: leaf(revision.good, [0, 1.5], revision.odd) }), Credentials.fromSecret.bind(Credentials), 'secretName',
  ),
  // With a secret for a TURN server, which the stack may have.
  externalSecret: made(struct<CredentialsExternalSecretOptions>({
    store: objectName, storeKind: choice(...Object.values(SecretStoreKind)), jicofo: entry, jvb: entry, turn: entry, revision: leaf(revision.good, [0, 1.5], revision.odd),
  }, ['store', 'jicofo', 'jvb', 'turn']), Credentials.externalSecret.bind(Credentials)),
};
export const credentials: Domain<Credentials> = oneOf(CREDENTIALS);

export const LOAD_BALANCER = {
  provider: choice(LoadBalancerProvider.metalLb(), LoadBalancerProvider.azure(), LoadBalancerProvider.awsNlb({ healthCheckSources: ['192.0.2.0/24'] })),
  annotations: map(qualifiedName(), freeText),
  loadBalancerClass: leaf(fc.constantFrom('service.k8s.aws/nlb', 'metallb'), ['', 'a b', 'a//b', '/nlb'], anyText),
  loadBalancerIp: leaf(fc.oneof(fc.ipV4(), fc.ipV6()), ['', 'lb.example.org', '192.0.2.0/24', '192.0.2', 'fe80::1%eth0'], anyText),
  sourceRanges: addressBlocks,
};

/** A provider chooses the class, and takes addresses itself. */
function besideProvider<T extends LoadBalancerOptions>(options: T): T {
  return options.provider === undefined ? options : { ...options, loadBalancerIp: undefined, loadBalancerClass: undefined };
}

/** Options of load balancers, of which a good one has no other opinion than its provider. */
export function balanced<T extends LoadBalancerOptions>(domain: Domain<T>): Domain<T> {
  return { ...domain, good: domain.good.map(besideProvider) };
}

export function drain(bridges: number): Domain<Drain> {
  const time = duration(60, 86400, [Duration.seconds(59), Duration.days(2)]);
  const only = bridges === 1;
  const factories: Factories<typeof Drain, Drain> = {
    atOnce: choice(Drain.atOnce()),
    within: {
      good: time.good.map((value) => Drain.within(value, { evenIfOnlyBridge: only })),
      odd: fc.tuple(time.odd, fc.boolean()).map(([value, evenIfOnlyBridge]) => Drain.within(value, { evenIfOnlyBridge })),
      bad: fc.oneof(
        ...(time.bad ? [time.bad.map(({ value }) => ({ value: Drain.within(value, { evenIfOnlyBridge: true }), field: 'duration' }))] : []),
        ...(only ? [time.good.map((value) => ({ value: Drain.within(value), field: '' }))] : []),
      ),
      kinds: time.kinds,
    },
  };
  return oneOf(factories);
}
