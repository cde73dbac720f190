import { Duration } from 'cdk8s';
import { Drain, JvbOptions } from '../../../../lib';
import { Configuration } from './configurations';
import { Place, stackOf, way } from './media-ways';

/**
 * Each way for media with so many bridges, in each layout that it has.
 *
 * @param number where several are in a cluster at the same time, that of each.
 */
export function mediaConfigurations(number: number): Configuration[] {
  const pool = (bridges: number, more: (place: Place) => JvbOptions): Configuration[1] => (
    (namespace) => stackOf({ bridges, ...more({ number, bridges }) }, { namespace })
  );
  return [
    ['one bridge behind a load balancer', pool(1, () => ({}))],
    ['three bridges behind a load balancer', pool(3, (at) => ({ exposure: way('loadBalancer', 'fixed', at) }))],
    ['two bridges behind a load balancer each', pool(2, (at) => ({ exposure: way('loadBalancerPerBridge', 'fromService', at) }))],
    ['three bridges on ports of all nodes', pool(3, (at) => ({ exposure: way('nodePort', 'nodeExternalIp', at), drain: Drain.atOnce() }))],
    ['two bridges on a port of their node', pool(2, (at) => ({ exposure: way('hostPort', 'nodeExternalIp', at) }))],
    ['one bridge in the network of its node', pool(1, (at) => ({ exposure: way('hostNetwork', 'nodeInternalIp', at), drain: Drain.within(Duration.hours(1), { evenIfOnlyBridge: true }) }))],
    ['three bridges that relays alone reach', pool(3, (at) => ({ exposure: way('turnOnly', 'fromService', at) }))],
  ];
}
