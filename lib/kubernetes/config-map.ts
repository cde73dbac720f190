import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { checksum } from './checksum';
import { CONFIG_ANNOTATION, Labels } from './labels';
import { metadata } from './metadata';
import { configFiles, keyOf, Mount } from './mounts';
import { kubernetesObject } from './objects';

/** Files that a component's pods read: a ConfigMap, the ways to mount its files, and the annotation that rolls the pods when one changes. */
export class ConfigFiles {
  /** Annotation for the pod template. */
  public readonly annotations: Labels;

  constructor(scope: Construct, instance: JitsiInstance, private readonly name: string, selector: Labels, private readonly files: Readonly<Record<string, string>>) {
    kubernetesObject(scope, 'ConfigMap', 'ConfigMap', { metadata: metadata(instance, name, selector), data: Object.fromEntries(Object.entries(files).map(([file, text]) => [keyOf(file), text])) });
    this.annotations = { [CONFIG_ANNOTATION]: checksum(files) };
  }

  public has(file: string): boolean {
    return Object.hasOwn(this.files, file);
  }

  /** Some of the files, as a folder. */
  public mount(volume: string, mountPath: string, ...files: readonly string[]): Mount {
    return configFiles(volume, mountPath, this.name, files);
  }

  /** One of the files, beside what its folder holds in the image. It does not follow later changes: a new file comes with a new pod. */
  public mountFile(volume: string, mountPath: string, file: string): Mount {
    const { volume: source, mount } = this.mount(volume, mountPath, file);
    return { volume: source, mount: { ...mount, subPath: file } };
  }
}
