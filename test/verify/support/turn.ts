import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIPv6 } from 'node:net';
import { CoturnOptions, Tls, Turn } from '../../../lib';
import { KeyPair, selfSigned } from './certificates';
import { inRoot, Result } from './debian-root';
import { tlsSecret } from './edge';
import { Pod, StartOptions } from './pod';
import { PodNetwork, podNetwork } from './pod-network';
import { RunningContainer } from './running-container';
import { Scope } from './scope';
import { Stack } from './stack';
import { temporaryFolder } from './temporary-folder';
import { until } from './until';

export const TURN_HOST = 'turn.example.org';
export const SECRET = '0123456789abcdef0123456789abcdef';
const ECHO_PORT = 10000;

/** Credentials as Prosody makes them: named after the second in which they expire, and signed with what it shares with the server. */
export function credentials(secret: string = SECRET, seconds: number = 600): { readonly user: string; readonly password: string } {
  const user = String(Math.floor(Date.now() / 1000) + seconds);
  return { user, password: createHmac('sha1', secret).update(user).digest('base64') };
}

/** The real coturn, run as its manifest says, at the first address of a network of pods. A bridge that sends everything back is at the second. */
export class TurnServer {
  public static async prepare(scope: Scope, options: Partial<CoturnOptions> = {}): Promise<TurnServer> {
    const [network, certificate] = await Promise.all([podNetwork(scope), selfSigned(TURN_HOST)]);
    const turn = Turn.coturn({ host: TURN_HOST, tls: Tls.fromSecret('turn-tls'), bridgePeerCidrs: [`${network.pod(0)}/28`], ...options });
    return new TurnServer(scope, network, certificate, new Pod(scope, new Stack({ turn }), 'coturn', { secrets: { 'turn-tls': tlsSecret(certificate) } }));
  }

  public static async start(scope: Scope, options: Partial<CoturnOptions> = {}): Promise<TurnServer> {
    const server = await TurnServer.prepare(scope, options);
    server.run();
    await server.listening();
    return server;
  }

  public readonly address: string;
  public readonly bridge: string;
  private running: RunningContainer | undefined;

  private constructor(private readonly scope: Scope, public readonly network: PodNetwork, public readonly certificate: KeyPair, public readonly pod: Pod) {
    this.address = network.pod(1);
    this.bridge = network.pod(2);
  }

  public get container(): RunningContainer {
    if (this.running === undefined) {
      throw new Error('coturn was not started');
    }
    return this.running;
  }

  public run({ env = {}, ...more }: Partial<StartOptions> = {}): RunningContainer {
    this.running = this.pod.start('coturn', { image: 'debian', env: { POD_IPS: this.address, TURN_CREDENTIALS: SECRET, COTURN_INTERVAL: '0.2', ...env }, ...more });
    return this.running;
  }

  public async listening(port = 3478, address: string = this.address): Promise<void> {
    await until('coturn', async () => {
      const socket = connect(port, address);
      return once(socket, 'connect').then(() => true, () => false).finally(() => socket.destroy());
    }, { context: () => this.container.output() });
  }

  /** Answers, at a peer's address, everything that it is sent. Returns the addresses from which it came. */
  public async echoAt(address: string = this.bridge): Promise<Set<string>> {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const from = new Set<string>();
    socket.on('message', (message, sender) => {
      from.add(sender.address);
      socket.send(message, sender.port, sender.address);
    });
    socket.bind(ECHO_PORT, address);
    await once(socket, 'listening');
    this.scope.onClose(async () => {
      socket.close();
      await once(socket, 'close');
    });
    return from;
  }

  /** Has a client get a relay address and send from there to a peer, by TCP unless it is told otherwise. */
  public client({ user, password } = credentials(), { peer = this.bridge, by = ['-t'], at = this.address }: { readonly peer?: string; readonly by?: readonly string[]; readonly at?: string } = {}): Promise<Result> {
    return inRoot(temporaryFolder(this.scope), 'timeout', '20', 'turnutils_uclient', ...by, '-c', '-n', '1', '-m', '1', '-u', user, '-w', password, '-e', peer, '-r', String(ECHO_PORT), at);
  }
}
