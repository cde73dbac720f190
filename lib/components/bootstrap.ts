import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { serviceAccountWith } from '../kubernetes/api-access';
import { checksum } from '../kubernetes/checksum';
import { ConfigFiles } from '../kubernetes/config-map';
import { Connections } from '../kubernetes/connections';
import { managedByScripts, OwnValue } from '../kubernetes/environment';
import { OWN_PREFIX, PART_OF, PART_OF_LABEL } from '../kubernetes/labels';
import { metadata } from '../kubernetes/metadata';
import { API_ACCESS_PATH, apiAccess, memoryFolder } from '../kubernetes/mounts';
import { kubernetesObject } from '../kubernetes/objects';
import { podTemplate } from '../kubernetes/pod';
import { DefaultResources, resolveResources } from '../kubernetes/quantities';
import { script } from '../kubernetes/script';
import { JobSpec } from '../kubernetes/types';
import { ComponentOptions } from '../options/component-options';
import { componentViolations, leastMemory } from '../options/component-violations';
import { Credentials } from '../options/credentials';
import { Tls } from '../options/tls';
import { refuseShape } from '../validation/shapes';
import { refuse, Violation } from '../validation/violations';
import { PROPS } from './shapes';

/** Properties of `Bootstrap`. */
export interface BootstrapProps extends ComponentOptions {
  /** The stack that it belongs to. */
  readonly instance: JitsiInstance;

  /**
   * The passwords of Jicofo and the bridges, which it makes if they are to be generated in the cluster.
   *
   * @default Credentials.generatedInCluster()
   */
  readonly credentials?: Credentials;

  /**
   * The edge's certificate, which it makes if it is to be self-signed.
   *
   * @default Tls.selfSigned()
   */
  readonly tls?: Tls;
}

const MANAGED = managedByScripts('NAMESPACE', 'LABELS', 'API_ACCESS', 'CREDENTIALS_SECRET', 'CREDENTIALS_KEYS', 'TLS_SECRET', 'TLS_HOST', 'WORK', 'INTERVAL');

/** A shell, with one program at a time of which the largest, curl, takes 12 MiB; from the limit comes also what is in /tmp, up to 16 MiB. It runs for a second, once. */
const RESOURCES: DefaultResources = {
  cpuRequest: 20,
  cpuLimit: 1000,
  memoryRequest: Size.mebibytes(32),
  memoryLimit: Size.mebibytes(128),
  ephemeralRequest: Size.mebibytes(16),
  ephemeralLimit: Size.mebibytes(128),
};

/**
 * A Job that makes what is missing of the stack's secrets inside the cluster, so that none is in a manifest. There is none where nothing is to be made.
 * Its name contains a fingerprint of what it does: a Job cannot be changed, so another task is another Job. It stays when it is done; to run it again, delete it and apply again.
 */
export class Bootstrap extends Construct {
  /** The Job; undefined where nothing is to be made. */
  public readonly workload?: ApiObject;

  constructor(scope: Construct, id: string, props: BootstrapProps) {
    super(scope, id);
    refuseShape(`Bootstrap "${id}"`, props, PROPS.bootstrap);
    const { instance, credentials = Credentials.generatedInCluster(), tls = Tls.selfSigned() } = props;
    refuse(`Bootstrap "${id}"`, [
      ...instance._violations('instance'), ...credentials._violations('credentials'), ...tls._violations('tls'), ...bootstrapViolations('', instance, props),
    ]);
    const secrets = [
      ...(credentials._generated ? [credentials._secretName(instance)] : []),
      ...(tls._generated ? [tls._secret(instance).name] : []),
    ];
    if (secrets.length === 0) {
      return;
    }
    const name = instance.objectName('bootstrap');
    const selector = instance._selector('bootstrap');
    const files = new ConfigFiles(this, instance, name, selector, { 'bootstrap.sh': script('bootstrap.sh') });
    new Connections(this, instance, name, selector).allowToAnywhere(instance.apiServerPorts);
    const account = serviceAccountWith(this, instance, name, selector, [
      { resource: 'secrets', verbs: ['create'] },
      { resource: 'secrets', verbs: ['get', 'patch'], names: secrets },
    ]);
    const template = podTemplate({
      instance,
      selector,
      options: props,
      annotations: files.annotations,
      serviceAccountName: account,
      restartPolicy: 'OnFailure',
      terminationGracePeriodSeconds: 5,
      container: {
        name: 'bootstrap',
        image: instance._image(IMAGES.web, props.image),
        user: 1000,
        command: ['/bin/sh', '/scripts/bootstrap.sh'],
        env: variables(instance, credentials, tls),
        resources: resolveResources(RESOURCES, props.resources),
        // In memory: a private key passes through it.
        mounts: [memoryFolder('tmp', '/tmp', Size.mebibytes(16)), apiAccess(), files.mount('scripts', '/scripts', 'bootstrap.sh')],
      },
    });
    const spec: JobSpec = { backoffLimit: 6, template };
    this.workload = kubernetesObject(this, 'Resource', 'Job', { metadata: metadata(instance, `${name}-${checksum(spec, 8)}`, selector, props), spec });
  }
}

function variables(instance: JitsiInstance, credentials: Credentials, tls: Tls): Readonly<Record<string, OwnValue>> {
  return {
    NAMESPACE: instance.namespace,
    // Not the label that names the instance: tools that take it for their own mark of what they applied would prune the Secrets.
    LABELS: JSON.stringify({ [PART_OF_LABEL]: PART_OF, 'app.kubernetes.io/managed-by': 'cdk8s-jitsi-bootstrap', [`${OWN_PREFIX}instance`]: instance.name }),
    API_ACCESS: API_ACCESS_PATH,
    WORK: '/tmp',
    ...(credentials._generated && { CREDENTIALS_SECRET: credentials._secretName(instance), CREDENTIALS_KEYS: credentials._keys.join(' ') }),
    ...(tls._generated && { TLS_SECRET: tls._secret(instance).name, TLS_HOST: instance.publicHost }),
  };
}

/** What is wrong with the Job's options. */
export function bootstrapViolations(path: string, instance: JitsiInstance, options: ComponentOptions): Violation[] {
  return [...componentViolations(path, IMAGES.web, MANAGED, instance, options), ...leastMemory(path, options, Size.mebibytes(64))];
}
