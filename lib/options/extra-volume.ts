import { Size } from 'cdk8s';
import { isSound, kibibytes, MOST_KIBIBYTES, quantity } from '../kubernetes/quantities';
import { Volume, VolumeMount } from '../kubernetes/types';
import { flag, instance, kindViolations, required, Shape, shapeViolations, text } from '../validation/shapes';
import { at, Violation } from '../validation/violations';

/** How a volume is seen in the container. */
export interface ExtraVolumeOptions {
  /** Absolute path in the container at which the volume appears. */
  readonly mountPath: string;

  /**
   * A single file or folder of the volume that is mounted instead of the whole. It does not follow later changes of a Secret or ConfigMap.
   *
   * @default - The whole volume is mounted.
   */
  readonly subPath?: string;

  /**
   * Whether the container may only read it.
   *
   * @default - Only an empty folder and a persistent volume can be written to.
   */
  readonly readOnly?: boolean;
}

const OPTIONS: Shape<ExtraVolumeOptions> = {
  mountPath: required(text('an absolute path such as "/opt/extra"')), subPath: text('a path in the volume'), readOnly: flag,
};

/** What factories are given, by the name that it has there. */
interface Argument {
  readonly secretName: string;
  readonly configMapName: string;
  readonly claimName: string;
  readonly sizeLimit: Size;
}

const ARGUMENTS: Shape<Argument & { readonly name: string }> = {
  name: required(text('a name of the volume, such as "extra"')),
  secretName: required(text('the name of a Secret')),
  configMapName: required(text('the name of a ConfigMap')),
  claimName: required(text('the name of a PersistentVolumeClaim')),
  sizeLimit: required(instance<Size>('Size', () => Size, 'Size.mebibytes(100)')),
};

/** A volume that a component's container gets beside its own. */
export class ExtraVolume {
  /**
   * The files of a Secret, one for each key.
   *
   * @param name name of the volume, unique in the pod.
   * @param secretName name of a Secret in the stack's namespace.
   * @param options where the container finds it.
   */
  public static secret(name: string, secretName: string, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume('secretName', name, secretName, undefined, options);
  }

  /**
   * The files of a ConfigMap, one for each key.
   *
   * @param name name of the volume, unique in the pod.
   * @param configMapName name of a ConfigMap in the stack's namespace.
   * @param options where the container finds it.
   */
  public static configMap(name: string, configMapName: string, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume('configMapName', name, configMapName, undefined, options);
  }

  /**
   * A persistent volume. Its files must be accessible to the component's user (1000, of the edge 101).
   *
   * @param name name of the volume, unique in the pod.
   * @param claimName name of a PersistentVolumeClaim in the stack's namespace.
   * @param options where the container finds it.
   */
  public static persistentVolumeClaim(name: string, claimName: string, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume('claimName', name, claimName, undefined, options);
  }

  /**
   * An empty folder that lives as long as the pod.
   *
   * @param name name of the volume, unique in the pod.
   * @param sizeLimit the pod is evicted when the folder grows beyond it.
   * @param options where the container finds it.
   */
  public static emptyDir(name: string, sizeLimit: Size, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume('sizeLimit', name, undefined, sizeLimit, options);
  }

  private constructor(
    /** What it is made of. */
    private readonly of: keyof Argument,
    /** Name of the volume in the pod. */
    public readonly name: string,
    /** Name of the object that it is made of, if any. */
    public readonly source: string | undefined,
    private readonly sizeLimit: Size | undefined,
    /** How the container sees it. */
    public readonly options: ExtraVolumeOptions,
  ) {}

  /** @internal Whether a size that it was given is one that Kubernetes knows. */
  public get _sizeIsSound(): boolean {
    return this.sizeLimit === undefined || isSound(kibibytes(this.sizeLimit), MOST_KIBIBYTES);
  }

  /** @internal What it was given that is of a wrong type. */
  public _misshapen(path: string): Violation[] {
    return [
      ...kindViolations(at(path, 'name'), this.name, ARGUMENTS.name),
      ...kindViolations(at(path, this.of), this.of === 'sizeLimit' ? this.sizeLimit : this.source, ARGUMENTS[this.of]),
      ...shapeViolations(path, this.options, OPTIONS),
    ];
  }

  /** @internal */
  public get _mount(): { readonly volume: Volume; readonly mount: VolumeMount } {
    const { mountPath, subPath, readOnly } = this.options;
    const readOnlyByNature = this.of === 'secretName' || this.of === 'configMapName';
    return {
      volume: { name: this.name, ...this.volumeSource() },
      mount: { name: this.name, mountPath, subPath, readOnly: readOnly ?? (readOnlyByNature || undefined) },
    };
  }

  private volumeSource(): Omit<Volume, 'name'> {
    switch (this.of) {
      case 'secretName':
        return { secret: { secretName: this.source } };
      case 'configMapName':
        return { configMap: { name: this.source } };
      case 'claimName':
        return { persistentVolumeClaim: { claimName: this.source ?? '', readOnly: this.options.readOnly } };
      default:
        return { emptyDir: { sizeLimit: this.sizeLimit && quantity(this.sizeLimit) } };
    }
  }
}
