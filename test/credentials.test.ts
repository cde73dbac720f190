import { Credentials, CredentialsExternalSecretOptions, JitsiMeetChartProps, SecretStoreKind, Tls, Turn } from '../lib';
import { manifests, meetChart, rendered } from './support/charts';
import { complaints } from './support/exposures';
import { externalSecrets } from './support/objects';
import { environmentOf, workloads } from './support/pods';
import { wrong } from './support/refusal';

const REMOTE: CredentialsExternalSecretOptions = { store: 'vault', jicofo: { key: 'jitsi/passwords', property: 'jicofo' }, jvb: { key: 'jitsi/passwords', property: 'jvb' } };
const TURN = Turn.coturn({ host: 'turn.example.org', tls: Tls.fromSecret('turn-tls') });

function external(options: Partial<CredentialsExternalSecretOptions> = {}): Credentials {
  return Credentials.externalSecret({ ...REMOTE, ...options });
}

/** Where each workload reads the variables of a name, with the annotation that rolls it. */
function readers(props: Partial<JitsiMeetChartProps>, name: string): unknown[] {
  return workloads(rendered(props)).flatMap((workload) => {
    const value = environmentOf(workload)[name];
    return value === undefined ? [] : [[workload.metadata.name, value, workload.spec.template.metadata.annotations?.['cdk8s-jitsi/credentials-revision']]];
  });
}

describe('Passwords of a store outside the cluster', () => {
  test('are fetched into a Secret under the keys that pods read, and only when something changes here', () => {
    const [found, ...more] = externalSecrets(rendered({ credentials: external({ storeKind: SecretStoreKind.SECRET_STORE }) }));

    expect(more).toEqual([]);
    expect(found?.spec).toEqual({
      refreshPolicy: 'OnChange',
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      target: { name: 'jitsi-external-credentials' },
      data: [
        { secretKey: 'JICOFO_AUTH_PASSWORD', remoteRef: { key: 'jitsi/passwords', property: 'jicofo' } }, { secretKey: 'JVB_AUTH_PASSWORD', remoteRef: { key: 'jitsi/passwords', property: 'jvb' } },
      ],
    });
  });

  test('are with all that read them, and no Job makes others', () => {
    expect(readers({ credentials: external() }, 'JVB_AUTH_PASSWORD')).toEqual(['prosody', 'jvb-0'].map((name) => [`jitsi-${name}`, expect.stringMatching(/jitsi-external-credentials.*JVB_AUTH_PASSWORD/) as unknown, '1']));
    expect(workloads(rendered({ credentials: external(), tls: Tls.fromSecret('meet-tls') })).filter(({ kind }) => kind === 'Job')).toEqual([]);
  });

  test('are fetched anew with each revision, under keys that old pods do not read', () => {
    const props = { credentials: external({ revision: 2, turn: { key: 'jitsi/turn' } }), turn: TURN };

    expect(externalSecrets(rendered(props))[0]?.spec.data.map(({ secretKey }) => secretKey)).toEqual(['JICOFO_AUTH_PASSWORD_2', 'JVB_AUTH_PASSWORD_2', 'TURN_CREDENTIALS_2']);
    expect(readers(props, 'TURN_CREDENTIALS')).toEqual(['coturn', 'prosody'].map((name) => [`jitsi-${name}`, expect.stringMatching(/TURN_CREDENTIALS_2/) as unknown, '2']));
  });

  test('come without that of a TURN server where there is none', () => {
    expect(externalSecrets(rendered({ credentials: external({ turn: { key: 'jitsi/turn' } }) }))[0]?.spec.data).toHaveLength(2);
  });

  test('are fetched for a pool in its own namespace too, and of them only what it reads', () => {
    const chart = meetChart({ credentials: external() });
    chart.meet.addBridges('far', { namespace: 'far-bridges' });
    const found = externalSecrets(manifests(chart)).map(({ metadata, spec }) => [metadata.namespace, spec.target.name, spec.data.map(({ secretKey }) => secretKey)]);

    expect(found).toEqual([
      ['jitsi', 'jitsi-external-credentials', ['JICOFO_AUTH_PASSWORD', 'JVB_AUTH_PASSWORD']], ['far-bridges', 'jitsi-external-credentials', ['JVB_AUTH_PASSWORD']],
    ]);
  });
});

describe('Credentials are refused', () => {
  test.each<[string, Partial<JitsiMeetChartProps>, string]>([
    ['without a store', { credentials: Credentials.externalSecret(wrong({ jicofo: { key: 'a' }, jvb: { key: 'b' } })) }, 'credentials.store: is missing; write the name of a store'],
    ['without options', { credentials: Credentials.externalSecret(wrong(null)) }, 'credentials: null is not a struct'],
    ['with a path for a store', { credentials: external({ store: 'https://vault' }) }, 'credentials.store: "https://vault" is no name of a store'],
    ['with a text for a place', { credentials: external({ jvb: wrong('jitsi/jvb') }) }, 'credentials.jvb: "jitsi/jvb" is not a struct of props; write { key: '],
    ['with a place of two lines', { credentials: external({ jicofo: { key: 'a\nb' } }) }, 'credentials.jicofo.key: "a\\nb" is no name in a store'],
    ['without a place for what a TURN server shares', { credentials: external(), turn: TURN }, 'credentials.turn: is missing: the TURN server shares a secret with Prosody; write { key: "jitsi/turn" }'],
    ['with a revision of none', { credentials: external({ revision: 0 }) }, 'credentials.revision: 0 must be a whole number from 1 on'],
    ['with a key that no Secret has', { credentials: Credentials.fromSecret('own', { turnKey: 'a b' }) }, 'credentials.turnKey: "a b" is no key of a Secret'],
  ])('%s', (_title, props, said) => {
    expect(complaints(() => meetChart(props))).toEqual([expect.stringContaining(said)]);
  });
});
