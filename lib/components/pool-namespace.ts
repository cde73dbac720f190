import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { roleForOther } from '../kubernetes/api-access';
import { Labels, POOL_LABEL } from '../kubernetes/labels';
import { clusterObject } from '../kubernetes/objects';
import { namespaceLabels, needsPrivilege, PodSecurityLevel } from '../options/pod-security';
import { isDnsLabel } from '../validation/formats';
import { at, shown, Violation } from '../validation/violations';
import { bootstrapJob } from './bootstrap-job';
import { JvbOptions } from './jvb-options';
import { choices } from './pool-choices';
import { Prosody } from './prosody';

/** What of a pool in a namespace of its own belongs to the namespace: its object, and what brings the bridges' password there. */
export class PoolNamespace extends Construct {
  constructor(scope: Construct, id: string, props: { readonly prosody: Prosody; readonly instance: JitsiInstance; readonly pool: string; readonly name: string; readonly options: JvbOptions }) {
    super(scope, id);
    const { prosody, instance, name: poolName, options } = props;
    if (options.createNamespace ?? true) {
      const level = needsPrivilege(choices(options).way) ? PodSecurityLevel.PRIVILEGED : PodSecurityLevel.RESTRICTED;
      clusterObject(this, 'Namespace', 'Namespace', { metadata: { name: instance.namespace, labels: namespaceLabels(level) } });
    }
    const { credentials } = prosody;
    credentials._provide(this, instance, ['jvb']);
    if (credentials._generated) {
      const name = `${poolName}-password`;
      const selector: Labels = { ...instance._selector('bootstrap'), [POOL_LABEL]: props.pool };
      const secret = credentials._secretName(instance);
      roleForOther(this, prosody.instance, instance, name, selector, [{ resource: 'secrets', verbs: ['get'], names: [secret] }]);
      bootstrapJob(this, {
        instance, name, selector, secrets: [secret], options: {},
        env: { CREDENTIALS_SECRET: secret, CREDENTIALS_KEYS: credentials._key('jvb'), CREDENTIALS_FROM: prosody.instance.namespace },
      });
    }
  }
}

/** What is wrong with a namespace that a pool is to have. */
export function poolNamespaceViolations(path: string, instance: JitsiInstance, { namespace, createNamespace }: JvbOptions): Violation[] {
  const field = at(path, 'namespace');
  return [
    ...(namespace === undefined && createNamespace !== undefined ? [{ field: at(path, 'createNamespace'), problem: 'says nothing without namespace, the pool\'s own; leave it out' }] : []),
    ...(namespace !== undefined && !isDnsLabel(namespace) ? [{ field, problem: `${shown(namespace)} is no name of a namespace; write one such as "jitsi-bridges"` }] : []),
    ...(namespace === instance.namespace ? [{ field, problem: `${shown(namespace)} is the stack's own namespace; leave it out, or choose another` }] : []),
    ...(namespace !== undefined && (createNamespace ?? true) && (namespace === 'default' || namespace.startsWith('kube-'))
      ? [{ field, problem: `${shown(namespace)} is not this stack's own; choose another, or set createNamespace to false` }] : []),
  ];
}
