import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { Labels } from './labels';
import { metadata } from './metadata';
import { kubernetesObject } from './objects';
import { ServiceFields } from './types';

/** A port of a Service. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  /** Name of the pod's port, where it may have another number. @default the same name */
  readonly target?: string;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP';
  /** Port of all nodes. */
  readonly nodePort?: number;
}

/** A Service, without what all Services have in common. */
export interface ServiceSpec {
  readonly instance: JitsiInstance;
  readonly name: string;
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
  /** Fields beside ports and selector. */
  readonly fields?: ServiceFields;
  readonly annotations?: Labels;
  /**
   * What describes it, where that is not what selects its pods.
   *
   * @default - The selector.
   */
  readonly labels?: Labels;
}

/** A Service whose ports go to ports of its pods by their names. */
export function service(scope: Construct, id: string, spec: ServiceSpec): ApiObject {
  return kubernetesObject(scope, id, 'Service', {
    metadata: metadata(spec.instance, spec.name, spec.labels ?? spec.selector, { annotations: spec.annotations }),
    spec: {
      type: 'ClusterIP',
      ...spec.instance.ipFamilies?._fields,
      ...spec.fields,
      selector: spec.selector,
      ports: spec.ports.map(({ name, port, target = name, protocol = 'TCP', nodePort }) => ({ name, port, protocol, targetPort: target, nodePort })),
    },
  });
}
