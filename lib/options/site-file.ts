import { kindViolations, required, text } from '../validation/shapes';
import { isDataKey, isDnsSubdomain } from '../validation/formats';
import { at, shown, Violation } from '../validation/violations';

/** Kinds of files that the site can be given, by the ends of their names. Browsers are told the kind and may not guess. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css', gif: 'image/gif', html: 'text/html', ico: 'image/x-icon', jpeg: 'image/jpeg', jpg: 'image/jpeg', js: 'application/javascript', json: 'application/json', mp3: 'audio/mpeg',
  ogg: 'audio/ogg', pdf: 'application/pdf', png: 'image/png', svg: 'image/svg+xml', txt: 'text/plain', webmanifest: 'application/manifest+json', webp: 'image/webp', woff2: 'font/woff2',
};

const NAME = required(text('the name of a ConfigMap, such as "branding"'));
const KEY = required(text('a key of the ConfigMap, such as "logo.svg"'));

/** A file that the site serves, kept beside the stack. */
export class SiteFile {
  /**
   * One key of a ConfigMap in the stack's namespace, which you make and change: `kubectl create configmap branding --from-file=logo.svg`. A changed one is served within two
   * minutes, without new pods. New pods wait for the ConfigMap and the key.
   *
   * @param configMapName name of the ConfigMap.
   * @param key key in it, such as `logo.svg`. Its end says what kind of file it is.
   */
  public static fromConfigMap(configMapName: string, key: string): SiteFile {
    return new SiteFile(configMapName, key);
  }

  private constructor(
    /** Name of the ConfigMap. */
    public readonly configMapName: string,
    /** Key in it. */
    public readonly key: string,
  ) {}

  /** @internal What browsers are told that it is. The question can come before callers from JavaScript have learned that their key is no text, which exec bears. */
  public get _mediaType(): string | undefined {
    const end = (/[^.]*$/.exec(this.key)?.[0] ?? '').toLowerCase();
    return Object.hasOwn(MEDIA_TYPES, end) ? MEDIA_TYPES[end] : undefined;
  }

  /** @internal */
  public _violations(path: string): Violation[] {
    const misshapen = [...kindViolations(at(path, 'configMapName'), this.configMapName, NAME), ...kindViolations(at(path, 'key'), this.key, KEY)];
    return misshapen.length > 0 ? misshapen : [
      ...(isDnsSubdomain(this.configMapName) ? [] : [{ field: at(path, 'configMapName'), problem: `${shown(this.configMapName)} is no name of a ConfigMap` }]),
      ...(!isDataKey(this.key) ? [{ field: at(path, 'key'), problem: `${shown(this.key)} is no key of a ConfigMap; use letters, digits, dots, hyphens and underscores` }]
        : this._mediaType === undefined ? [{ field: at(path, 'key'), problem: `${shown(this.key)} does not say what kind of file it is; end it in one of ${Object.keys(MEDIA_TYPES).join(', ')}` }] : []),
    ];
  }
}
