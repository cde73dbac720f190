import { ApiObjectMetadata } from 'cdk8s';
import { JitsiInstance } from '../jitsi-instance';
import { descriptiveLabels, Labels } from './labels';
import { unlessEmpty } from './present';

/** Name, namespace and labels of an object of the stack. */
export function metadata(instance: JitsiInstance, name: string, selector: Labels, more: { readonly annotations?: Labels; readonly labels?: Labels } = {}): ApiObjectMetadata {
  return {
    name,
    namespace: instance.namespace,
    labels: { ...more.labels, ...descriptiveLabels(selector) },
    annotations: unlessEmpty({ ...more.annotations }),
  };
}
