import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { INSTANCE_LABEL, PART_OF, PART_OF_LABEL } from './labels';
import { metadata } from './metadata';
import { kubernetesObject } from './objects';

/** Closes all pods of a stack to everything that no other policy opens. */
export class DefaultDeny extends Construct {
  constructor(scope: Construct, id: string, { instance }: { readonly instance: JitsiInstance }) {
    super(scope, id);
    if (instance.networkPolicies) {
      kubernetesObject(this, 'NetworkPolicy', 'NetworkPolicy', {
        metadata: metadata(instance, instance.objectName('default-deny'), instance._selector('default-deny')),
        spec: {
          podSelector: { matchLabels: { [INSTANCE_LABEL]: instance.name, [PART_OF_LABEL]: PART_OF } },
          policyTypes: ['Ingress', 'Egress'],
        },
      });
    }
  }
}
