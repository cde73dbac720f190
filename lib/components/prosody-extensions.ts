import { ConfigFiles } from '../kubernetes/config-map';
import { OwnValue } from '../kubernetes/environment';
import { Mount } from '../kubernetes/mounts';
import { mountCollisions, volumesAmongFiles } from '../options/component-violations';
import { configurationTextViolations } from '../options/configuration-text';
import { ExtraVolume } from '../options/extra-volume';
import { pluginViolations, ProsodyPlugins } from '../options/prosody-plugins';
import { nearest } from '../validation/nearest';
import { at, shown, Violation } from '../validation/violations';
import { MODULES, ProsodyModules } from './prosody-modules';

/** What Prosody can be made to do beside what Jitsi has it do. */
export interface ProsodyExtensions {
  /**
   * Lua that is added to Prosody's configuration, as a file of its own in `conf.d`. It starts in the global section, where it wins over the image's `prosody.cfg.lua`; with `VirtualHost` or
   * `Component` it goes on in another one. Prosody reads the files of that folder in no order, so an option that the image sets for the same host may win. Passwords do not belong here: name a
   * variable of `extraEnv`, as in `ENV_SECRET` for `SECRET`.
   *
   * @default - Prosody is configured by its environment alone.
   */
  readonly customConfig?: string;

  /**
   * Modules of your own, which `modules` then names.
   *
   * @default - Those of the image.
   */
  readonly plugins?: ProsodyPlugins[];

  /**
   * Modules that Prosody loads beside those that it needs: your own, and others of the image.
   *
   * @default - None.
   */
  readonly modules?: ProsodyModules;
}

/** Variables that they give Prosody. A list of modules that other props have begun goes on with the user's. */
export function extensionVariables({ modules = {} }: ProsodyExtensions, own: Readonly<Record<string, OwnValue | undefined>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(MODULES.texts(modules)).map(([name, text]) => {
    const begun = own[name];
    return [name, typeof begun === 'string' ? [...new Set([...begun.split(','), ...text.split(',')])].join(',') : text];
  }));
}

/** Files of the user's part of the configuration. Their folder is mounted and not the file: the image makes one of that name itself, and copies what is in this one. */
export function extensionFiles({ customConfig }: ProsodyExtensions): Readonly<Record<string, string>> {
  return customConfig === undefined ? {} : { 'custom.cfg.lua': customConfig };
}

/** Where Prosody finds them. Modules of several ConfigMaps are in the one folder in which the image looks for them. */
export function extensionMounts(extensions: ProsodyExtensions, files: ConfigFiles | undefined): Mount[] {
  const sources = (extensions.plugins ?? []).map(({ configMapName, files: keys }) => ({ configMap: { name: configMapName, items: keys.map((key) => ({ key, path: key })) } }));
  return [
    ...(files && extensions.customConfig !== undefined ? [files.mount('config', '/config/conf.d', ...Object.keys(extensionFiles(extensions)))] : []),
    ...(sources.length > 0 ? [{ volume: { name: 'plugins', projected: { sources } }, mount: { name: 'plugins', mountPath: '/prosody-plugins-custom', readOnly: true } }] : []),
  ];
}

/** Modules that Prosody would look for under other names than their files have: a module `hello` is in `mod_hello.lua`. */
function misnamedModules(path: string, { modules = {}, plugins = [], customConfig = '' }: ProsodyExtensions): Violation[] {
  const files = plugins.flatMap(({ files: some }) => some);
  const own = files.flatMap((file) => /^mod_(.*)\.lua$/.exec(file)?.[1] ?? []);
  const named = Object.entries<string[] | undefined>({ ...modules }).flatMap(([part, names = []]) => names.map((name) => ({ part, name })));
  const unused = own.filter((name) => name.length > 4 && !named.some((one) => one.name === name) && !customConfig.includes(name));
  return named.filter(({ name }) => !own.includes(name)).flatMap(({ part, name }) => {
    const meant = nearest(name, unused);
    const problem = name.startsWith('mod_') ? `Prosody adds "mod_" itself, and would look for mod_${name}.lua; write ${shown(name.slice(4))}`
      : files.includes(`${name}.lua`) ? `Prosody looks for ${shown(name)} in mod_${name}.lua, and plugins has ${name}.lua; rename the file`
        : meant !== undefined ? `no module of plugins is called ${shown(name)}; did you mean ${shown(meant)}?` : undefined;
    return problem === undefined ? [] : [{ field: at(path, `modules.${part}`), problem }];
  });
}

/** What is wrong with them. */
export function extensionViolations(path: string, options: ProsodyExtensions & { readonly extraVolumes?: ExtraVolume[] }): Violation[] {
  const plugins = pluginViolations(at(path, 'plugins'), options.plugins ?? []);
  return [
    ...configurationTextViolations(at(path, 'customConfig'), options.customConfig, 'Lua'),
    ...plugins,
    ...(plugins.length > 0 ? [] : misnamedModules(path, options)),
    ...MODULES.violations(at(path, 'modules'), options.modules ?? {}),
    ...(options.customConfig === undefined ? [] : volumesAmongFiles(path, options.extraVolumes, '/config/conf.d', 'write what it holds in customConfig')),
    ...mountCollisions(path, options.extraVolumes, [
      ...(options.customConfig === undefined ? [] : [{ name: 'config', mountPath: '/config/conf.d' }]),
      ...(options.plugins === undefined ? [] : [{ name: 'plugins', mountPath: '/prosody-plugins-custom' }]),
    ]),
  ];
}
