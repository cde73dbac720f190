import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { IncomingMessage, request } from 'node:http';
import { connect, isIPv6 } from 'node:net';
import { JitsiMeetChartProps } from '../../../lib';
import { Edit } from '../../support/edits';
import { Files } from './kubelet-folder';
import { Pod, Surroundings } from './pod';
import { peoplesHosts, TOKEN_MODULE } from './prosody-authentication';
import { RunningContainer } from './running-container';
import { BROWSER_SESSIONS_MODULE, PROSODY_FOLDER, prosodyConfig } from './prosody-config';
import { Scope } from './scope';
import { Stack } from './stack';
import { until } from './until';

/** What Prosody logged of a session that a browser began. */
export interface BrowserSession {
  readonly kind: 'websocket' | 'bosh';
  readonly ip: string;
  readonly secure: boolean;
  readonly path: string;
  readonly host: string;
  readonly protocol?: string;
  readonly query?: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface ProsodyOptions {
  /** Addresses to listen on. */
  readonly interfaces: readonly [string, ...string[]];
  readonly props?: Partial<JitsiMeetChartProps>;
  /** ConfigMaps that somebody else keeps, by name, and their files by key. */
  readonly configMaps?: Readonly<Record<string, Files>>;
  /** A fault in what is rendered. */
  readonly edit?: Edit;
  /** Secrets by name, and their data by key. */
  readonly secrets?: Surroundings['secrets'];
}

/** The body with which BOSH begins a session. */
export const BOSH_BEGIN = '<body xmlns="http://jabber.org/protocol/httpbind" rid="1" to="meet.jitsi" wait="1" hold="1" ver="1.6" xmpp:version="1.0" xmlns:xmpp="urn:xmpp:xbosh"/>';

const HTTP_PORT = 5280;

/** What the image does with what is mounted. */
const COPY = `mkdir -p ${PROSODY_FOLDER}/config/conf.d && if [ -d /config ]; then cp -r /config/. ${PROSODY_FOLDER}/config; fi`;

/** The real Prosody, run as its manifest says and configured as the image does from the manifest's variables. */
export class Prosody {
  public static async start(scope: Scope, { interfaces, props, edit, configMaps, secrets = {} }: ProsodyOptions): Promise<Prosody> {
    const stack = new Stack(props, edit);
    const pod = new Pod(scope, stack, 'prosody', { configMaps, secrets });
    const given = variables(stack, secrets);
    const modules = (name: string): string[] => given[name]?.split(',') ?? [];
    const extensions = { server: modules('GLOBAL_MODULES'), hosts: modules('XMPP_MODULES'), muc: modules('XMPP_MUC_MODULES'), included: 'conf.d/*.cfg.lua' };
    const files = {
      'config/prosody.cfg.lua': prosodyConfig(given, interfaces, peoplesHosts(given), extensions),
      'plugins/mod_browser_sessions.lua': BROWSER_SESSIONS_MODULE,
      'plugins/mod_auth_token.lua': TOKEN_MODULE,
    };
    for (const [file, text] of Object.entries(files)) {
      const path = pod.path('run', `prosody/${file}`);
      mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
      writeFileSync(path, text);
    }
    // The image makes it itself, as its user.
    chmodSync(pod.path('run', 'prosody/config'), 0o777);
    await prepare(stack, pod);
    const prosody = new Prosody(stack, pod, interfaces);
    await prosody.listening();
    return prosody;
  }

  /** The address that names stand for. */
  public readonly address: string;
  public readonly port = HTTP_PORT;
  private container: RunningContainer;

  private constructor(private readonly stack: Stack, private readonly pod: Pod, private readonly interfaces: readonly [string, ...string[]]) {
    this.address = interfaces[0];
    this.container = this.run();
  }

  /** Sessions that browsers began since it was started last. */
  public sessions(): BrowserSession[] {
    return [...this.container.output().matchAll(/browser session (\{.*\})/g)].map(([, json = '']) => JSON.parse(json) as BrowserSession);
  }

  /** What it has written since it was started last. */
  public output(): string {
    return this.container.output();
  }

  /** The session with this argument `room`. */
  public session(room: string): Promise<BrowserSession> {
    return until(`a session of ${room} in Prosody's log`, () => this.sessions().find(({ query }) => new URLSearchParams(query).get('room') === room), { context: () => this.container.output() });
  }

  /** Sends a request from a proxy's address, straight to Prosody. */
  public async post(path: string, body: string, from: string, headers: Readonly<Record<string, string>>): Promise<void> {
    const host = this.interfaces.find((address) => isIPv6(address) === isIPv6(from));
    const sent = request({ host, port: HTTP_PORT, path, method: 'POST', localAddress: from, agent: false, headers });
    sent.end(body);
    const [response] = await once(sent, 'response') as [IncomingMessage];
    response.resume();
    await once(response, 'end');
  }

  /** Runs Prosody's own command for operators, as `kubectl exec` would. */
  public async control(...command: readonly string[]): Promise<string> {
    const container = this.pod.start('prosody', { image: 'debian', command: ['prosodyctl', '--config', `${PROSODY_FOLDER}/config/prosody.cfg.lua`, ...command] });
    const code = await container.end(20);
    if (code !== 0) {
      throw new Error(container.output());
    }
    return container.output();
  }

  public async stop(): Promise<void> {
    this.container.signal('SIGTERM');
    await this.container.end(20);
  }

  /** Runs what runs before Prosody, as a new pod on the same volume does. */
  public async prepareAgain(): Promise<void> {
    await prepare(this.stack, this.pod);
  }

  public async startAgain(): Promise<void> {
    this.container = this.run();
    await this.listening();
  }

  private run(): RunningContainer {
    return this.pod.start('prosody', {
      image: 'debian', command: ['sh', '-c', `mkdir -p /var/lib/prosody/data && ${COPY} && exec prosody --config ${PROSODY_FOLDER}/config/prosody.cfg.lua -F`],
    });
  }

  private async listening(): Promise<void> {
    await until('Prosody', () => this.container.running && this.accepts(), { context: () => this.container.output() });
  }

  private async accepts(): Promise<boolean> {
    const socket = connect(HTTP_PORT, this.address);
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }
}

/** Runs what runs before Prosody. */
async function prepare(stack: Stack, pod: Pod): Promise<void> {
  for (const { name } of stack.podWith('prosody').initContainers ?? []) {
    const container = pod.start(name, { image: 'debian' });
    if (await container.end(20) !== 0) {
      throw new Error(container.output());
    }
  }
}

/** What the container's variables are: texts, and keys of those Secrets that are there. */
function variables(stack: Stack, secrets: Readonly<Record<string, Files>>): Files {
  const { env = [] } = stack.podWith('prosody').containers.find(({ name }) => name === 'prosody') ?? {};
  return Object.fromEntries(env.flatMap(({ name, value, valueFrom }) => {
    const { name: secret = '', key = '' } = valueFrom?.secretKeyRef ?? {};
    const text = value ?? secrets[secret]?.[key];
    return text === undefined ? [] : [[name, text]];
  }));
}
