import { JitsiMeetChartProps } from '../../../lib';
import { Edit } from '../../support/edits';
import { Edge } from './edge';
import { Files } from './kubelet-folder';
import { PodNetwork, podNetwork } from './pod-network';
import { Prosody } from './prosody';
import { Scope } from './scope';
import { StaticWeb } from './static-web';
import { XmppClients } from './xmpp-clients';

/** What a stack shows to browsers: the edge, and behind it the real Prosody and a real NGINX as web. */
export interface RealStack {
  readonly edge: Edge;
  readonly prosody: Prosody;
  readonly web: StaticWeb;
  readonly clients: XmppClients;
  readonly network: PodNetwork;
}

export interface RealStackOptions {
  readonly props?: Partial<JitsiMeetChartProps>;
  /** A fault in what is rendered. */
  readonly edit?: Edit;
  readonly env?: Files;
  /** Secrets of Prosody by name, and their data by key. */
  readonly secrets?: Readonly<Record<string, Files>>;
  readonly site?: Files;
}

export async function realStack(scope: Scope, { props, edit, env, secrets, site = { 'index.html': 'the page' } }: RealStackOptions = {}): Promise<RealStack> {
  const network = await podNetwork(scope);
  const prosody = await Prosody.start(scope, { interfaces: [network.pod(52), network.ipv6(2)], props, edit, secrets });
  const web = StaticWeb.start(scope, network.pod(80), site);
  const edge = await Edge.start(scope, { props, edit, env, servers: { web: web.address, prosody: prosody.address }, ipv6: network.ipv6(1) });
  return { edge, prosody, web, clients: await XmppClients.start(scope, edge), network };
}
