import { JitsiInstance } from '../jitsi-instance';
import { OwnValue } from '../kubernetes/environment';
import { Labels, TURN_REVISION_ANNOTATION } from '../kubernetes/labels';
import { seconds } from '../kubernetes/quantities';
import { shapeViolations } from '../validation/shapes';
import { Violation } from '../validation/violations';
import { Credentials } from './credentials';
import { CoturnOptions, TurnExternalOptions, TurnServerOptions, TurnTransport } from './turn-options';
import { COTURN, TURN_EXTERNAL } from './turn-shapes';
import { externalViolations } from './turn-violations';

/** Variables by which Prosody names a TURN server to browsers. */
export type TurnVariables = { readonly [name in 'TURN_CREDENTIALS' | 'TURN_HOST' | 'TURN_PORT' | 'TURN_TRANSPORT' | 'TURN_TTL' | 'TURNS_HOST' | 'TURNS_PORT']?: OwnValue };

/** A TURN server, which carries media for people whose network lets no UDP out. Prosody gives each of them credentials that expire. */
export abstract class Turn {
  /**
   * A server that is there already, with a secret that it shares with Prosody.
   *
   * @param options where it is, and which Secret holds what it shares.
   */
  public static external(options: TurnExternalOptions): Turn {
    return new External(options);
  }

  /**
   * A coturn beside the stack, behind a load balancer of its own. Browsers reach it at one or two ports and never the addresses that it relays from: it
   * sends on to bridges from the address of its pod, and bridges answer there. It reaches the ports of the stack's bridges and nothing else.
   *
   * @param options its host name, and what differs from the defaults.
   */
  public static coturn(options: CoturnOptions): Turn {
    return new Beside(options);
  }

  protected constructor() {}

  /** @internal The choices for a server beside the stack; undefined where there is none. */
  public abstract get _deployed(): CoturnOptions | undefined;

  /** @internal Variables of Prosody. */
  public abstract _variables(instance: JitsiInstance, credentials: Credentials): TurnVariables;

  /** @internal Lines of config.js: browsers send to bridges by TURN over UDP only when they are told to. */
  public abstract get _configLines(): readonly string[];

  /** @internal Annotations of Prosody, which reads the shared secret when it starts. */
  public get _annotations(): Labels {
    return {};
  }

  /** @internal What is wrong with what can be judged alone. */
  public abstract _violations(path: string): Violation[];
}

function variables({ host, transports = [TurnTransport.TCP], port = 3478, credentialLifetime }: TurnServerOptions, secret: OwnValue, tlsPort: number | undefined): TurnVariables {
  return {
    ...(transports.length > 0 && { TURN_HOST: host, TURN_PORT: String(port), TURN_TRANSPORT: transports.join(',') }),
    ...(tlsPort !== undefined && { TURNS_HOST: host, TURNS_PORT: String(tlsPort) }),
    ...(credentialLifetime && { TURN_TTL: String(seconds(credentialLifetime)) }),
    TURN_CREDENTIALS: secret,
  };
}

function configLines({ transports = [] }: TurnServerOptions): readonly string[] {
  return transports.includes(TurnTransport.UDP) ? ['config.useTurnUdp = true;'] : [];
}

class External extends Turn {
  constructor(private readonly options: TurnExternalOptions) {
    super();
  }

  public get _deployed(): undefined {
    return undefined;
  }

  public get _configLines(): readonly string[] {
    return configLines(this.options);
  }

  public override get _annotations(): Labels {
    return { [TURN_REVISION_ANNOTATION]: String(this.options.revision ?? 1) };
  }

  public _variables(): TurnVariables {
    const { secretName, secretKey = 'TURN_CREDENTIALS', tlsPort } = this.options;
    return variables(this.options, { secretKeyRef: { name: secretName, key: secretKey } }, tlsPort);
  }

  public _violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, TURN_EXTERNAL);
    return wrong.length > 0 ? wrong : externalViolations(path, this.options);
  }
}

class Beside extends Turn {
  constructor(private readonly options: CoturnOptions) {
    super();
  }

  public get _deployed(): CoturnOptions {
    return this.options;
  }

  public get _configLines(): readonly string[] {
    return configLines(this.options);
  }

  public _variables(instance: JitsiInstance, credentials: Credentials): TurnVariables {
    const { overTls = true, tlsPort = 443 } = this.options;
    return variables(this.options, credentials._turnSecret(instance), overTls ? tlsPort : undefined);
  }

  public _violations(path: string): Violation[] {
    return shapeViolations(path, this.options, COTURN, { secretName: 'it shares the secret of credentials with Prosody' });
  }
}
