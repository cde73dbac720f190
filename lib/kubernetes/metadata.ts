import { ApiObjectMetadata } from 'cdk8s';
import { JitsiInstance } from '../jitsi-instance';
import { descriptiveLabels, Labels } from './labels';

/** Name, namespace and labels of an object of the stack. */
export function metadata(instance: JitsiInstance, name: string, selector: Labels, more: { readonly annotations?: Labels; readonly labels?: Labels } = {}): ApiObjectMetadata {
  return {
    name,
    namespace: instance.namespace,
    labels: { ...more.labels, ...descriptiveLabels(selector) },
    annotations: more.annotations && Object.keys(more.annotations).length > 0 ? { ...more.annotations } : undefined,
  };
}
