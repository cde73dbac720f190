import { AdvertisedAddress, Credentials, JvbOptions, MediaExposure } from '../../lib';
import { Manifest, manifests, meetChart, ofKind } from '../support/charts';
import { complaints } from '../support/exposures';
import { environmentOf, workload } from '../support/pods';
import { findings } from '../support/posture-rules';

const EDGE: JvbOptions = { namespace: 'jitsi-edge', exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }), bridges: 2 };

function stack(options: JvbOptions = EDGE, credentials?: Credentials): Manifest[] {
  const chart = meetChart({ credentials });
  chart.meet.addBridges('edge', options);
  return manifests(chart);
}

const inEdge = (objects: readonly Manifest[]): Manifest[] => objects.filter(({ metadata }) => metadata.namespace === 'jitsi-edge');
const spec = (objects: readonly Manifest[], kind: string, name: string): unknown => ofKind(objects, kind).find(({ metadata }) => metadata.name === name)?.spec;

describe('A pool with a namespace of its own', () => {
  test('has all that it needs there, and the namespace itself at the level that its exposure needs, while that of the stack keeps its own', () => {
    const objects = stack();

    expect(inEdge(objects).map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/-[0-9a-f]{8}$/, '')}`)).toEqual([
      'ServiceAccount jitsi-jvb-edge-password', 'ServiceAccount jitsi-jvb-edge', 'Role jitsi-jvb-edge-password', 'RoleBinding jitsi-jvb-edge-password', 'ConfigMap jitsi-jvb-edge-password', 'ConfigMap jitsi-jvb-edge',
      'NetworkPolicy jitsi-jvb-edge-password', 'NetworkPolicy jitsi-jvb-edge', 'Job jitsi-jvb-edge-password', 'Deployment jitsi-jvb-edge', 'PodDisruptionBudget jitsi-jvb-edge',
    ]);
    expect(ofKind(objects, 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']])).toEqual([['jitsi-edge', 'privileged'], ['jitsi', 'restricted']]);
    expect(findings(objects, [])).toEqual([]);
  });

  test('needs no privilege where its exposure needs none', () => {
    const objects = stack({ namespace: 'jitsi-edge', exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.9']) }) });

    expect(ofKind(objects, 'Namespace').map(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'])).toEqual(['restricted', 'restricted']);
  });

  test('copies the password of its bridges alone, and may read no other Secret of the stack', () => {
    const objects = stack();
    const job = ofKind(inEdge(objects), 'Job')[0];
    const [role] = ofKind(objects, 'Role').filter(({ metadata }) => metadata.name === 'jitsi-jvb-edge-password' && metadata.namespace === 'jitsi');

    expect(environmentOf(workload(objects, job?.metadata.name ?? ''))).toMatchObject({
      NAMESPACE: 'jitsi-edge', CREDENTIALS_FROM: 'jitsi', CREDENTIALS_SECRET: 'jitsi-credentials', CREDENTIALS_KEYS: 'JVB_AUTH_PASSWORD',
    });
    expect(role).toMatchObject({ rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['jitsi-credentials'], verbs: ['get'] }] });
  });

  test('copies nothing of a Secret that its user keeps', () => {
    expect(ofKind(inEdge(stack(EDGE, Credentials.fromSecret('own'))), 'Job')).toEqual([]);
  });

  test('may log in to Prosody, from its namespace and no other', () => {
    const objects = stack();
    const peer = (name: string, namespace: string): object => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'jitsi' } },
    });

    expect(spec(objects, 'NetworkPolicy', 'jitsi-prosody')).toMatchObject({ ingress: expect.arrayContaining([{ ports: [{ port: 5222, protocol: 'TCP' }], from: [peer('jvb', 'jitsi-edge')] }]) as unknown });
    expect(spec(objects, 'NetworkPolicy', 'jitsi-jvb-edge')).toMatchObject({ egress: expect.arrayContaining([{ ports: [{ port: 5222, protocol: 'TCP' }], to: [peer('prosody', 'jitsi')] }]) as unknown });
    expect(environmentOf(workload(objects, 'jitsi-jvb-edge'))).toMatchObject({ XMPP_SERVER: 'jitsi-prosody.jitsi.svc.cluster.local' });
  });

  test('leaves a namespace alone that is somebody else\'s', () => {
    expect(ofKind(stack({ ...EDGE, createNamespace: false }), 'Namespace').map(({ metadata }) => metadata.name)).toEqual(['jitsi']);
  });

  test.each<[string, JvbOptions, string]>([
    ['the stack\'s own', { namespace: 'jitsi' }, 'namespace: "jitsi" is the stack\'s own namespace; leave it out, or choose another'],
    ['one of the cluster', { namespace: 'kube-system' }, 'namespace: "kube-system" is not this stack\'s own; choose another, or set createNamespace to false'],
    ['what is no name', { namespace: 'Edge' }, 'namespace: "Edge" is no name of a namespace; write one such as "jitsi-bridges"'],
    ['none, but whether it is made', { createNamespace: false }, 'createNamespace: says nothing without namespace, the pool\'s own; leave it out'],
  ])('is not given %s', (_, options, problem) => {
    expect(complaints(() => meetChart().meet.addBridges('edge', options))).toEqual([problem]);
  });
});
