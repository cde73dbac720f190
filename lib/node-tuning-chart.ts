import { Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from './images';
import { checksum } from './kubernetes/checksum';
import { CONFIG_ANNOTATION, descriptiveLabels, INSTANCE_LABEL, Labels, NAME_LABEL } from './kubernetes/labels';
import { configFiles } from './kubernetes/mounts';
import { clusterObject, kubernetesObject } from './kubernetes/objects';
import { ContainerSpec, hardened, placement } from './kubernetes/pod';
import { unlessEmpty } from './kubernetes/present';
import { DefaultResources } from './kubernetes/quantities';
import { script } from './script';
import { Toleration } from './options/component-options';
import { IMAGES_FORM, PLACEMENT } from './options/component-shapes';
import { placementViolations } from './options/component-violations';
import { ImageOptions, imageOptionsViolations, imageReference, imageViolations } from './options/image-options';
import { isDnsLabel } from './validation/formats';
import { refuseShape, Shape, struct, text } from './validation/shapes';
import { judge, refuse, Rule, shown } from './validation/violations';

/** Properties of `NodeTuningChart`. */
export interface NodeTuningChartProps {
  /**
   * Namespace of its own, which the chart makes: its pods are privileged when they start, so nothing else belongs there.
   *
   * @default 'jitsi-node-tuning'
   */
  readonly namespace?: string;

  /**
   * Labels of the nodes that bridges run on.
   *
   * @default - All nodes.
   */
  readonly nodeSelector?: { readonly [key: string]: string };

  /**
   * Taints of the nodes that bridges run on.
   *
   * @default - Nodes with taints are left as they are.
   */
  readonly tolerations?: Toleration[];

  /**
   * Image in full: registry, name, tag and digest. It needs a shell.
   *
   * @default - That of the bridges, which their nodes have anyway.
   */
  readonly image?: string;

  /**
   * Where the image comes from.
   *
   * @default - From the registry that publishes it, by digest.
   */
  readonly images?: ImageOptions;
}

const PROPS: Shape<NodeTuningChartProps> = {
  namespace: text('the name of a namespace, such as "jitsi-node-tuning"'),
  ...PLACEMENT,
  image: text('registry/name:tag@sha256:… in quotes'),
  images: struct(IMAGES_FORM),
};

const RESOURCES: DefaultResources = {
  cpuRequest: 1,
  cpuLimit: 100,
  memoryRequest: Size.mebibytes(8),
  memoryLimit: Size.mebibytes(32),
  ephemeralRequest: Size.mebibytes(1),
  ephemeralLimit: Size.mebibytes(16),
};

const SCRIPT = 'raise-network-buffers.sh';

const RULES: ReadonlyArray<Rule<{ readonly id: string; readonly namespace: string }>> = [
  { field: 'id', condition: ({ id }) => !isDnsLabel(id), message: ({ id }) => `${shown(id)} is no name of a DaemonSet; use lower-case letters, digits and hyphens, starting with a letter, such as "node-tuning"` },
  {
    field: 'namespace',
    condition: ({ namespace }) => !isDnsLabel(namespace) || namespace === 'default' || namespace.startsWith('kube-'),
    message: ({ namespace }) => `${shown(namespace)} is no namespace of its own: the chart makes it and lets privileged pods in; write another name, such as "jitsi-node-tuning"`,
  },
];

/**
 * Larger buffers for packets in the kernels of nodes, as Jitsi recommends them for bridges with many people: `net.core.rmem_max` of 10 MiB and
 * `net.core.netdev_max_backlog` of 100000. They are no settings of a pod, so on each node a privileged init container raises them, and a container
 * without rights then keeps its place. They stay until the node restarts, and are raised again then. A value that is higher already stays.
 *
 * Where you make the nodes yourself, set these two in their images instead, and no pod needs the right.
 */
export class NodeTuningChart extends Chart {
  constructor(scope: Construct, id: string, props: NodeTuningChartProps = {}) {
    const subject = `NodeTuningChart "${id}"`;
    refuseShape(subject, props, PROPS);
    const { namespace = 'jitsi-node-tuning', image, images = {} } = props;
    super(scope, id, { namespace });
    refuse(subject, [
      ...judge('', { id, namespace }, RULES), ...placementViolations('', props), ...imageViolations('image', IMAGES.jvb, image, images.pinDigests !== false), ...imageOptionsViolations('', images),
    ]);
    const selector: Labels = { [NAME_LABEL]: 'node-tuning', [INSTANCE_LABEL]: id };
    const metadata = { name: id, namespace, labels: descriptiveLabels(selector) };
    const files = { [SCRIPT]: script(SCRIPT) };
    const { volume, mount } = configFiles('scripts', '/scripts', id, [SCRIPT]);
    const container: ContainerSpec = {
      name: 'idle', image: imageReference(IMAGES.jvb, images, image), user: 1000, command: ['sleep', 'infinity'], env: {}, resources: RESOURCES, mounts: [],
    };
    clusterObject(this, 'Namespace', 'Namespace', { metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } });
    kubernetesObject(this, 'ConfigMap', 'ConfigMap', { metadata, data: files });
    kubernetesObject(this, 'DaemonSet', 'DaemonSet', {
      metadata,
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: descriptiveLabels(selector), annotations: { [CONFIG_ANNOTATION]: checksum(files) } },
          spec: {
            automountServiceAccountToken: false,
            serviceAccountName: 'default',
            enableServiceLinks: false,
            // Only there the settings are those of the node.
            hostNetwork: true,
            // What sleeps as the first process of a container takes no notice of being told to stop.
            terminationGracePeriodSeconds: 1,
            ...placement(props),
            securityContext: { runAsNonRoot: true, runAsUser: container.user, runAsGroup: container.user, seccompProfile: { type: 'RuntimeDefault' } },
            imagePullSecrets: unlessEmpty(images.pullSecrets?.map((name) => ({ name }))),
            initContainers: [{
              ...hardened({ ...container, name: 'raise', command: ['/bin/sh', `/scripts/${SCRIPT}`], mounts: [{ volume, mount }] }),
              securityContext: { privileged: true, readOnlyRootFilesystem: true, runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 },
            }],
            containers: [hardened(container)],
            volumes: [volume],
          },
        },
      },
    });
  }
}
