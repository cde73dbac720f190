import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Bootstrap, bootstrapViolations } from './components/bootstrap';
import { Coturn, turnClaims, turnViolations } from './components/coturn';
import { Jicofo, jicofoViolations } from './components/jicofo';
import { Jvb } from './components/jvb';
import { JvbOptions } from './components/jvb-options';
import { Nginx } from './components/nginx';
import { edgeClaims, edgeViolations, nginxOptionsViolations } from './components/nginx-violations';
import { choices, taken } from './components/pool-choices';
import { jvbViolations, PoolSurroundings } from './components/pool-violations';
import { configLines, Prosody } from './components/prosody';
import { prosodyOptionsViolations } from './components/prosody-violations';
import { JITSI_MEET, JVB_OPTIONS, OF_THE_CHART, POOL } from './components/shapes';
import { Web, webViolations } from './components/web';
import { folderInShell } from './in-shell';
import { JitsiInstance } from './jitsi-instance';
import { JitsiMeetProps } from './jitsi-meet-props';
import { DefaultDeny } from './kubernetes/default-deny';
import { conflicts } from './media/taken';
import { AddressClaim, clashes } from './options/address-claims';
import { DiagramOptions } from './options/diagram-options';
import { MediaRoute } from './options/media-route';
import { OpenPort } from './options/open-port';
import { enforced } from './options/pod-security';
import { summary } from './summary';
import { diagram } from './topology/diagram';
import { poolVariableViolations, sharedVariableViolations } from './validation/shared-variables';
import { kindViolations, refuseShape, required } from './validation/shapes';
import { refuse, shown } from './validation/violations';

/** A complete Jitsi Meet. Its id is the prefix of all names, and with the namespace it is what tells two of them apart. */
export class JitsiMeet extends Construct {
  /** What all components share. */
  public readonly instance: JitsiInstance;
  /** The Job that makes secrets inside the cluster. */
  public readonly bootstrap: Bootstrap;
  /** The TURN server, where one is beside the stack. */
  public readonly coturn?: Coturn;
  /** The XMPP server. */
  public readonly prosody: Prosody;
  /** The conference focus. */
  public readonly jicofo: Jicofo;
  /** The first pool of video bridges. */
  public readonly jvb: Jvb;
  /** The site. */
  public readonly web: Web;
  /** The edge. */
  public readonly nginx: Nginx;
  private readonly options: JitsiMeetProps;
  private readonly pools: Jvb[] = [];

  /**
   * @param scope a chart with a namespace, or a construct in one.
   * @param id lower-case letters, digits and hyphens, starting with a letter, at most 36 characters.
   * @param props what differs from the defaults, and the public address.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: JitsiMeetProps) {
    super(scope, id);
    refuseShape(`JitsiMeet "${id}"`, props, JITSI_MEET, OF_THE_CHART);
    const { publicUrl, clusterDomain, timeZone, xmppDomain, images, networkPolicies, apiServerPorts, relays, ipFamilies, features } = props;
    const instance = new JitsiInstance({
      name: id, namespace: Chart.of(this).namespace ?? '', publicUrl, clusterDomain, timeZone, xmppDomain, images, networkPolicies, apiServerPorts, relays, ipFamilies, features,
    });
    refuse(`JitsiMeet "${id}"`, [
      ...instance._violations(''),
      ...(props.authentication?._violations('authentication') ?? []),
      ...(props.credentials?._violations('credentials', props.turn?._deployed !== undefined) ?? []),
      ...edgeViolations(this, instance, props),
      ...turnViolations('turn', instance, props.turn, props.tls),
      ...nginxOptionsViolations('nginx', instance, props.nginx ?? {}),
      ...webViolations('web', instance, props.web ?? {}, configLines(props)),
      ...prosodyOptionsViolations('prosody', instance, props.prosody ?? {}, props.authentication),
      ...jicofoViolations('jicofo', instance, props.jicofo ?? {}),
      ...jvbViolations('jvb', instance, undefined, props.jvb ?? {}, this.surroundings(props)),
      ...bootstrapViolations('bootstrap', instance, props.bootstrap ?? {}),
      ...sharedVariableViolations(props),
    ]);
    refuse(`JitsiMeet "${id}"`, clashes([...this.claims(instance, props), ...choices(props.jvb ?? {}).way.claims?.('jvb.exposure', choices(props.jvb ?? {}).most) ?? []]));
    const { tls, credentials, authentication, turn } = props;
    const deployed = turn?._deployed;
    this.instance = instance;
    this.options = props;
    new DefaultDeny(this, 'default-deny', { instance });
    this.bootstrap = new Bootstrap(this, 'bootstrap', { ...props.bootstrap, instance, credentials, tls, turn });
    this.coturn = deployed && new Coturn(this, 'coturn', { ...deployed, tls: deployed.tls ?? tls, instance, credentials });
    this.prosody = new Prosody(this, 'prosody', { ...props.prosody, instance, authentication, credentials, turn });
    this.jicofo = new Jicofo(this, 'jicofo', { ...props.jicofo, prosody: this.prosody });
    this.jvb = new Jvb(this, 'jvb', { ...props.jvb, prosody: this.prosody, coturn: this.coturn });
    this.pools.push(this.jvb);
    this.web = new Web(this, 'web', { ...props.web, prosody: this.prosody });
    this.nginx = new Nginx(this, 'nginx', { ...props.nginx, web: this.web, tls, exposure: props.edge });
    this.node.addValidation({ validate: () => this.lonelyRelays() });
  }

  /**
   * Adds a pool of video bridges, with Services of its own.
   *
   * @param id name of the pool, part of the names of its objects.
   * @param options what differs from the defaults.
   * @throws an error with all that is wrong with the options, each with the path of its field and what to write instead.
   */
  public addBridges(id: string, options: JvbOptions = {}): Jvb {
    refuse(`a pool of JitsiMeet "${this.node.id}"`, kindViolations('pool', id, required(POOL)));
    const subject = `the pool "${id}" of JitsiMeet "${this.node.id}"`;
    refuseShape(subject, options, JVB_OPTIONS);
    const violations = [
      ...jvbViolations('', this.instance, id, options, this.surroundings(this.options)),
      ...poolVariableViolations(this.options, options),
      ...(this.node.tryFindChild(`jvb-${id}`) ? [{ field: 'pool', problem: `there is a pool ${shown(id)} already; choose another name` }] : []),
    ];
    refuse(subject, violations.length > 0 ? violations : conflicts(this.pools.map(({ _taken }) => _taken), taken(options), this.claims(this.instance, this.options)));
    const pool = new Jvb(this, `jvb-${id}`, { ...options, prosody: this.prosody, pool: id, coturn: this.coturn });
    this.pools.push(pool);
    return pool;
  }

  /** Pools may be added until manifests are made, so not before is it known that there is nobody to share meetings with. */
  private lonelyRelays(): string[] {
    const bridges = this.pools.reduce((sum, { _most }) => sum + _most, 0);
    return this.instance.relays !== undefined && bridges < 2 ? ['relays: there is one bridge, and nobody to share its meetings with; give jvb two bridges or more, add a pool, or leave relays out'] : [];
  }

  private surroundings({ turn }: JitsiMeetProps): PoolSurroundings {
    const own = turn?._violations('').length === 0 ? turn._deployed : undefined;
    return { podSecurity: enforced(this), relaysNamed: turn !== undefined, publicRelaysAlone: own !== undefined && own.bridgePeerCidrs === undefined, ownRelay: own !== undefined };
  }

  /** What the load balancers of edge and TURN server are asked for. */
  private claims(instance: JitsiInstance, props: JitsiMeetProps): AddressClaim[] {
    return [...edgeClaims(instance, props), ...turnClaims('turn', props.turn)];
  }

  /** What must be open between the world and the stack: the firewall's table. */
  public get openPorts(): OpenPort[] {
    return [...this.nginx.openPorts, ...(this.coturn?.openPorts ?? []), ...this.pools.flatMap(({ openPorts }) => openPorts)];
  }

  /** How media reach each bridge of all pools: the table from which the manifests are made. */
  public get routes(): MediaRoute[] {
    return this.pools.flatMap(({ routes }) => routes);
  }

  /**
   * What was made and what is next, for the person who applies it.
   *
   * @param manifests the folder or file that is applied. Without it, the folder to which the app writes: `dist/`, the `outdir` of `App`, or the `--output` of
   * `cdk8s synth`. Give it where the manifests do not stay there: `-` with `cdk8s synth --stdout`, or the path to which a program moves them.
   */
  public summary(manifests?: string): string {
    return this._summary(manifests ?? folderInShell(App.of(this).outdir), 'tls: Tls.fromSecret(\'meet-tls\')');
  }

  /** @internal The same for who names a Secret with a certificate in another way. */
  public _summary(manifests: string, ownCertificate: string): string {
    return summary(this, manifests, ownCertificate);
  }
  /**
   * A picture of the stack as it is synthesized: its pods and Services, who talks to whom and at which ports, and what is open to the world. It is read from the rendered
   * objects, so it shows what was patched. Where network policies are off, it shows what they would open.
   *
   * @param options what it shows, and in which language.
   */
  public diagram(options: DiagramOptions = {}): string {
    return diagram(this, options);
  }
}
