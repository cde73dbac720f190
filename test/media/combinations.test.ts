import { AdvertisedAddress, MediaExposure } from '../../lib';
import { ADDRESSES, complaints, exposure, EXPOSURE_NAMES, ExposureName, mediaChart, SourceName } from '../support/exposures';
import { wrong } from '../support/refusal';

/** Which addresses each exposure takes, for one bridge and for two. */
const TAKEN: { readonly [F in Exclude<ExposureName, 'turnOnly'>]: { readonly [S in SourceName]: readonly [one: boolean, two: boolean] } } = {
  loadBalancer: { fromService: [true, true], fixed: [true, true], nodeInternalIp: [false, false], nodeExternalIp: [false, false], stun: [false, false] },
  loadBalancerPerBridge: { fromService: [true, true], fixed: [true, true], nodeInternalIp: [false, false], nodeExternalIp: [false, false], stun: [false, false] },
  nodePort: { fromService: [false, false], fixed: [true, true], nodeInternalIp: [true, true], nodeExternalIp: [true, true], stun: [false, false] },
  hostPort: { fromService: [false, false], fixed: [true, false], nodeInternalIp: [true, true], nodeExternalIp: [true, true], stun: [true, true] },
  hostNetwork: { fromService: [false, false], fixed: [true, false], nodeInternalIp: [true, true], nodeExternalIp: [true, true], stun: [true, true] },
};

const WHY: Readonly<Record<keyof typeof TAKEN, string>> = {
  loadBalancer: 'browsers reach the load balancer, not the node; use AdvertisedAddress.fromService or AdvertisedAddress.fixed',
  loadBalancerPerBridge: 'browsers reach the load balancer, not the node; use AdvertisedAddress.fromService or AdvertisedAddress.fixed',
  nodePort: 'browsers reach nodes at a port that they forward; use AdvertisedAddress.nodeExternalIp or AdvertisedAddress.nodeInternalIp or AdvertisedAddress.fixed',
  hostPort: 'there is no Service that could have an address; use AdvertisedAddress.nodeExternalIp or AdvertisedAddress.nodeInternalIp or AdvertisedAddress.stun or AdvertisedAddress.fixed',
  hostNetwork: 'there is no Service that could have an address; use AdvertisedAddress.nodeExternalIp or AdvertisedAddress.nodeInternalIp or AdvertisedAddress.stun or AdvertisedAddress.fixed',
};

const CASES = Object.entries(TAKEN).flatMap(([name, sources]) => Object.entries(sources).flatMap(([source, each]) => each.map((taken, index) => (
  [taken ? 'is taken' : 'is refused', name as keyof typeof TAKEN, source as SourceName, index + 1, taken] as const
))));

describe('Media by', () => {
  test.each(CASES.map(([verdict, name, source, bridges, taken]) => [name, source, bridges, verdict, taken] as const))('%s with %s for %i bridges %s', (name, source, bridges, _verdict, taken) => {
    const said = complaints(() => mediaChart({ bridges, exposure: exposure(name, source, name === 'loadBalancerPerBridge' ? bridges : 1) }));

    expect(said.length).toBe(taken ? 0 : 1);
    expect(said.filter((line) => !line.startsWith('jvb.exposure.address: '))).toEqual([]);
    if (!TAKEN[name][source][0]) {
      expect(said[0]).toContain(`AdvertisedAddress.${source} does not work with `);
      expect(said[0]).toContain(WHY[name]);
    }
  });

  test('turnOnly takes no address at all', () => {
    expect(complaints(() => mediaChart({ exposure: MediaExposure.turnOnly(wrong({ relayCidrs: ['192.0.2.0/24'], address: AdvertisedAddress.nodeExternalIp() })) }))).toEqual([
      expect.stringMatching(/^jvb\.exposure\.address: there is no such prop/),
    ]);
  });

  test.each(EXPOSURE_NAMES.filter((name) => name !== 'turnOnly'))('%s without an address is refused', (name) => {
    const options = { port: 30000, nodeCidrs: ['192.0.2.0/24'] };
    const factory: (given: never) => MediaExposure = MediaExposure[name].bind(MediaExposure);
    const said = complaints(() => mediaChart({ exposure: factory(wrong(name === 'hostNetwork' ? options : { port: options.port })) }));

    expect(said).toEqual([expect.stringMatching(/^jvb\.exposure\.address: is missing; write AdvertisedAddress\..*where none is announced, no media arrives/)]);
  });
});

describe('What cannot carry media is refused:', () => {
  const service = AdvertisedAddress.fromService();
  const node = AdvertisedAddress.nodeExternalIp();
  const nodeCidrs = ['192.0.2.0/24'];

  test.each<[title: string, bridges: number, given: MediaExposure, said: RegExp]>([
    ['a public port for two bridges on ports of nodes', 2, MediaExposure.nodePort({ address: AdvertisedAddress.fixed(['203.0.113.1#443']), port: 30000 }), /address: a public port belongs to one bridge, here are 2/],
    ['fixed addresses of one node for two', 2, exposure('hostPort', 'fixed'), /address: fixed addresses are those of one node, here are 2 bridges/],
    ['two addresses for three load balancers', 3, exposure('loadBalancerPerBridge', 'fixed', 2), /address: names 2 addresses for 3 bridges; name one for each, in their order/],
    ['one place for two bridges', 2, MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fixed(['203.0.113.1', '203.0.113.1#10000']) }), /address: "203.0.113.1#10000" would be announced by two bridges/],
    ['one reserved address for two load balancers', 2, MediaExposure.loadBalancerPerBridge({ address: service, loadBalancerIp: '203.0.113.1' }), /loadBalancerIp: one address cannot be that of 2 load balancers/],
    [
      'one reserved address that two bridges name', 2, MediaExposure.loadBalancerPerBridge({ address: service, perBridge: [{ loadBalancerIp: '203.0.113.1' }, { loadBalancerIp: '203.0.113.1' }] }),
      /perBridge: "203.0.113.1" is asked for by two load balancers/,
    ],
    ['words for two bridges of three', 3, MediaExposure.loadBalancerPerBridge({ address: service, perBridge: [{}, {}] }), /perBridge: describes 2 load balancers for 3 bridges/],
    ['a wrong word for one bridge', 2, MediaExposure.loadBalancerPerBridge({ address: service, perBridge: [{}, { loadBalancerIp: 'lb' }] }), /perBridge\[1\]\.loadBalancerIp: "lb" is no IP address/],
    ['a port of nodes below 1024', 1, MediaExposure.nodePort({ address: node, port: 443 }), /port: 443 must be a port of the cluster's range for nodes, 30000 to 32767/],
    ['ports of nodes past the last', 2, MediaExposure.nodePort({ address: node, port: 65535 }), /port: 65535 must be .* room for 2 in a row/],
    ['ports past the last', 250, MediaExposure.loadBalancer({ address: service, port: 65287 }), /port: 65287 must be a port from 1024 to 65286/],
    ['a port that only root could take', 1, MediaExposure.hostPort({ address: node, port: 1023 }), /port: 1023 must be a port from 1024 to 65535/],
    ['a port for REST that only root could take', 1, MediaExposure.hostNetwork({ address: node, nodeCidrs, restPort: 80 }), /restPort: 80 must be a port from 1024 to 65535/],
    ['no nodes', 1, MediaExposure.hostNetwork({ address: node, nodeCidrs: [] }), /nodeCidrs: \[\] must be one or more address blocks/],
    ['everybody for nodes', 1, MediaExposure.hostNetwork({ address: node, nodeCidrs: ['0.0.0.0/0'] }), /nodeCidrs: \["0\.0\.0\.0\/0"\] must be .* other than 0/],
    ['everybody for relays', 1, MediaExposure.turnOnly({ relayCidrs: ['192.0.2.0/24', '::/0'] }), /relayCidrs: .* must be .* other than 0/],
    ['an address without length for relays', 1, MediaExposure.turnOnly({ relayCidrs: ['192.0.2.1'] }), /relayCidrs: \["192\.0\.2\.1"\] must be one or more address blocks with their length/],
    ['no STUN server', 1, MediaExposure.hostPort({ address: AdvertisedAddress.stun([]) }), /address: names no server; write one of your own/],
    ['a STUN server without port', 1, MediaExposure.hostPort({ address: AdvertisedAddress.stun(['stun.example.org']) }), /address: "stun\.example\.org" is no STUN server/],
  ])('%s', (_title, bridges, given, said) => {
    expect(complaints(() => mediaChart({ bridges, exposure: given })).map((line) => line.replace(/^jvb\.exposure\./, ''))).toEqual([expect.stringMatching(said)]);
  });

  test('251 bridges, because a Service has at most 250 ports', () => {
    expect(complaints(() => mediaChart({ bridges: 251 }))).toEqual([expect.stringContaining('jvb.bridges: 251 must be a whole number from 1 to 250')]);
  });
});

describe('Each of two bridges with an address of its own may have', () => {
  test.each([[['203.0.113.1', '2001:db8::1']], [['203.0.113.1#10000', '203.0.113.1#10001']]])('%j', (addresses) => {
    const { meet } = mediaChart({ bridges: 2, exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fixed(addresses) }) });

    expect(meet.jvb.routes.map(({ bridge, address, advertisedPort }) => [bridge, address, advertisedPort])).toEqual(
      addresses.map((address, bridge) => [`jitsi-jvb-${bridge}`, address, Number(address.split('#')[1] ?? 10000)]),
    );
  });

  test('and all examples of addresses are tried', () => {
    expect(Object.keys(TAKEN.loadBalancer)).toEqual(expect.arrayContaining(Object.keys(ADDRESSES)));
  });
});
