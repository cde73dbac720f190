import { Testing } from 'cdk8s';
import { JitsiMeetChart, JitsiMeetChartProps } from '../../../lib';
import { all, Edit } from '../../support/edits';
import { Files } from './kubelet-folder';

export const HOST = 'meet.example.org';

export interface Container {
  readonly name: string;
  readonly command?: string[];
  readonly env?: ReadonlyArray<{ readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } } }>;
  readonly volumeMounts?: ReadonlyArray<{ readonly name: string; readonly mountPath: string; readonly readOnly?: boolean; readonly subPath?: string }>;
  readonly securityContext: { readonly runAsUser: number };
  readonly lifecycle?: { readonly preStop?: { readonly exec?: { readonly command: string[] } } };
}

interface Item {
  readonly key: string;
  readonly path: string;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: object;
  readonly configMap?: { readonly name: string; readonly items: Item[]; readonly defaultMode?: number };
  readonly secret?: { readonly secretName: string; readonly items?: Item[]; readonly defaultMode?: number };
  readonly projected?: { readonly sources: Projection[] };
}

interface Projection {
  readonly serviceAccountToken?: { readonly path: string; readonly expirationSeconds: number };
  readonly configMap?: { readonly name: string; readonly items: Item[] };
}

export interface PodSpec {
  readonly containers: Container[];
  readonly initContainers?: Container[];
  readonly serviceAccountName?: string;
  readonly volumes: Volume[];
  readonly securityContext: { readonly fsGroup: number };
  readonly terminationGracePeriodSeconds: number;
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Files;
  readonly spec?: { readonly template?: { readonly spec: PodSpec } };
}

/** The objects that the library makes, as a cluster gets them. */
export class Stack {
  /** All objects, in the order in which they are applied. */
  public readonly manifests: readonly Manifest[];

  constructor(props: Partial<JitsiMeetChartProps> = {}, edit: Edit = all()) {
    const chart = new JitsiMeetChart(Testing.app({ outdir: 'unused' }), 'jitsi', { publicUrl: `https://${HOST}`, ...props });
    this.manifests = edit(Testing.synth(chart) as Array<Parameters<Edit>[0][number]>) as Manifest[];
  }

  /** Files of a ConfigMap. */
  public files(configMap: string): Files {
    return this.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap, `ConfigMap ${configMap}`).data ?? {};
  }

  /** The pod of the workload that has this container. */
  public podWith(container: string): PodSpec {
    const has = (spec: PodSpec | undefined): spec is PodSpec => spec !== undefined && [...spec.containers, ...(spec.initContainers ?? [])].some(({ name }) => name === container);
    const spec = this.find((object) => has(object.spec?.template?.spec), `pod with container ${container}`).spec?.template?.spec;
    if (spec === undefined) {
      throw new Error(`no pod has a container ${container}`);
    }
    return spec;
  }

  /** The first object that matches. */
  public find(matches: (manifest: Manifest) => boolean, what: string): Manifest {
    const found = this.manifests.find(matches);
    if (found === undefined) {
      throw new Error(`the stack has no ${what}`);
    }
    return found;
  }
}
