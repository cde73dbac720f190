import { namesOf } from '../../../tools/cluster/images/archive';
import { IMAGES } from '../../../lib/images';
import { add, all, drop, Edit, put } from '../../support/edits';

/** A mistake in manifests that an API server takes and that only shows when a kubelet runs the pods. */
export interface Fault {
  readonly title: string;
  /** Namespace of a stack that has it. */
  readonly namespace: string;
  /** The component that has it, and those that this one needs. */
  readonly components: readonly string[];
  readonly edit: Edit;
  /** What an explanation must say of it. */
  readonly named: RegExp;
}

/** Folder of the node that the volume for /run is made of. */
export const RUN_FOLDER = '/var/lib/run-of-jicofo';

const POD = 'spec > template > spec';
const [EDGE, WEB, PROSODY, JICOFO] = ['Deployment/jitsi-nginx', 'Deployment/jitsi-web', 'Deployment/jitsi-prosody', 'Deployment/jitsi-jicofo'] as const;

/** No field of a pod keeps programs from running in a volume; the options of a claimed one do. */
function runWithoutPrograms(namespace: string): Edit {
  const storage = '64Mi';
  const claimed = { accessModes: ['ReadWriteOnce'], storageClassName: '' };
  return all(
    add({
      apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'run' },
      spec: {
        ...claimed, capacity: { storage }, local: { path: RUN_FOLDER }, mountOptions: ['noexec'],
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }] } },
      },
    }),
    add({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'run', namespace }, spec: { ...claimed, volumeName: 'run', resources: { requests: { storage } } } }),
    put(JICOFO, `${POD} > volumes > run`, { name: 'run', persistentVolumeClaim: { claimName: 'run' } }),
  );
}

export const WAITS_FOR_ITSELF: Fault = {
  title: 'an init container that waits until its own pod is Ready', namespace: 'init-waits', components: ['web'],
  edit: put(WEB, `${POD} > initContainers`, [{
    name: 'wait-for-web', image: namesOf(IMAGES.web)[2], command: ['/bin/sh', '-c', 'until curl --silent --fail --output /dev/null http://jitsi-web:8000/; do sleep 1; done'],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  }]),
  named: /jitsi-web-\S+: init container wait-for-web has not ended; it names Service jitsi-web, which leads to Ready pods alone, and this one is not Ready before it has ended/,
};

export const FAULTS: readonly Fault[] = [
  {
    title: 'a Secret that uid 101 cannot read by its mode', namespace: 'secret-mode', components: ['nginx'],
    // With the pod's group, kubelet would let it read whatever the mode says.
    edit: all(drop(EDGE, `${POD} > securityContext > fsGroup`), put(EDGE, `${POD} > volumes > tls > secret > defaultMode`, 0o400)),
    named: /cannot load certificate "\/etc\/nginx\/tls\/fullchain\.pem".*Permission denied/,
  },
  {
    title: 'a /run that no program runs from', namespace: 'run-noexec', components: ['prosody', 'jicofo'],
    edit: runWithoutPrograms('run-noexec'),
    named: /refuses to start: programs cannot run from \/run: .*permission denied/,
  },
  {
    title: 'no volume for /tmp', namespace: 'no-tmp', components: ['web'],
    edit: all(drop(WEB, `${POD} > containers > web > volumeMounts > tmp`), drop(WEB, `${POD} > volumes > tmp`)),
    named: /refuses to start: directory \/tmp not writable by the container user: .*read-only file system/,
  },
  {
    title: 'a probe on the wrong port', namespace: 'probe-port', components: ['prosody'],
    edit: put(PROSODY, `${POD} > containers > prosody > readinessProbe > httpGet > port`, 5281),
    named: /Readiness probe failed: Get "http:\/\/[\d.]+:5281\/http-bind": .*connection refused/,
  },
  WAITS_FOR_ITSELF,
];
