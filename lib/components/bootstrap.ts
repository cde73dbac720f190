import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { managedByScripts, OwnValue } from '../kubernetes/environment';
import { ComponentOptions } from '../options/component-options';
import { componentViolations, leastMemory } from '../options/component-violations';
import { Credentials } from '../options/credentials';
import { Tls } from '../options/tls';
import { Turn } from '../options/turn';
import { refuseShape } from '../validation/shapes';
import { refuse, Violation } from '../validation/violations';
import { bootstrapJob } from './bootstrap-job';
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

  /**
   * The TURN server. With one beside the stack, the secret that it shares with Prosody is among the passwords.
   *
   * @default - None.
   */
  readonly turn?: Turn;
}

const MANAGED = managedByScripts('NAMESPACE', 'LABELS', 'API_ACCESS', 'CREDENTIALS_FROM', 'CREDENTIALS_SECRET', 'CREDENTIALS_KEYS', 'TLS_SECRET', 'TLS_HOST', 'WORK', 'INTERVAL');

/**
 * A Job that makes what is missing of the stack's secrets inside the cluster, so that none is in a manifest. There is none where nothing is to be made.
 * Where External Secrets fetches them, what tells it to is here too.
 * Its name contains a fingerprint of what it does: a Job cannot be changed, so another task is another Job. It stays when it is done; to run it again, delete it and apply again.
 */
export class Bootstrap extends Construct {
  /** The Job. Undefined where nothing is to be made. */
  public readonly workload?: ApiObject;

  /**
   * @param scope a chart with a namespace, or a construct in one.
   * @param id unique in its scope. Names of objects do not depend on it.
   * @param props the stack, and where its secrets come from.
   * @throws an error with all that is wrong with the props, each with the path of its field and what to write instead.
   */
  constructor(scope: Construct, id: string, props: BootstrapProps) {
    super(scope, id);
    refuseShape(`Bootstrap "${id}"`, props, PROPS.bootstrap);
    const { instance, credentials = Credentials.generatedInCluster(), tls = Tls.selfSigned(), turn } = props;
    refuse(`Bootstrap "${id}"`, [
      ...instance._violations('instance'), ...credentials._violations('credentials', turn?._deployed !== undefined), ...(turn?._violations('turn') ?? []), ...tls._violations('tls'), ...bootstrapViolations('', instance, props),
    ]);
    credentials._provide(this, instance, ['jicofo', 'jvb', ...(turn?._deployed ? ['turn' as const] : [])]);
    const secrets = [
      ...(credentials._generated ? [credentials._secretName(instance)] : []),
      ...certificateSecret(tls, instance),
    ];
    if (secrets.length === 0) {
      return;
    }
    const name = instance.objectName('bootstrap');
    const selector = instance._selector('bootstrap');
    this.workload = bootstrapJob(this, { instance, name, selector, secrets, options: props, env: tasks(credentials, tls, instance, turn?._deployed !== undefined) });
  }
}

/** The Secret of the certificate that it makes; none where somebody else does. */
function certificateSecret(tls: Tls, instance: JitsiInstance): string[] {
  const secret = tls._generated ? tls._secret(instance) : undefined;
  return secret === undefined ? [] : [secret.name];
}

function tasks(credentials: Credentials, tls: Tls, instance: JitsiInstance, turn: boolean): Readonly<Record<string, OwnValue>> {
  const [certificate] = certificateSecret(tls, instance);
  return {
    ...(credentials._generated && { CREDENTIALS_SECRET: credentials._secretName(instance), CREDENTIALS_KEYS: credentials._keys(turn).join(' ') }),
    ...(certificate !== undefined && { TLS_SECRET: certificate, TLS_HOST: tls._hosts(instance).join(' ') }),
  };
}

/** What is wrong with the Job's options. */
export function bootstrapViolations(path: string, instance: JitsiInstance, options: ComponentOptions): Violation[] {
  return [...componentViolations(path, IMAGES.web, MANAGED, instance, options), ...leastMemory(path, options, Size.mebibytes(64))];
}
