import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianRoot } from './debian-root';
import { Files, KubeletFolder } from './kubelet-folder';
import { RunningContainer } from './running-container';
import { Scope } from './scope';
import { Container, PodSpec, Stack, Volume } from './stack';
import { temporaryFolder } from './temporary-folder';

/** What the cluster has beside the manifests. */
export interface Surroundings {
  /** Secrets by name, and their data by key. */
  readonly secrets?: Readonly<Record<string, Files>>;
  /** ConfigMaps that somebody else keeps, by name, and their files by key. */
  readonly configMaps?: Readonly<Record<string, Files>>;
  /** Files of the volume with the means to talk to the API server. */
  readonly apiAccess?: Files;
  /** Text of /etc/resolv.conf. */
  readonly resolvConf?: string;
  /** Changes that a test must make to the files of ConfigMaps. */
  readonly adapt?: (text: string, file: string) => string;
}

export interface StartOptions {
  /** What the image is made from; it decides about the shell and its tools. */
  readonly image: 'alpine' | 'debian';
  /** Variables beside those of the manifest. */
  readonly env?: Files;
  /** The root folder of the image, if that is another one than the Debian root folder. */
  readonly root?: string;
  /** What to run instead of the container's own command. */
  readonly command?: readonly string[];
  /** Scripts that are found before the image's own programs, by name. They can write to /opt/records. */
  readonly tools?: Files;
  /** What keeps a container from its rights, and is left out. */
  readonly without?: ReadonlyArray<'no-new-privs' | 'read-only-root'>;
  /** A mounted folder that no program runs from. */
  readonly noexec?: string;
  /** Whether what it listens at is seen by nobody, and in nobody's way. */
  readonly ownNetwork?: boolean;
}

/** Volumes of a pod of the stack, made as kubelet makes them, and the containers that run with them, as their manifest asks for it. */
export class Pod {
  private readonly spec: PodSpec;
  private readonly folder: string;
  private readonly kubeletFolders = new Map<string, KubeletFolder>();
  private starts = 0;

  constructor(private readonly scope: Scope, private readonly stack: Pick<Stack, 'podWith' | 'files'>, container: string, private readonly surroundings: Surroundings = {}) {
    this.spec = stack.podWith(container);
    this.folder = temporaryFolder(scope);
    copyFileSync(join(__dirname, 'container.sh'), join(this.folder, 'container.sh'));
    for (const folder of ['volumes', 'tools', 'records']) {
      mkdirSync(join(this.folder, folder));
      chmodSync(join(this.folder, folder), 0o777);
    }
    writeFileSync(join(this.folder, 'resolv.conf'), surroundings.resolvConf ?? '');
    this.spec.volumes.forEach((volume) => {
      this.make(volume);
    });
  }

  /** Where the host sees a volume, or what the scripts in `tools` recorded. */
  public path(volume: string, file = ''): string {
    return join(this.folder, volume === 'records' ? '' : 'volumes', volume, file);
  }

  /** Gives a Secret other data; the mounted files change at once. */
  public changeSecret(name: string, data: Files): void {
    for (const { name: volume, secret } of this.spec.volumes) {
      if (secret?.secretName === name) {
        this.kubeletFolders.get(volume)?.replace(pick(secret.items, data));
      }
    }
  }

  /** Replaces the files of a volume, all at once. */
  public changeFiles(volume: string, files: Files): void {
    this.kubeletFolders.get(volume)?.replace(files);
  }

  /** Starts one of the pod's containers. */
  public start(name: string, { image, root = debianRoot(), env = {}, command, tools = {}, without = [], noexec, ownNetwork }: StartOptions): RunningContainer {
    const container = [...this.spec.containers, ...(this.spec.initContainers ?? [])].find((each) => each.name === name);
    if (container === undefined) {
      throw new Error(`the pod has no container ${name}`);
    }
    for (const [tool, text] of Object.entries(tools)) {
      writeFileSync(join(this.folder, 'tools', tool), text);
      chmodSync(join(this.folder, 'tools', tool), 0o755);
    }
    this.starts += 1;
    const { runAsUser } = container.securityContext;
    const own = Object.fromEntries((container.env ?? []).flatMap((variable) => (variable.value === undefined ? [] : [[variable.name, variable.value]])));
    return new RunningContainer(this.scope, join(this.folder, `${name}-${this.starts}`), runAsUser, [
      root, this.folder, 'sh', join(this.folder, 'container.sh'), this.folder, image, String(runAsUser), String(this.spec.securityContext.fsGroup),
      ...without.map((what) => `without:${what}`), ...this.mounts(container, noexec), '--', ...Object.entries({ ...own, ...env }).map(([variable, value]) => `${variable}=${value}`), ...(command ?? container.command ?? []),
    ], ownNetwork);
  }

  private mounts({ volumeMounts = [] }: Container, noexec: string | undefined): string[] {
    return [
      ...volumeMounts.map(({ name, mountPath, readOnly, subPath }) => {
        const source = this.kubeletFolders.has(name) && subPath !== undefined ? join('volumes', name, '..data', subPath) : join('volumes', name, subPath ?? '');
        return `${readOnly === true ? 'ro' : mountPath === noexec ? 'noexec' : 'rw'}:${source}:${mountPath}`;
      }),
      'ro:resolv.conf:/etc/resolv.conf', 'ro:tools:/opt/tools', 'rw:records:/opt/records',
    ];
  }

  private make({ name, configMap, secret, projected }: Volume): void {
    const path = this.path(name);
    const { fsGroup } = this.spec.securityContext;
    const { adapt = (text: string) => text, secrets = {}, apiAccess = {}, configMaps = {} } = this.surroundings;
    if (configMap !== undefined) {
      const files = pick(configMap.items, this.stack.files(configMap.name));
      this.kubeletFolders.set(name, new KubeletFolder(path, fsGroup, configMap.defaultMode ?? 0o644, Object.fromEntries(Object.entries(files).map(([file, text]) => [file, adapt(text, file)]))));
    } else if (secret !== undefined) {
      this.kubeletFolders.set(name, new KubeletFolder(path, fsGroup, secret.defaultMode ?? 0o644, pick(secret.items, secrets[secret.secretName] ?? {})));
    } else if (projected?.sources.every(({ configMap: source }) => source !== undefined && Object.hasOwn(configMaps, source.name))) {
      const files = projected.sources.map(({ configMap: source }) => pick(source?.items ?? [], configMaps[source?.name ?? ''] ?? {}));
      this.kubeletFolders.set(name, new KubeletFolder(path, fsGroup, 0o644, Object.assign({}, ...files) as Files));
    } else if (projected !== undefined) {
      this.kubeletFolders.set(name, new KubeletFolder(path, fsGroup, 0o600, apiAccess));
    } else {
      mkdirSync(path);
      chownSync(path, 0, fsGroup);
      chmodSync(path, 0o2777);
    }
  }
}

/** The files that a volume makes of a Secret or ConfigMap. */
function pick(items: ReadonlyArray<{ readonly key: string; readonly path: string }> | undefined, data: Files): Files {
  if (items === undefined) {
    return data;
  }
  return Object.fromEntries(items.map(({ key, path }) => {
    const content = data[key];
    if (content === undefined) {
      throw new Error(`there is no ${key} among ${Object.keys(data).join(', ')}`);
    }
    return [path, content];
  }));
}
