import { Duration } from 'cdk8s';
import { AdvertisedAddress, Drain, MediaExposure } from '../../lib';
import { Manifest } from '../support/charts';
import { exposure, mediaStack } from '../support/exposures';
import { networkPolicies, services } from '../support/objects';
import { environmentOf, mainContainer, workload } from '../support/pods';

const CIDRS = ['192.0.2.0/24', '2001:db8::/64'];

function hostNetwork(more: { readonly port?: number; readonly restPort?: number } = {}, drain = Drain.within(Duration.minutes(5))): Manifest[] {
  return mediaStack({ bridges: 2, drain, exposure: MediaExposure.hostNetwork({ address: AdvertisedAddress.nodeExternalIp(), nodeCidrs: CIDRS, ...more }) });
}

function configuration(objects: readonly Manifest[]): string | undefined {
  return objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'jitsi-jvb')?.data?.['custom-jvb.conf'];
}

describe('A bridge in the network of its node', () => {
  const objects = hostNetwork();
  const bridge = workload(objects, 'jitsi-jvb');
  const container = mainContainer(bridge);

  test('finds Prosody by the names of the cluster', () => {
    expect(bridge.spec.template.spec).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
  });

  test('keeps its REST interface, which asks for no password, to the node itself', () => {
    expect(configuration(objects)?.split('\n')).toEqual(expect.arrayContaining(['videobridge.http-servers.private.host = 127.0.0.1', 'videobridge.http-servers.private.port = 8080']));
    expect(configuration(hostNetwork({ restPort: 9080 }))).toContain('videobridge.http-servers.private.port = 9080\n');
  });

  test('is asked for its health where it listens', () => {
    const probes = ({ startupProbe, readinessProbe, livenessProbe }: typeof container): unknown[] => [startupProbe, readinessProbe, livenessProbe].map((probe) => probe?.httpGet);

    expect(probes(container)).toEqual(Array.from({ length: 3 }, () => ({ host: '127.0.0.1', port: 8080, path: '/about/health' })));
    expect(probes(mainContainer(workload(hostNetwork({ restPort: 9080 }), 'jitsi-jvb')))).toEqual(Array.from({ length: 3 }, () => ({ host: '127.0.0.1', port: 9080, path: '/about/health' })));
  });

  test('is asked to drain where it listens', () => {
    expect(environmentOf(bridge).REST).toBe('http://127.0.0.1:8080');
    expect(environmentOf(workload(hostNetwork({ restPort: 9080 }), 'jitsi-jvb')).REST).toBe('http://127.0.0.1:9080');
    expect(environmentOf(workload(hostNetwork({}, Drain.atOnce()), 'jitsi-jvb'))).not.toHaveProperty('REST');
  });

  test('says which ports of the node it takes, so that the scheduler keeps others off them', () => {
    expect(container.ports).toEqual([{ name: 'media', containerPort: 10000, hostPort: 10000, protocol: 'UDP' }, { name: 'rest', containerPort: 8080, hostPort: 8080, protocol: 'TCP' }]);
    expect(mainContainer(workload(hostNetwork({ port: 20000, restPort: 9080 }), 'jitsi-jvb')).ports?.map(({ hostPort }) => hostPort)).toEqual([20000, 9080]);
  });

  test('has the name of its pod in the room of the bridges, not that of its node', () => {
    expect(environmentOf(bridge).JVB_MUC_NICKNAME).toBe('field metadata.name');
    expect(environmentOf(workload(mediaStack({ exposure: exposure('hostPort') }), 'jitsi-jvb'))).not.toHaveProperty('JVB_MUC_NICKNAME');
  });

  test('logs in to Prosody from its node\'s address', () => {
    const fromBlocks = (of: readonly Manifest[]): unknown[] => networkPolicies(of).find(({ metadata }) => metadata.name === 'jitsi-prosody')?.spec.ingress?.filter(({ from }) => from?.some(({ ipBlock }) => ipBlock)) ?? [];

    expect(fromBlocks(objects)).toEqual([{ from: CIDRS.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ port: 5222, protocol: 'TCP' }] }]);
    expect(fromBlocks(mediaStack({ exposure: exposure('hostPort') }))).toEqual([]);
  });

  test('is behind no Service', () => {
    expect(services(objects).map(({ metadata }) => metadata.name)).toEqual(['jitsi-prosody', 'jitsi-web', 'jitsi-nginx']);
  });
});

describe('A bridge on a port of its node', () => {
  const bridge = workload(mediaStack({ bridges: 2, exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeInternalIp(), port: 20000 }) }), 'jitsi-jvb');

  test('has a network of its own, of which one port is the node\'s too', () => {
    expect(bridge.spec.template.spec).not.toHaveProperty('hostNetwork');
    expect(bridge.spec.template.spec).not.toHaveProperty('dnsPolicy');
    expect(mainContainer(bridge).ports).toEqual([{ name: 'media', containerPort: 20000, hostPort: 20000, protocol: 'UDP' }, { name: 'rest', containerPort: 8080, protocol: 'TCP' }]);
    expect(environmentOf(bridge).JVB_PORT).toBe('20000');
  });
});

describe('A bridge that only relays reach', () => {
  const objects = mediaStack({ bridges: 2, exposure: MediaExposure.turnOnly({ relayCidrs: ['198.51.100.0/24', '2001:db8:1::/64'], port: 20000 }) });
  const policy = networkPolicies(objects).find(({ metadata }) => metadata.name === 'jitsi-jvb');

  test('takes media from them and from nobody else', () => {
    expect(policy?.spec.ingress).toEqual([{ from: [{ ipBlock: { cidr: '198.51.100.0/24' } }, { ipBlock: { cidr: '2001:db8:1::/64' } }], ports: [{ port: 20000, protocol: 'UDP' }] }]);
  });

  test('announces its pod alone, and asks nobody for another address', () => {
    const environment = environmentOf(workload(objects, 'jitsi-jvb'));

    expect(environment).toMatchObject({ JVB_PORT: '20000', JVB_DISABLE_STUN: '1' });
    expect(['JVB_ADVERTISE_IPS', 'ADDRESSES', 'ADDRESS_FILE', 'JVB_STUN_SERVERS'].filter((name) => name in environment)).toEqual([]);
    expect(workload(objects, 'jitsi-jvb').spec.template.spec).not.toHaveProperty('initContainers');
  });
});
