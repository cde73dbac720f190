import { Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Credentials, EdgeExposure, IssuerKind, JitsiMeetChart, JitsiMeetChartProps, Tls, Turn } from '../lib';
import { Manifest, manifests, meetChart, ofKind, PUBLIC_URL, rendered, serviceOf } from './support/charts';
import { containers, environmentOf, mainContainer, workload, workloads } from './support/pods';

/** Names of the objects that differ between two stacks. */
function changed(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const texts = new Set(before.map((object) => JSON.stringify(object)));
  return after.filter((object) => !texts.has(JSON.stringify(object))).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

describe('the edge', () => {
  test('has the port of the public address', () => {
    const spec = serviceOf(rendered({ publicUrl: 'https://meet.example.org:8443' }), 'jitsi-nginx')?.spec;

    expect(spec).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ name: 'https', port: 8443 }, { name: 'http', port: 80 }] });
  });

  test('inside the cluster opens nothing to the world', () => {
    const chart = meetChart({ edge: EdgeExposure.clusterIp() });

    expect(serviceOf(manifests(chart), 'jitsi-nginx')?.spec).toMatchObject({ type: 'ClusterIP' });
    expect(chart.meet.openPorts.map(({ service }) => service)).toEqual(['jitsi-jvb']);
  });

  test('takes the certificate from the files of the original stack', () => {
    const [pod] = workloads(rendered({ tls: Tls.fromSecret('meet-tls', { certificateKey: 'fullchain.pem', privateKeyKey: 'private.key' }) })).filter(({ metadata }) => metadata.name === 'jitsi-nginx');
    const volume = pod?.spec.template.spec.volumes?.find(({ name }) => name === 'tls');

    expect(volume?.secret).toEqual({ secretName: 'meet-tls', defaultMode: 0o440, items: [{ key: 'fullchain.pem', path: 'fullchain.pem' }, { key: 'private.key', path: 'private.key' }] });
  });

  test('gets a certificate from cert-manager for a host name, and for an address', () => {
    const tls = Tls.certManager({ issuer: 'internal', issuerKind: IssuerKind.ISSUER });
    const spec = (publicUrl: string): unknown => ofKind(rendered({ publicUrl, tls }), 'Certificate')[0]?.spec;

    expect(spec(PUBLIC_URL)).toMatchObject({ dnsNames: ['meet.example.org'], secretName: 'jitsi-tls', issuerRef: { name: 'internal', kind: 'Issuer' } });
    expect(spec('https://192.0.2.1')).toMatchObject({ ipAddresses: ['192.0.2.1'] });
    expect(spec('https://192.0.2.1')).not.toHaveProperty('dnsNames');
  });
});

describe('secrets', () => {
  const own = { credentials: Credentials.fromSecret('own'), tls: Tls.fromSecret('meet-tls') };

  test('are made by a Job that may touch them alone', () => {
    const [role] = ofKind(rendered(), 'Role');

    expect((role as unknown as { rules: unknown }).rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['jitsi-credentials', 'jitsi-self-signed-tls'], verbs: ['get', 'patch'] },
    ]);
  });

  test('of one\'s own need no Job', () => {
    const objects = rendered(own);

    expect(ofKind(objects, 'Job')).toEqual([]);
    expect(objects.filter(({ metadata }) => metadata.name.includes('bootstrap'))).toEqual([]);
  });

  test('are made in part where the rest is one\'s own', () => {
    const job = (props: Partial<JitsiMeetChartProps>): Record<string, string> => environmentOf(workloads(ofKind(rendered(props), 'Job'))[0] ?? workload([], 'job'));

    expect(job({ tls: own.tls })).not.toHaveProperty('TLS_SECRET');
    expect(job({ credentials: own.credentials })).not.toHaveProperty('CREDENTIALS_SECRET');
  });

  test('of a new revision roll Prosody, Jicofo and bridges together, and nothing else', () => {
    for (const credentials of [(revision: number) => Credentials.generatedInCluster({ revision }), (revision: number) => Credentials.fromSecret('own', { revision })]) {
      const names = changed(rendered({ credentials: credentials(1), tls: own.tls }), rendered({ credentials: credentials(2), tls: own.tls }));

      expect(names.filter((name) => !name.startsWith('Job/'))).toEqual(['Deployment/jitsi-prosody', 'Deployment/jitsi-jicofo', 'Deployment/jitsi-jvb-0']);
    }
  });

  test('are not in the manifest', () => {
    expect(ofKind(rendered(), 'Secret')).toEqual([]);
  });
});

describe('a change', () => {
  test.each<[string, Partial<JitsiMeetChartProps>, string[]]>([
    ['of web\'s configuration rolls web', { web: { configJs: 'config.a = 1;' } }, ['ConfigMap/jitsi-web', 'Deployment/jitsi-web']],
    ['of HSTS rolls the edge', { nginx: { hsts: Duration.days(1) } }, ['ConfigMap/jitsi-nginx', 'Deployment/jitsi-nginx']],
    ['of the number of web pods touches web', { web: { replicas: 4 } }, ['Deployment/jitsi-web']],
    ['of the edge\'s annotations touches its Service', { edge: EdgeExposure.loadBalancer({ annotations: { a: 'b' } }) }, ['Service/jitsi-nginx']],
    ['of Jicofo\'s heap rolls Jicofo', { jicofo: { maxHeap: Size.mebibytes(700) } }, ['Deployment/jitsi-jicofo']],
    ['of sound rolls web', { features: { audio: { startSilent: true } } }, ['Deployment/jitsi-web']],
    ['of who may wait in a lobby rolls Prosody', { features: { meeting: { enableLobby: false } } }, ['Deployment/jitsi-prosody']],
    ['of a TURN server elsewhere rolls Prosody', { turn: Turn.external({ host: 'turn.example.org', secretName: 'turn' }) }, ['Deployment/jitsi-prosody']],
    [
      'of the Job\'s node makes another Job, since a Job cannot be changed', { bootstrap: { nodeSelector: { a: 'b' } } },
      [expect.stringMatching(/^Job\/jitsi-bootstrap-[0-9a-f]{8}$/)],
    ],
  ])('%s and moves nothing unrelated', (_title, props, names) => {
    expect(changed(rendered(), rendered(props))).toEqual(names);
  });
});

describe('images', () => {
  test('come from mirrors, by digest', () => {
    const images = workloads(rendered({ images: { mirrors: { 'ghcr.io': 'mirror.example.org/ghcr', 'docker.io': 'mirror.example.org/hub' }, pullSecrets: ['pull'] } }));

    expect(new Set(images.flatMap(containers).map(({ image }) => image.replace(/:.*/, '')))).toEqual(new Set([
      'mirror.example.org/ghcr/jitsi/web', 'mirror.example.org/ghcr/jitsi/prosody', 'mirror.example.org/ghcr/jitsi/jicofo', 'mirror.example.org/ghcr/jitsi/jvb',
      'mirror.example.org/hub/nginxinc/nginx-unprivileged',
    ]));
    expect(images.every(({ spec }) => spec.template.spec.imagePullSecrets?.[0]?.name === 'pull')).toBe(true);
  });

  test('lose their digests, and nothing else changes, where a registry cannot serve them', () => {
    const text = (objects: readonly Manifest[]): string => JSON.stringify(objects.filter(({ kind }) => kind !== 'Job'));

    expect(text(rendered({ images: { pinDigests: false } }))).toBe(text(rendered()).replace(/@sha256:[0-9a-f]{64}/g, ''));
  });
});

describe('resources', () => {
  test('keep a default request below a limit that is set, and a default limit above a request that is set', () => {
    const of = (memory: kplus.MemoryResources): unknown => mainContainer(workload(rendered({ web: { resources: { memory } } }), 'jitsi-web')).resources;

    expect(of({ limit: Size.mebibytes(128) })).toMatchObject({ requests: { memory: '64Mi' }, limits: { memory: '128Mi' } });
    expect(of({ request: Size.gibibytes(1) })).toMatchObject({ requests: { memory: '1Gi' }, limits: { memory: '1Gi' } });
  });
});

describe('two stacks', () => {
  test('in one namespace share no name and select none of each other\'s pods', () => {
    const [one, two] = ['one', 'two'].map((id) => manifests(new JitsiMeetChart(Testing.app({ outdir: 'unused' }), id, { publicUrl: PUBLIC_URL, createNamespace: false })));
    const names = new Set(one?.map(({ kind, metadata }) => `${kind}/${metadata.name}`));

    expect(two?.filter(({ kind, metadata }) => names.has(`${kind}/${metadata.name}`))).toEqual([]);
    expect(two?.every((object) => !JSON.stringify(object).includes('"app.kubernetes.io/instance":"one"'))).toBe(true);
  });
});
