import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JitsiMeetChart, NodeTuningChart, NodeTuningChartProps } from '../lib';
import { Manifest, manifests, ofKind, PUBLIC_URL, yaml } from './support/charts';
import { PodTemplate } from './support/pods';
import { refusal, wrong } from './support/refusal';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

const EVERYTHING: Required<NodeTuningChartProps> = {
  namespace: 'tuning',
  nodeSelector: { 'example.org/role': 'bridges' },
  tolerations: [{ key: 'example.org/dedicated', value: 'bridges', effect: kplus.TaintEffect.NO_SCHEDULE }],
  image: `registry.example.org/jvb:stable-11200@${DIGEST}`,
  images: { mirrors: { 'ghcr.io': 'mirror.example.org/ghcr' }, pullSecrets: ['pull'] },
};

function tuning(props?: NodeTuningChartProps, id = 'node-tuning'): Manifest[] {
  return manifests(new NodeTuningChart(Testing.app({ outdir: 'unused' }), id, props));
}

function pod(objects: readonly Manifest[]): PodTemplate['spec'] | undefined {
  const [daemonSet] = ofKind(objects, 'DaemonSet');
  return (daemonSet?.spec as { readonly template: PodTemplate } | undefined)?.template.spec;
}

describe('NodeTuningChart', () => {
  test('renders of nothing', () => {
    expect(yaml(tuning())).toMatchSnapshot();
  });

  test('renders every prop', () => {
    expect(yaml(tuning(EVERYTHING, 'tuning'))).toMatchSnapshot();
  });

  test('has rights until its settings are made, and none afterwards', () => {
    const { initContainers = [], containers = [] } = pod(tuning()) ?? {};

    expect(initContainers.map(({ command, securityContext }) => [command, securityContext?.privileged, securityContext?.runAsUser])).toEqual([[['/bin/sh', '/scripts/raise-network-buffers.sh'], true, 0]]);
    expect(containers.map(({ command, securityContext, volumeMounts }) => [command, securityContext?.privileged, securityContext?.runAsNonRoot, securityContext?.capabilities, volumeMounts])).toEqual(
      [[['sleep', 'infinity'], false, true, { drop: ['ALL'] }, undefined]],
    );
  });

  test('is in a namespace of its own, which alone lets it in', () => {
    const objects = tuning();

    expect(ofKind(objects, 'Namespace').map(({ metadata }) => metadata)).toEqual([{ name: 'jitsi-node-tuning', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } }]);
    expect(objects.slice(1).map(({ metadata }) => metadata.namespace)).toEqual(['jitsi-node-tuning', 'jitsi-node-tuning']);
  });

  test('is no part of a stack', () => {
    const app = Testing.app({ outdir: 'unused' });
    const objects = manifests(new JitsiMeetChart(app, 'jitsi', { publicUrl: PUBLIC_URL }));

    expect(ofKind(objects, 'DaemonSet')).toEqual([]);
  });

  test('runs the image of the bridges, from a mirror if there is one', () => {
    expect(pod(tuning())?.containers.map(({ image }) => image)).toEqual([expect.stringMatching(/^ghcr\.io\/jitsi\/jvb:stable-[-\d]+@sha256:/)]);
    expect(pod(tuning({ images: { mirrors: { 'ghcr.io': 'mirror.example.org/ghcr' } } }))?.initContainers?.map(({ image }) => image)).toEqual([expect.stringMatching(/^mirror\.example\.org\/ghcr\/jitsi\/jvb:/)]);
  });

  test.each<[string, NodeTuningChartProps, string]>([
    ['in a namespace of others', { namespace: 'kube-system' }, 'namespace: "kube-system" is no namespace of its own: the chart makes it and lets privileged pods in; write another name, such as "jitsi-node-tuning"'],
    ['in the default namespace', { namespace: 'default' }, 'namespace: "default" is no namespace of its own'],
    ['in a namespace with a dot', { namespace: 'a.b' }, 'namespace: "a.b" is no namespace of its own'],
    ['with an image of no digest', { image: 'ghcr.io/jitsi/jvb:stable-11146-2' }, 'image: "ghcr.io/jitsi/jvb:stable-11146-2" has no digest'],
    ['with a mirror of no registry', { images: { mirrors: { 'quay.io': 'mirror.example.org' } } }, 'images.mirrors: "quay.io" is no registry that images come from'],
    ['on nodes with a label that there cannot be', { nodeSelector: { 'a b': 'c' } }, 'nodeSelector: "a b" is no key of a label'],
    ['on nodes with every taint', { tolerations: [{}] }, 'tolerations[0]: would tolerate every taint'],
    ['with a prop that is not there', wrong({ replicas: 1 }), 'replicas: there is no such prop'],
  ])('is refused %s', (_title, props, problem) => {
    expect(refusal(() => tuning(props))).toContain(problem);
  });

  test('is refused under an id that names no DaemonSet', () => {
    expect(refusal(() => tuning({}, 'Node_Tuning'))).toContain('id: "Node_Tuning" is no name of a DaemonSet');
  });
});
