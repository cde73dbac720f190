import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { JitsiMeetChartProps } from '../../../lib';
import { Edit } from '../../support/edits';
import { knownVariables } from '../../support/image-variables';
import { loopbackAddresses } from './addresses';
import { Files } from './kubelet-folder';
import { Pod, StartOptions } from './pod';
import { programOf } from './program';
import { RunningContainer } from './running-container';
import { Scope } from './scope';
import { Stack } from './stack';

export type StandInName = 'web' | 'jicofo' | 'jvb';

export interface StandInOptions extends Partial<StartOptions> {
  readonly props?: Partial<JitsiMeetChartProps>;
  /** A fault in what is rendered. */
  readonly edit?: Edit;
  /** Changes that a test must make to the files of ConfigMaps. */
  readonly adapt?: (text: string, file: string) => string;
  /** Called before the start, to spoil what kubelet has made. */
  readonly spoil?: (pod: Pod) => void;
}

const PROGRAM = '/opt/records/init /opt/records/stand-in.json';

/** What the manifest takes from Secrets, and start-bridge.sh from a file. */
const LATE: Readonly<Record<StandInName, Files>> = {
  web: {},
  jicofo: { JICOFO_AUTH_PASSWORD: '0123456789abcdef' },
  jvb: { JVB_AUTH_PASSWORD: '0123456789abcdef', JVB_ADVERTISE_IPS: '203.0.113.7', HOSTNAME: 'jitsi-jvb-0-abc' },
};

/** A stand-in of the test cluster's images, run as its manifest says. */
export class StandIn {
  public readonly address = loopbackAddresses()(1);
  public readonly container: RunningContainer;

  constructor(scope: Scope, name: StandInName, { props, edit, adapt, env = {}, command = PROGRAM.split(' '), spoil, ...options }: StandInOptions = {}) {
    const pod = new Pod(scope, new Stack(props, edit), name, { adapt });
    const program = pod.path('records', 'init');
    copyFileSync(programOf('STAND_INS_BIN', 'stand-ins'), program);
    chmodSync(program, 0o755);
    writeFileSync(pod.path('records', 'stand-in.json'), JSON.stringify({ component: name, variables: knownVariables(name), address: this.address }));
    spoil?.(pod);
    this.container = pod.start(name, { image: 'debian', env: { ...LATE[name], ...env }, command, ...options });
  }

  /** Runs the program by another one, which stays process 1. */
  public static readonly BELOW_A_SHELL = ['sh', '-c', `${PROGRAM}; exit $?`];

  /** What it does not start for. */
  public async refusals(): Promise<string[]> {
    if (await this.container.end() !== 100) {
      throw new Error(`ended otherwise: ${this.container.output()}`);
    }
    return [...this.container.stderr().matchAll(/refuses to start: (.*)/g)].map(([, fault = '']) => fault);
  }

  public async request(port: number, path: string, { method = 'GET', body, type }: { readonly method?: string; readonly body?: string; readonly type?: string } = {}): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`http://${this.address}:${port}${path}`, { method, body, headers: type === undefined ? {} : { 'Content-Type': type } });
    return { status: response.status, text: await response.text() };
  }
}
