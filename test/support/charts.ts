import { Chart, Testing, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { JitsiInstance, JitsiInstanceProps, JitsiMeetChart, JitsiMeetChartProps, Prosody, Web } from '../../lib';

/** An object as Kubernetes reads it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly data?: Record<string, string>;
  readonly spec?: unknown;
}

export const PUBLIC_URL = 'https://meet.example.org';

/** A chart in no app that writes anything. */
export function chart(namespace: string | undefined = 'jitsi'): Chart {
  return new Chart(Testing.app({ outdir: 'unused' }), 'chart', { namespace });
}

export function instance(options: Partial<JitsiInstanceProps> = {}): JitsiInstance {
  return new JitsiInstance({ name: 'jitsi', namespace: 'jitsi', publicUrl: PUBLIC_URL, ...options });
}

export function prosody(scope: Construct, options: Partial<JitsiInstanceProps> = {}): Prosody {
  return new Prosody(scope, 'prosody', { instance: instance(options) });
}

export function web(scope: Construct): Web {
  return new Web(scope, 'web', { prosody: prosody(scope) });
}

export function meetChart(props: Partial<JitsiMeetChartProps> = {}, id = 'jitsi'): JitsiMeetChart {
  return new JitsiMeetChart(Testing.app({ outdir: 'unused' }), id, { publicUrl: PUBLIC_URL, ...props });
}

export function manifests(of: Chart): Manifest[] {
  return Testing.synth(of) as Manifest[];
}

/** The objects of one component. */
export function ofComponent(of: Chart, component: string): Manifest[] {
  return manifests(of).filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === component);
}

/** The YAML that a reviewer reads; scripts are shown by their name, they are read where they are written. */
export function yaml(objects: readonly Manifest[]): string {
  return Yaml.stringify(...objects.map((object) => (object.data === undefined ? object : {
    ...object,
    data: Object.fromEntries(Object.entries(object.data).map(([file, text]) => [file, file.endsWith('.sh') ? `(lib/scripts/${file})` : text])),
  })));
}

export function ofKind(objects: readonly Manifest[], kind: string): Manifest[] {
  return objects.filter((object) => object.kind === kind);
}

export function rendered(props: Partial<JitsiMeetChartProps> = {}): Manifest[] {
  return manifests(meetChart(props));
}

export function serviceOf(objects: readonly Manifest[], name: string): Manifest | undefined {
  return ofKind(objects, 'Service').find(({ metadata }) => metadata.name === name);
}
