import { Size } from 'cdk8s';
import { isSound, kibibytes, quantity } from '../kubernetes/quantities';
import { Volume, VolumeMount } from '../kubernetes/types';

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

/** A volume that a component's container gets beside its own. */
export class ExtraVolume {
  /**
   * The files of a Secret, one for each key.
   *
   * @param name name of the volume, unique in the pod.
   * @param secretName name of a Secret in the stack's namespace.
   */
  public static secret(name: string, secretName: string, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume(name, secretName, options, true, () => ({ secret: { secretName } }));
  }

  /**
   * The files of a ConfigMap, one for each key.
   *
   * @param name name of the volume, unique in the pod.
   * @param configMapName name of a ConfigMap in the stack's namespace.
   */
  public static configMap(name: string, configMapName: string, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume(name, configMapName, options, true, () => ({ configMap: { name: configMapName } }));
  }

  /**
   * A persistent volume. Its files must be accessible to the component's user (1000, of the edge 101).
   *
   * @param name name of the volume, unique in the pod.
   * @param claimName name of a PersistentVolumeClaim in the stack's namespace.
   */
  public static persistentVolumeClaim(name: string, claimName: string, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume(name, claimName, options, false, () => ({ persistentVolumeClaim: { claimName, readOnly: options.readOnly } }));
  }

  /**
   * An empty folder that lives as long as the pod.
   *
   * @param name name of the volume, unique in the pod.
   * @param sizeLimit the pod is evicted when the folder grows beyond it.
   */
  public static emptyDir(name: string, sizeLimit: Size, options: ExtraVolumeOptions): ExtraVolume {
    return new ExtraVolume(name, undefined, options, false, () => ({ emptyDir: { sizeLimit: quantity(sizeLimit) } }), sizeLimit);
  }

  private constructor(
    /** Name of the volume in the pod. */
    public readonly name: string,
    /** Name of the object that it is made of, if any. */
    public readonly source: string | undefined,
    /** How the container sees it. */
    public readonly options: ExtraVolumeOptions,
    private readonly readOnlyByNature: boolean,
    private readonly volumeSource: () => Omit<Volume, 'name'>,
    private readonly sizeLimit?: Size,
  ) {}

  /** @internal Whether a size that it was given is one that Kubernetes knows. */
  public get _sizeIsSound(): boolean {
    return this.sizeLimit === undefined || isSound(kibibytes(this.sizeLimit));
  }

  /** @internal */
  public get _mount(): { readonly volume: Volume; readonly mount: VolumeMount } {
    return {
      volume: { name: this.name, ...this.volumeSource() },
      mount: {
        name: this.name,
        mountPath: this.options.mountPath,
        subPath: this.options.subPath,
        readOnly: this.options.readOnly ?? (this.readOnlyByNature || undefined),
      },
    };
  }
}
