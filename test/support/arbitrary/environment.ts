import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { charactersOf, choice, Domain, Factories, leaf, map, oneOf, Wrong } from './domain';
import { anyText, freeText } from './texts';

const scope = new Chart(Testing.app({ outdir: 'unused' }), 'references');
const secret = kplus.Secret.fromSecretName(scope, 'secret', 'own.secret');
const configMap = kplus.ConfigMap.fromConfigMapName(scope, 'config-map', 'own.config');

const fromSecret = kplus.EnvValue.fromSecretValue({ secret, key: 'key' });

const VALUES: Factories<typeof kplus.EnvValue, kplus.EnvValue> = {
  fromValue: { good: freeText.good.map((text) => kplus.EnvValue.fromValue(text)), odd: anyText.map((text) => kplus.EnvValue.fromValue(text)) },
  fromSecretValue: choice(fromSecret, kplus.EnvValue.fromSecretValue({ secret, key: 'key' }, { optional: true })),
  fromConfigMap: choice(kplus.EnvValue.fromConfigMap(configMap, 'key'), kplus.EnvValue.fromConfigMap(configMap, 'key', { optional: true })),
  fromFieldRef: choice(kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME), kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_LABEL, { key: 'app.kubernetes.io/name' })),
  fromResource: choice(kplus.EnvValue.fromResource(kplus.ResourceFieldPaths.CPU_LIMIT), kplus.EnvValue.fromResource(kplus.ResourceFieldPaths.MEMORY_REQUEST, { divisor: '1Mi' })),
  fromProcess: choice(kplus.EnvValue.fromProcess('PATH'), kplus.EnvValue.fromProcess('NOT_SET')),
};
const value = oneOf(VALUES);

const word = fc.string({ unit: charactersOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'), maxLength: 8 });
// No variable of any image starts so, and none of these is a password.
const name = leaf(word.map((text) => `X_${text}_X`), ['', '1ST', 'MY-VAR', 'MY VAR', 'A.B', 'Ä', 'A=B', 'A\n'], fc.oneof(word, anyText));

const SECRETS = ['JWT_APP_SECRET', 'JICOFO_COMPONENT_SECRET', 'LDAP_BINDPW', 'TURN_CREDENTIALS', 'MATRIX_UVS_AUTH_TOKEN', 'MY_PASSWORD', 'my_password', 'ADMIN_TOKEN', 'X_SECRET'];
const UNSAFE = [kplus.EnvValue.fromValue('hunter2'), kplus.EnvValue.fromProcess('PATH'), kplus.EnvValue.fromConfigMap(configMap, 'password')];

/**
 * Variables that a user adds to a container.
 *
 * @param managed some that its construct sets itself, or may set.
 */
export function extraEnv(managed: readonly string[]): Domain<Readonly<Record<string, kplus.EnvValue>>> {
  const { good, odd, bad, kinds = 0 } = map(name, value);
  const more = (wrong: fc.Arbitrary<readonly [string, kplus.EnvValue]>): fc.Arbitrary<Wrong<Readonly<Record<string, kplus.EnvValue>>>> => (
    fc.tuple(good, wrong).map(([rest, [wrongName, wrongValue]]) => ({ value: { ...rest, [wrongName]: wrongValue }, field: wrongName }))
  );
  return {
    good: fc.tuple(good, fc.boolean()).map(([env, withSecret]) => ({ ...env, ...(withSecret && { X_PASSWORD: fromSecret }) })),
    odd: fc.oneof(odd, fc.tuple(fc.constantFrom(...managed, ...SECRETS, 'NAME'), value.odd).map(([name, given]) => ({ [name]: given }))),
    bad: fc.oneof(
      ...(bad ? [bad] : []),
      more(fc.tuple(fc.constantFrom(...SECRETS), fc.constantFrom(...UNSAFE))),
      ...(managed.length > 0 ? [more(fc.tuple(fc.constantFrom(...managed), value.good))] : []),
    ),
    kinds: kinds + SECRETS.length + managed.length,
  };
}
