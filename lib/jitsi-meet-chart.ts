import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { JITSI_MEET_CHART } from './components/shapes';
import { JitsiMeet } from './jitsi-meet';
import { JitsiMeetProps } from './jitsi-meet-props';
import { clusterObject } from './kubernetes/objects';
import { DiagramOptions } from './options/diagram-options';
import { enforce, namespaceLabels, PodSecurityLevel } from './options/pod-security';
import { refuseShape } from './validation/shapes';
import { judge, refuse, Rule, shown } from './validation/violations';

/** Properties of `JitsiMeetChart`. */
export interface JitsiMeetChartProps extends JitsiMeetProps {
  /**
   * Namespace of all objects.
   *
   * @default 'jitsi'
   */
  readonly namespace?: string;

  /**
   * Whether the chart has the Namespace too, with Pod Security enforced. It stays when the stack is deleted by label.
   * Set it to false where the namespace is somebody else's, or another chart's.
   *
   * @default true
   */
  readonly createNamespace?: boolean;

  /**
   * Pod Security level that the Namespace enforces. Bridges on ports or in the network of their nodes need `PRIVILEGED`. It says nothing where
   * the chart has no Namespace.
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly podSecurity?: PodSecurityLevel;
}

/** Kinds in the order in which people read them and `kubectl apply` makes them. Others come after them. */
const ORDER = [
  'Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'PersistentVolumeClaim', 'NetworkPolicy', 'Service',
  'Certificate', 'ExternalSecret', 'Ingress', 'Gateway', 'HTTPRoute', 'TLSRoute', 'Job', 'Deployment', 'StatefulSet', 'PodDisruptionBudget',
];

const RULES: ReadonlyArray<Rule<string>> = [{
  field: 'namespace',
  condition: (namespace) => namespace === 'default' || namespace.startsWith('kube-'),
  message: (namespace) => `${shown(namespace)} is not this stack's own, and its Pod Security would be enforced on all others in it; choose another, or set createNamespace to false`,
}];

/** A Jitsi Meet in a chart of its own, with its namespace. The chart's id is the prefix of all names. */
export class JitsiMeetChart extends Chart {
  /** The stack. */
  public readonly meet: JitsiMeet;

  /**
   * @param scope the app, or a construct in one.
   * @param id prefix of all names: lower-case letters, digits and hyphens, starting with a letter, at most 36 characters.
   * @param props what differs from the defaults, and the public address.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: JitsiMeetChartProps) {
    refuseShape(`JitsiMeetChart "${id}"`, props, JITSI_MEET_CHART);
    const { namespace = 'jitsi', createNamespace = true, podSecurity = PodSecurityLevel.RESTRICTED, ...rest } = props;
    super(scope, id, { namespace });
    if (createNamespace) {
      refuse(`JitsiMeetChart "${id}"`, judge('', namespace, RULES));
      enforce(this, podSecurity);
    }
    this.meet = new JitsiMeet(this, id, rest);
    if (createNamespace) {
      clusterObject(this, 'namespace', 'Namespace', {
        metadata: { name: namespace, labels: namespaceLabels(podSecurity) },
      });
    }
  }

  /**
   * A picture of the stack as it is synthesized, as `JitsiMeet.diagram` draws it.
   *
   * @param options what it shows, and in which language.
   */
  public diagram(options: DiagramOptions = {}): string {
    return this.meet.diagram(options);
  }

  /**
   * Renders this chart alone. The inherited way prepares and validates the whole app again for each chart, which makes a thousand charts take
   * a million times as long as one.
   *
   * @throws an error where an object, or the stack as a whole, cannot be made as it is asked for.
   */
  public override toJson(): ReturnType<Chart['toJson']> {
    const constructs = this.node.findAll().filter((node) => Chart.of(node) === this);
    const errors = constructs.flatMap(({ node }) => node.validate().map((error) => `[${node.path}] ${error}`));
    if (errors.length > 0) {
      throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
    }
    const objects = constructs.filter((node): node is ApiObject => ApiObject.isApiObject(node));
    return inOrder(objects).map((object) => object.toJson() as unknown);
  }
}

/** By kind, and in it as they were made; what an object depends on comes before it. */
function inOrder(objects: readonly ApiObject[]): ApiObject[] {
  const rank = ({ kind }: ApiObject): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  const ordered = new Set<ApiObject>();
  const seen = new Set<ApiObject>();
  const visit = (object: ApiObject): void => {
    if (!seen.has(object)) {
      seen.add(object);
      dependenciesOf(object, objects).forEach(visit);
      ordered.add(object);
    }
  };
  [...objects].sort((a, b) => rank(a) - rank(b)).forEach(visit);
  return [...ordered];
}

/** The objects that one was told to come after, itself or by a construct that contains it. Most were told nothing and look at no other. */
function dependenciesOf(object: ApiObject, objects: readonly ApiObject[]): ApiObject[] {
  const targets = new Set<IConstruct>(object.node.scopes.flatMap((scope) => scope.node.dependencies));
  return targets.size === 0 ? [] : objects.filter((other) => other !== object && other.node.scopes.some((scope) => targets.has(scope)));
}
