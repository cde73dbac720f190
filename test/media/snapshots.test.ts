import { Duration } from 'cdk8s';
import {
  AdvertisedAddress, Drain, Jvb, MediaExposure, MediaHostNetworkOptions, MediaHostPortOptions, MediaLoadBalancerOptions, MediaLoadBalancerPerBridgeOptions, MediaNodePortOptions,
  MediaTurnOnlyOptions, Prosody,
} from '../../lib';
import { chart, instance, ofComponent, yaml } from '../support/charts';
import { everythingOfALoadBalancer } from '../support/everything';
import { ExposureName, SURROUNDINGS } from '../support/exposures';

const { loadBalancerIp: _addressOfOne, ...ofEach } = everythingOfALoadBalancer;
const loadBalancer: Omit<Required<MediaLoadBalancerOptions>, 'provider'> = { ...everythingOfALoadBalancer, address: AdvertisedAddress.fromService(), port: 20000 };
const loadBalancerPerBridge: Omit<Required<MediaLoadBalancerPerBridgeOptions>, 'loadBalancerIp' | 'provider'> = {
  ...ofEach, address: AdvertisedAddress.fromService(), port: 20000, perBridge: [{ loadBalancerIp: '203.0.113.10' }, { loadBalancerIp: '203.0.113.11' }],
};
const nodePort: Required<MediaNodePortOptions> = { address: AdvertisedAddress.nodeExternalIp(), port: 30000 };
const hostPort: Required<MediaHostPortOptions> = { address: AdvertisedAddress.nodeInternalIp(), port: 20000 };
const hostNetwork: Required<MediaHostNetworkOptions> = { address: AdvertisedAddress.nodeExternalIp(), port: 20000, nodeCidrs: ['192.0.2.0/24'], restPort: 9080 };
const turnOnly: Required<MediaTurnOnlyOptions> = { relayCidrs: ['198.51.100.0/24'], port: 20000 };

const EXPOSURES: { readonly [F in ExposureName]: MediaExposure } = {
  loadBalancer: MediaExposure.loadBalancer(loadBalancer),
  loadBalancerPerBridge: MediaExposure.loadBalancerPerBridge(loadBalancerPerBridge),
  nodePort: MediaExposure.nodePort(nodePort),
  hostPort: MediaExposure.hostPort(hostPort),
  hostNetwork: MediaExposure.hostNetwork(hostNetwork),
  turnOnly: MediaExposure.turnOnly(turnOnly),
};

describe('Two bridges that drain, with every option of', () => {
  test.each(Object.entries(EXPOSURES))('%s', (_name, exposure) => {
    const scope = chart();
    const prosody = new Prosody(scope, 'prosody', { instance: instance(), turn: SURROUNDINGS.turn });
    new Jvb(scope, 'jvb', { prosody, bridges: 2, drain: Drain.within(Duration.minutes(10)), exposure });

    expect(yaml(ofComponent(scope, 'jvb'))).toMatchSnapshot();
  });
});
