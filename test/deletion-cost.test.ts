import { AdvertisedAddress, JvbOptions, MediaExposure, PodSecurityLevel } from '../lib';
import { Manifest, ofKind, rendered } from './support/charts';
import { knownPorts, Network, WORLD } from './support/network';
import { roles } from './support/objects';
import { Container, environmentOf, mainContainer, Variable, workload } from './support/pods';
import { findings } from './support/posture-rules';
import { refusal } from './support/refusal';

function pool(options: JvbOptions): Manifest[] {
  return rendered({ podSecurity: PodSecurityLevel.PRIVILEGED, jvb: options });
}

const STUN = MediaExposure.hostPort({ address: AdvertisedAddress.stun(['stun.example.org:3478']) });
const HOST_NETWORK = MediaExposure.hostNetwork({ address: AdvertisedAddress.nodeInternalIp(), nodeCidrs: ['192.0.2.0/24'], restPort: 8090 });

function beside(objects: readonly Manifest[]): Container | undefined {
  return workload(objects, 'jitsi-jvb').spec.template.spec.containers.find(({ name }) => name === 'deletion-cost');
}

function environment({ env = [] }: Container): Record<string, unknown> {
  return Object.fromEntries(env.map(({ name, value, valueFrom }: Variable) => [name, value ?? valueFrom]));
}

describe('Bridges that say what it costs to give them up', () => {
  const objects = pool({ exposure: STUN, bridges: 3, deletionCost: true });

  test('have a container beside them that runs the script, in the bridge\'s own image, and knows where to ask and what to write on', () => {
    const container = beside(objects);

    expect(container).toMatchObject({ command: ['/bin/sh', '/scripts/deletion-cost.sh'], image: mainContainer(workload(objects, 'jitsi-jvb')).image });
    expect(container && environment(container)).toEqual({
      NAMESPACE: 'jitsi', POD: { fieldRef: { fieldPath: 'metadata.name' } }, REST: 'http://127.0.0.1:8080', API_ACCESS: '/var/run/secrets/kubernetes.io/serviceaccount',
    });
    expect(ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name === 'jitsi-jvb')?.data).toHaveProperty(['deletion-cost.sh']);
    expect(environmentOf(workload(objects, 'jitsi-jvb'))).toMatchObject({ COLIBRI_REST_ENABLED: '1' });
  });

  test('are asked at the loopback address of the node where they are in its network', () => {
    const container = beside(pool({ exposure: HOST_NETWORK, deletionCost: true }));

    expect(container && environment(container)).toMatchObject({ REST: 'http://127.0.0.1:8090' });
  });

  test('answer although they do not drain', () => {
    expect(environmentOf(workload(pool({ exposure: STUN, deletionCost: true }), 'jitsi-jvb'))).toMatchObject({ COLIBRI_REST_ENABLED: '1' });
  });

  test('may change pods and nothing else, with a token that the bridge itself has not', () => {
    expect(roles(objects).find(({ metadata }) => metadata.name === 'jitsi-jvb')?.rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }]);
    expect(workload(objects, 'jitsi-jvb').spec.template.spec.serviceAccountName).toBe('jitsi-jvb');
    expect(mainContainer(workload(objects, 'jitsi-jvb')).volumeMounts?.map(({ name }) => name)).not.toContain('api-access');
    expect(beside(objects)?.volumeMounts?.map(({ name }) => name)).toContain('api-access');
  });

  test('may get nodes too, where they announce the address of theirs', () => {
    const both = pool({ exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }), deletionCost: true });

    expect(roles(both).find(({ metadata }) => metadata.name === 'jitsi-jvb')?.rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }]);
    expect(ofKind(both, 'ClusterRole').map(({ metadata }) => metadata.name)).toEqual(['jitsi.jitsi-jvb']);
    expect(ofKind(both, 'ServiceAccount').filter(({ metadata }) => metadata.name === 'jitsi-jvb')).toHaveLength(1);
  });

  test('reach the API server, which they otherwise do not', () => {
    const toApiServer = (of: readonly Manifest[]): boolean => new Network(of, ({ metadata }) => metadata.name).connections(knownPorts(of)).includes(`jitsi-jvb -> ${WORLD} 6443/TCP`);

    expect([toApiServer(objects), toApiServer(pool({ exposure: STUN, bridges: 3 }))]).toEqual([true, false]);
  });

  test('break no posture rule but those that say what they cost', () => {
    expect([...new Set(findings(objects).map((finding) => finding.replace(/:.*/s, '')))].sort()).toEqual(['rolesAreNarrow', 'tokensStayWithHelpers']);
  });

  test('are an exception: by default there is neither container nor right', () => {
    const without = pool({ exposure: STUN, bridges: 3 });

    expect(beside(without)).toBeUndefined();
    expect(roles(without).map(({ metadata }) => metadata.name)).toEqual(['jitsi-bootstrap']);
  });
});

test.each<[string, JvbOptions, string]>([
  ['of a StatefulSet', { exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService() }) }, 'with MediaExposure.loadBalancerPerBridge bridges are pods of a StatefulSet, which gives up the last one whatever it costs; leave it out, or use hostPort, hostNetwork or turnOnly'],
  ['of a workload each', {}, 'with MediaExposure.loadBalancer each bridge has a workload of its own, which you give up by number; leave it out, or use hostPort, hostNetwork or turnOnly'],
])('The cost of bridges %s is refused, because nobody would look at it', (_title, options, problem) => {
  expect(refusal(() => pool({ ...options, deletionCost: true }))).toContain(`jvb.deletionCost: ${problem}`);
});
