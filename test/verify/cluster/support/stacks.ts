import { Yaml } from 'cdk8s';
import { JitsiMeetChartProps } from '../../../../lib';
import { Manifest, manifests, meetChart } from '../../../support/charts';

/** The objects of a stack that is put into the given namespace. */
export type StackIn = (namespace: string) => Manifest[];

/** With a Namespace object, which enforces Pod Security `restricted`. */
export function stackWith(props: Partial<JitsiMeetChartProps>, id?: string): StackIn {
  return (namespace) => manifests(meetChart({ ...props, namespace, createNamespace: true }, id));
}

/** To write a stack takes longer than to make it, and some are applied again and again. */
const YAML = new WeakMap<readonly Manifest[], string>();

export function yamlOf(objects: readonly Manifest[]): string {
  const yaml = YAML.get(objects) ?? Yaml.stringify(...objects);
  YAML.set(objects, yaml);
  return yaml;
}
