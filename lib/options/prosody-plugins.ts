import { isDataKey, isDnsSubdomain } from '../validation/formats';
import { kindViolations, list, required, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';

const NAME = required(text('the name of a ConfigMap, such as "prosody-plugins"'));
const FILES = required(list(text('"mod_muc_hello.lua"')));

/** Prosody modules of your own. They do nothing until `modules` names them. */
export class ProsodyPlugins {
  /**
   * Files of a ConfigMap in the stack's namespace, which you make: `kubectl create configmap prosody-plugins --from-file=mod_muc_hello.lua`. Prosody reads them when it starts, so restart it
   * after a change; its pod waits for the ConfigMap and the files.
   *
   * @param configMapName name of the ConfigMap.
   * @param files its keys: `mod_NAME.lua`, and what these require.
   */
  public static fromConfigMap(configMapName: string, files: string[]): ProsodyPlugins {
    return new ProsodyPlugins(configMapName, files);
  }

  private constructor(
    /** Name of the ConfigMap. */
    public readonly configMapName: string,
    /** Its keys that Prosody sees. */
    public readonly files: string[],
  ) {}

  /** @internal */
  public _violations(path: string): Violation[] {
    const misshapen = [...kindViolations(at(path, 'configMapName'), this.configMapName, NAME), ...kindViolations(at(path, 'files'), this.files, FILES)];
    return misshapen.length > 0 ? misshapen : [
      ...(isDnsSubdomain(this.configMapName) ? [] : [{ field: at(path, 'configMapName'), problem: `${shown(this.configMapName)} is no name of a ConfigMap` }]),
      ...(this.files.length > 0 && this.files.every((file) => isDataKey(file) && file.endsWith('.lua')) && new Set(this.files).size === this.files.length ? []
        : [{ field: at(path, 'files'), problem: `${shown(this.files)} must be one or more different names of files that end in ".lua", such as ["mod_muc_hello.lua"]` }]),
    ];
  }
}

/** What is wrong with several of them. Two files of one name would hide each other. */
export function pluginViolations(path: string, plugins: readonly ProsodyPlugins[]): Violation[] {
  const single = plugins.flatMap((one, index) => one._violations(`${path}[${index}]`));
  const files = plugins.flatMap((one, index) => (single.length > 0 ? [] : one.files.map((file) => ({ file, index }))));
  const twice = files.find(({ file }, place) => files.findIndex((other) => other.file === file) !== place);
  return twice === undefined ? single : [{ field: `${path}[${twice.index}]`, problem: `${shown(twice.file)} is in an earlier ConfigMap too; give it another name` }];
}
