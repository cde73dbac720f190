import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { serviceAccountWith } from '../kubernetes/api-access';
import { checksum } from '../kubernetes/checksum';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { OwnValue } from '../kubernetes/environment';
import { Labels, OWN_PREFIX, PART_OF, PART_OF_LABEL } from '../kubernetes/labels';
import { metadata } from '../kubernetes/metadata';
import { API_ACCESS_PATH, apiAccess, memoryFolder } from '../kubernetes/mounts';
import { kubernetesObject } from '../kubernetes/objects';
import { podTemplate } from '../kubernetes/pod';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { script } from '../script';
import { JobSpec } from '../kubernetes/types';
import { ComponentOptions } from '../options/component-options';

/** A shell, with one program at a time of which the largest, curl, takes 12 MiB; from the limit comes also what is in /tmp, up to 16 MiB. It runs for a second, once. */
const RESOURCES: DefaultResources = {
  cpuRequest: 20,
  cpuLimit: 1000,
  memoryRequest: Size.mebibytes(32),
  memoryLimit: Size.mebibytes(128),
  ephemeralRequest: Size.mebibytes(16),
  ephemeralLimit: Size.mebibytes(128),
};

/** A Job that runs `bootstrap.sh`. */
export interface BootstrapTask {
  /** The stack, in the namespace in which the Job runs. */
  readonly instance: JitsiInstance;
  /** Name of its objects. */
  readonly name: string;
  /** Labels of its pod. */
  readonly selector: Labels;
  /** Names of the Secrets that it makes. */
  readonly secrets: string[];
  /** What its user asked for. */
  readonly options: ComponentOptions;
  /** What it is to make, as variables of the script. */
  readonly env: Readonly<Record<string, OwnValue>>;
}

/** The Job, with all that it needs. Its name contains a fingerprint of what it does: a Job cannot be changed, so another task is another Job. */
export function bootstrapJob(scope: Construct, { instance, name, selector, secrets, options, env }: BootstrapTask): ApiObject {
  const files = new ConfigFiles(scope, instance, name, selector, { 'bootstrap.sh': script('bootstrap.sh') });
  new Connections(scope, instance, name, selector).allowToAnywhere(instance.apiServerPorts);
  const account = serviceAccountWith(scope, instance, name, selector, [
    { resource: 'secrets', verbs: ['create'] },
    { resource: 'secrets', verbs: ['get', 'patch'], names: secrets },
  ]);
  const template = podTemplate({
    instance,
    selector,
    options,
    annotations: files.annotations,
    serviceAccountName: account,
    restartPolicy: 'OnFailure',
    terminationGracePeriodSeconds: 5,
    container: {
      name: 'bootstrap',
      image: instance._image(IMAGES.web, options.image),
      user: 1000,
      command: ['/bin/sh', '/scripts/bootstrap.sh'],
      env: {
        NAMESPACE: instance.namespace,
        // Not the label that names the instance: tools that take it for their own mark of what they applied would prune the Secrets.
        LABELS: JSON.stringify({ [PART_OF_LABEL]: PART_OF, 'app.kubernetes.io/managed-by': 'cdk8s-jitsi-bootstrap', [`${OWN_PREFIX}instance`]: instance.name }),
        API_ACCESS: API_ACCESS_PATH,
        WORK: '/tmp',
        ...env,
      },
      resources: resolveResources(RESOURCES, options.resources),
      // In memory: a private key passes through it.
      mounts: [memoryFolder('tmp', '/tmp', Size.mebibytes(16)), apiAccess(), files.mount('scripts', '/scripts', 'bootstrap.sh')],
    },
  });
  const spec: JobSpec = { backoffLimit: 6, template };
  return kubernetesObject(scope, 'Resource', 'Job', { metadata: metadata(instance, `${name}-${checksum(spec, 8)}`, selector, options), spec });
}
