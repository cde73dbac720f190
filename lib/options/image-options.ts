import { IMAGES, OLDEST_RELEASE, PinnedImage } from '../images';
import { isDnsSubdomain } from '../validation/formats';
import { at, shown, Violation } from '../validation/violations';

/** Where images come from, for all components of one stack. */
export interface ImageOptions {
  /**
   * Mirrors by the registry that they stand for: `{ 'ghcr.io': 'mirror.example.org/ghcr', 'docker.io': 'mirror.example.org/hub' }` turns
   * `ghcr.io/jitsi/web` into `mirror.example.org/ghcr/jitsi/web`. The library's own images come from `ghcr.io` and `docker.io`.
   * An image that a component is given in full is used as it is.
   *
   * @default - Images come from the registries that publish them.
   */
  readonly mirrors?: { readonly [registry: string]: string };

  /**
   * Whether images are named by digest beside their tag. Without digests the content behind a tag can change unseen;
   * switch it off only for registries or container runtimes that cannot serve images by digest.
   *
   * @default true
   */
  readonly pinDigests?: boolean;

  /**
   * Names of Secrets of type `kubernetes.io/dockerconfigjson` in the stack's namespace, with which images are pulled.
   *
   * @default - Images are pulled without credentials.
   */
  readonly pullSecrets?: string[];
}

const REFERENCE = /^(?<repository>(?:[a-z0-9][-a-z0-9.]*(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>[\w][-\w.]{0,127}))?(?<digest>@sha256:[0-9a-f]{64})?$/;
const MIRROR = /^[a-z0-9][-a-z0-9.]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

/** The reference that goes into the manifest. */
export function imageReference({ repository, tag, digest }: PinnedImage, options: ImageOptions, given: string | undefined): string {
  if (given !== undefined) {
    return given;
  }
  const slash = repository.indexOf('/');
  const registry = options.mirrors?.[repository.slice(0, slash)] ?? repository.slice(0, slash);
  return `${registry}${repository.slice(slash)}:${tag}${options.pinDigests === false ? '' : `@${digest}`}`;
}

/** What is wrong with an image that a component was given. */
export function imageViolations(path: string, own: PinnedImage, image: string | undefined, pinDigests: boolean): Violation[] {
  const parts = image === undefined ? undefined : REFERENCE.exec(image)?.groups;
  if (image === undefined) {
    return [];
  }
  const example = `"${imageReference(own, {}, undefined)}"`;
  if (parts === undefined) {
    return [{ field: path, problem: `${shown(image)} is no image reference; write registry/name:tag@sha256:…, such as ${example}` }];
  }
  const [, number, revision = '0'] = /^stable-(\d+)(?:-(\d+))?$/.exec(parts.tag ?? '') ?? [];
  const tooOld = own.repository.startsWith('ghcr.io/jitsi/') && number !== undefined
    && (Number(number) < OLDEST_RELEASE.number || (Number(number) === OLDEST_RELEASE.number && Number(revision) < OLDEST_RELEASE.revision));
  const problems = [
    ...(tooOld ? [`${shown(image)} is older than stable-${OLDEST_RELEASE.number}-${OLDEST_RELEASE.revision}: earlier images run as root, listen on other ports `
      + 'and write outside /run, or refuse a data volume; use that release or a newer one'] : []),
    ...(parts.tag === 'latest' ? [`${shown(image)} names no release, so nobody can tell what runs; write the tag of one, such as ${example}`] : []),
    ...(pinDigests && parts.digest === undefined
      ? [`${shown(image)} has no digest, so what it holds can change unseen; append @sha256:…, or set images.pinDigests to false`] : []),
    ...(!pinDigests && parts.digest === undefined && parts.tag === undefined
      ? [`${shown(image)} has neither tag nor digest; write a tag, such as ${example}`] : []),
  ];
  return problems.map((problem) => ({ field: path, problem }));
}

/** What is wrong with the choices for all images. */
export function imageOptionsViolations(path: string, options: ImageOptions): Violation[] {
  const field = at(path, 'images');
  const known = [...new Set(Object.values(IMAGES).map(({ repository }) => repository.slice(0, repository.indexOf('/'))))].sort();
  return [
    ...Object.entries(options.mirrors ?? {}).flatMap(([registry, mirror]) => [
      ...(known.includes(registry) ? [] : [{ field: `${field}.mirrors`, problem: `${shown(registry)} is no registry that images come from; allowed are ${known.join(', ')}` }]),
      ...(MIRROR.test(mirror) ? [] : [{
        field: `${field}.mirrors["${registry}"]`,
        problem: `${shown(mirror)} is no registry prefix; write a host, optionally a port and a path, without scheme and closing slash, such as "mirror.example.org/ghcr"`,
      }]),
    ]),
    ...(options.pullSecrets ?? []).filter((name, index, all) => !isDnsSubdomain(name) || all.indexOf(name) !== index).map((name) => ({
      field: `${field}.pullSecrets`,
      problem: `${shown(name)} is no name of a Secret, or stands twice; write each name that "kubectl get secrets" shows once`,
    })),
  ];
}

