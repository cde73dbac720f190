import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { CoturnOptions, LoadBalancerOptions, Tls, Turn, TurnExternalOptions, TurnServerOptions, TurnTransport } from '../../../lib';
import { component, replicas } from './components';
import { choice, Domain, Factories, Fields, leaf, made, oneOf, struct } from './domain';
import { someBlocks } from './media';
import { duration, whole } from './numbers';
import { anyText, dataKey, objectName } from './texts';
import { balanced, LOAD_BALANCER } from './values';

const BAD_PORTS = [0, -1, 22, 80.5, 1023, 65536, NaN];
const anyPort = whole(1, 65535).odd;

const SERVER: Fields<TurnServerOptions> = {
  host: leaf(fc.constantFrom('turn.example.org', 'a', '192.0.2.7'), ['', 'Turn.example.org', 'https://turn.example.org', 'turn.example.org:443', 'a b', '2001:db8::1', '1.2.3'], anyText),
  transports: leaf<TurnTransport[]>(fc.constantFrom([], [TurnTransport.TCP], [TurnTransport.UDP], [TurnTransport.UDP, TurnTransport.TCP]), [[TurnTransport.TCP, TurnTransport.TCP]]),
  port: leaf(fc.constantFrom(53, 80, 3478, 65535), BAD_PORTS, anyPort),
  credentialLifetime: duration(60, 604800, [Duration.seconds(59), Duration.days(8)]),
};
const tlsPort: Domain<number> = leaf(fc.constantFrom(443, 5349, 1024), BAD_PORTS, anyPort);

/** A port of TURN without TLS says nothing where there is no such thing. */
function portNeeded<T extends TurnServerOptions>(options: T): T {
  return options.transports?.length === 0 ? { ...options, port: undefined } : options;
}

const external: Domain<TurnExternalOptions> = (() => {
  const { good, ...rest } = struct<TurnExternalOptions>({ ...SERVER, secretName: objectName, secretKey: dataKey, revision: leaf(fc.integer({ min: 1, max: 10 ** 9 }), [0, -1, 1.5, NaN, 1e21], whole(1, 9).odd), tlsPort: { ...tlsPort, good: fc.constantFrom(443, 3478, 5349) } }, ['host', 'secretName']);
  return { ...rest, good: good.map(portNeeded).map((options) => (options.transports?.length === 0 ? { ...options, tlsPort: options.tlsPort ?? 443 } : options)) };
})();

const LIMIT = whole(1, 16000);

/** Not every load balancer has both protocols in a Service, and without TCP there is nothing to look after the pods by. */
function carried(options: CoturnOptions): CoturnOptions {
  const { loadBalancer, overTls, transports } = options;
  return {
    ...options,
    ...(loadBalancer?.provider?._mixesProtocols === false && { transports: [TurnTransport.TCP] }),
    ...(overTls === false && { tlsPort: undefined, transports: transports?.includes(TurnTransport.TCP) === true && loadBalancer?.provider === undefined ? transports : [TurnTransport.TCP] }),
  };
}

const coturn: Domain<CoturnOptions> = (() => {
  const { good, ...rest } = struct<CoturnOptions>({
    ...component({ least: 64, managed: ['COTURN_TLS', 'POD_IPS', 'TURN_CREDENTIALS'], jitsi: false }),
    ...SERVER,
    replicas,
    overTls: choice(true, false),
    tlsPort,
    tls: leaf(fc.constantFrom(Tls.fromSecret('turn-tls'), Tls.certManager({ issuer: 'letsencrypt' })), []),
    // Not an address of the edge.
    loadBalancer: balanced(struct<LoadBalancerOptions>({ ...LOAD_BALANCER, loadBalancerIp: { ...LOAD_BALANCER.loadBalancerIp, good: fc.integer({ min: 0, max: 255 }).map((last) => `198.18.0.${last}`) } })),
    bridgePeerCidrs: someBlocks,
    maxAllocations: LIMIT,
    maxAllocationsPerCredential: LIMIT,
  }, ['host', 'tls']);
  return { ...rest, good: good.map(carried).map(portNeeded) };
})();

const TURN: Factories<typeof Turn, Turn> = {
  external: made(external, Turn.external.bind(Turn)),
  coturn: {
    ...made(coturn, Turn.coturn.bind(Turn)),
    bad: fc.oneof(
      ...(coturn.bad ? [{ weight: 9, arbitrary: coturn.bad.map(({ value, field }) => ({ value: Turn.coturn(value), field })) }] : []),
      { weight: 1, arbitrary: fc.constant({ value: Turn.coturn({ host: 'turn.example.org', tls: Tls.selfSigned() }), field: 'tls' }) },
    ),
  },
};
export const turn: Domain<Turn> = oneOf(TURN);
