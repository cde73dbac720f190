import { featureLines, Features, featureTexts, featureVariables, featureViolations, managedByFeatures } from './features/features';
import { PinnedImage } from './images';
import { ManagedVariables } from './kubernetes/environment';
import { INSTANCE_LABEL, Labels, NAME_LABEL } from './kubernetes/labels';
import { IpFamilies } from './options/ip-families';
import { ImageOptions, imageOptionsViolations, imageReference } from './options/image-options';
import { InstanceOptions } from './options/instance-options';
import { INSTANCE_PROPS } from './options/instance-shapes';
import { publicUrlParts, publicUrlRule } from './options/public-url';
import { Relays } from './options/relays';
import { XmppDomains } from './options/xmpp-domains';
import { isDnsLabel, isDnsSubdomain, isPort, isTimeZone } from './validation/formats';
import { shapeViolations } from './validation/shapes';
import type { Reader } from './validation/shared-variables';
import { at, judge, Rule, shown, Violation } from './validation/violations';

/** Properties of a `JitsiInstance`. */
export interface JitsiInstanceProps extends InstanceOptions {
  /**
   * Prefix of the names of all objects, and value of their label `app.kubernetes.io/instance`: lower-case letters, digits and hyphens,
   * starting with a letter, at most 36 characters. It cannot be changed without removing the stack.
   */
  readonly name: string;

  /** Namespace of all components. Host names inside the cluster contain it. */
  readonly namespace: string;
}

/** Longest name of an instance, so that `<name>-bootstrap-<hash>` and `<name>-jvb-<pool>-<bridge>` stay within Kubernetes' limits. */
const LONGEST_NAME = 36;

/** One stack: what its components share and therefore ask for here instead of being told one by one. */
export class JitsiInstance {
  /** Prefix of the names of all objects. */
  public readonly name: string;
  /** Namespace of all components. */
  public readonly namespace: string;
  /** Address at which people open meetings. */
  public readonly publicUrl: string;
  /** Host name, or IPv4 address, of the public address. */
  public readonly publicHost: string;
  /** TCP port of the public address. */
  public readonly publicPort: number;
  /** Domain of the cluster's own DNS. */
  public readonly clusterDomain: string;
  /** Time zone of all components. */
  public readonly timeZone: string;
  /** Names of the XMPP server's parts. */
  public readonly xmpp: XmppDomains;
  /** Where images come from. */
  public readonly images: ImageOptions;
  /** Whether pods may talk and be talked to only as the stack needs it. */
  public readonly networkPolicies: boolean;
  /** TCP ports at which pods may reach the API server. */
  public readonly apiServerPorts: number[];
  /** How several bridges carry one meeting. Undefined where a meeting is on one bridge. */
  public readonly relays: Relays | undefined;
  /** What meetings are like. */
  public readonly features: Features;
  /** Families of addresses that all Services have. Undefined where the cluster chooses. */
  public readonly ipFamilies: IpFamilies | undefined;
  private readonly given: JitsiInstanceProps;
  private texts: Readonly<Record<string, string>> | undefined;

  /**
   * Nothing is judged here: the construct that is given the instance refuses what is wrong with it.
   *
   * @param props name, namespace and public address, and what all components share.
   */
  constructor(props: JitsiInstanceProps) {
    this.given = props;
    const sound: JitsiInstanceProps = shapeViolations('', props, INSTANCE_PROPS).length === 0 ? props : { name: '', namespace: '', publicUrl: '' };
    const { host, port } = publicUrlParts(sound.publicUrl);
    this.name = sound.name;
    this.namespace = sound.namespace;
    this.publicUrl = sound.publicUrl;
    this.publicHost = host;
    this.publicPort = port;
    this.clusterDomain = sound.clusterDomain ?? 'cluster.local';
    this.timeZone = sound.timeZone ?? 'UTC';
    this.xmpp = new XmppDomains(sound.xmppDomain ?? 'meet.jitsi');
    this.images = sound.images ?? {};
    this.networkPolicies = sound.networkPolicies ?? true;
    this.apiServerPorts = sound.apiServerPorts ?? [443, 6443, 8443, 16443];
    this.relays = sound.relays;
    this.features = sound.features ?? {};
    this.ipFamilies = sound.ipFamilies;
  }

  /**
   * Host name of a Service of the stack, in full: NGINX knows no search domains.
   *
   * @param service name of the Service.
   */
  public serviceHost(service: string): string {
    return `${service}.${this.namespace}.svc.${this.clusterDomain}`;
  }

  /**
   * Name of a component's objects.
   *
   * @param component name of the component, such as `web`.
   */
  public objectName(component: string): string {
    return `${this.name}-${component}`;
  }

  /** @internal The same stack as seen from another namespace, for what of it lives there. */
  public _in(namespace: string): JitsiInstance {
    return new JitsiInstance({ ...this.given, namespace });
  }

  /** @internal Labels that select a component's pods. */
  public _selector(component: string): Labels {
    return { [NAME_LABEL]: component, [INSTANCE_LABEL]: this.name };
  }

  /** @internal Variables that the features give a component. */
  public _features(reader: Reader): Readonly<Record<string, string>> {
    return featureVariables(this.featureTexts, reader);
  }

  /** @internal Lines that the features add to `config.js`. */
  public get _configLines(): readonly string[] {
    return featureLines(this.features);
  }

  /** @internal Variables of a component that belong to features, with what its user does instead of setting them. */
  public _managed(reader: Reader): ManagedVariables {
    return managedByFeatures(this.featureTexts, reader);
  }

  /** Not before features are known to have the right form. */
  private get featureTexts(): Readonly<Record<string, string>> {
    this.texts ??= featureTexts(this.features);
    return this.texts;
  }

  /** @internal What is wrong with what all components share. */
  public _violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.given, INSTANCE_PROPS);
    return wrong.length > 0 ? wrong : [...judge<JitsiInstance>(path, this, RULES), ...imageOptionsViolations(path, this.images), ...(this.relays?._violations(at(path, 'relays')) ?? []), ...featureViolations(at(path, 'features'), this.features)];
  }

  /** @internal The image of a component, given or the library's own. */
  public _image(own: PinnedImage, given?: string): string {
    return imageReference(own, this.images, given);
  }
}

const RULES: ReadonlyArray<Rule<JitsiInstance>> = [
  {
    field: 'id',
    condition: ({ name }) => !isDnsLabel(name, LONGEST_NAME),
    message: ({ name }) => `${shown(name)} cannot start the names of Services: use at most ${LONGEST_NAME} lower-case letters, digits and hyphens, starting with a letter, such as "jitsi"`,
  },
  {
    field: 'namespace',
    condition: ({ namespace }) => !isDnsLabelOfNamespace(namespace),
    message: ({ namespace }) => namespace === '' ? 'is missing on the chart; write new Chart(app, "jitsi", { namespace: "jitsi" }), or use JitsiMeetChart'
      : `${shown(namespace)} is no name of a namespace; write at most 63 lower-case letters, digits and hyphens, such as "jitsi"`,
  },
  publicUrlRule,
  {
    field: 'clusterDomain',
    // DNS knows no longer names.
    condition: (instance) => !isDnsSubdomain(instance.clusterDomain) || instance.serviceHost(instance.objectName('prosody')).length > 253,
    message: ({ clusterDomain }) => `${shown(clusterDomain)} is no DNS domain, or too long for one; write the one of the cluster, which stands behind "svc." in /etc/resolv.conf of a pod, such as "cluster.local"`,
  },
  {
    field: 'clusterDomain',
    condition: ({ clusterDomain }) => /^(.*\.)?svc\.\w/.test(clusterDomain),
    message: ({ clusterDomain }) => `${shown(clusterDomain)} is the domain of its Services, in which "svc" comes before the cluster's own; write ${shown(clusterDomain.replace(/^(.*\.)?svc\./, ''))}`,
  },
  {
    field: 'timeZone',
    condition: ({ timeZone }) => !isTimeZone(timeZone),
    message: ({ timeZone }) => `${shown(timeZone)} is no name in the tz database; write one such as "UTC" or "Europe/Paris"`,
  },
  {
    field: 'xmppDomain',
    condition: ({ xmpp }) => !isDnsSubdomain(xmpp.domain) || xmpp.domain.length > 200,
    message: ({ xmpp }) => `${shown(xmpp.domain)} is no DNS domain of at most 200 characters; write one in lower case such as "meet.jitsi"`,
  },
  {
    field: 'apiServerPorts',
    condition: ({ apiServerPorts }) => apiServerPorts.length === 0 || !apiServerPorts.every(isPort),
    message: ({ apiServerPorts }) => `${shown(apiServerPorts)} must be one or more ports from 1 to 65535, such as [6443]`,
  },
];

/** Names of namespaces may start with a digit. */
function isDnsLabelOfNamespace(text: string): boolean {
  return text.length <= 63 && !text.includes('.') && isDnsSubdomain(text);
}
