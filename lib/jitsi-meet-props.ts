import { JicofoOptions } from './components/jicofo';
import { JvbOptions } from './components/jvb-options';
import { NginxOptions } from './components/nginx-options';
import { ProsodyOptions } from './components/prosody-options';
import { WebOptions } from './components/web';
import { Authentication } from './options/authentication/authentication';
import { ComponentOptions } from './options/component-options';
import { Credentials } from './options/credentials';
import { EdgeExposure } from './options/edge-exposure';
import { InstanceOptions } from './options/instance-options';
import { Tls } from './options/tls';
import { Turn } from './options/turn';

/** Properties of `JitsiMeet`. */
export interface JitsiMeetProps extends InstanceOptions {
  /**
   * Where the edge's certificate comes from.
   *
   * @default Tls.selfSigned()
   */
  readonly tls?: Tls;

  /**
   * Who may open a meeting.
   *
   * @default Authentication.none()
   */
  readonly authentication?: Authentication;

  /**
   * Where the passwords of Jicofo and the bridges come from.
   *
   * @default Credentials.generatedInCluster()
   */
  readonly credentials?: Credentials;

  /**
   * How browsers reach the edge.
   *
   * @default EdgeExposure.loadBalancer()
   */
  readonly edge?: EdgeExposure;

  /**
   * A TURN server, for people whose network lets no UDP out.
   *
   * @default - None: who cannot send UDP hears and sees nobody.
   */
  readonly turn?: Turn;

  /**
   * The edge, which ends TLS.
   *
   * @default - Two pods; TCP 80 sends browsers to HTTPS.
   */
  readonly nginx?: NginxOptions;

  /**
   * The site.
   *
   * @default - Two pods.
   */
  readonly web?: WebOptions;

  /**
   * The XMPP server.
   *
   * @default - One pod.
   */
  readonly prosody?: ProsodyOptions;

  /**
   * The conference focus.
   *
   * @default - One pod.
   */
  readonly jicofo?: JicofoOptions;

  /**
   * The first pool of video bridges. `addBridges` adds more.
   *
   * @default - One bridge on UDP 10000, which announces the address of its load balancer.
   */
  readonly jvb?: JvbOptions;

  /**
   * The Job that makes secrets inside the cluster.
   *
   * @default - It runs anywhere and asks for little.
   */
  readonly bootstrap?: ComponentOptions;
}
