import { Duration } from 'cdk8s';
import { flag, instance, list, number, oneOf, required, Shape, struct, text } from '../validation/shapes';
import { REPLICATED } from './component-shapes';
import { LOAD_BALANCER } from './load-balancer-options';
import { Tls } from './tls';
import { CoturnOptions, TurnExternalOptions, TurnServerOptions, TurnTransport } from './turn-options';

const SERVER: Shape<TurnServerOptions> = {
  host: required(text('the host name of the TURN server, such as "turn.example.org"')),
  transports: list(oneOf<TurnTransport>('TurnTransport', TurnTransport)),
  port: number('a port such as 3478'),
  credentialLifetime: instance<Duration>('Duration', () => Duration, 'Duration.days(1)'),
};

/** The form of what is said of a TURN server that is there already. */
export const TURN_EXTERNAL: Shape<TurnExternalOptions> = {
  ...SERVER,
  secretName: required(text('the name of a Secret, such as "turn"')),
  secretKey: text('a key of the Secret in quotes'),
  revision: number('a whole number, such as 2'),
  tlsPort: number('a port such as 443'),
};

/** The form of the choices for a TURN server beside the stack. */
export const COTURN: Shape<CoturnOptions> = {
  ...REPLICATED,
  ...SERVER,
  overTls: flag,
  tlsPort: number('443 or 5349'),
  tls: instance<Tls>('Tls', () => Tls, 'Tls.fromSecret("turn-tls")'),
  loadBalancer: struct(LOAD_BALANCER),
  bridgePeerCidrs: list(text('"10.244.0.0/16"')),
  maxAllocations: number('a number such as 1000'),
  maxAllocationsPerCredential: number('a number such as 200'),
};
