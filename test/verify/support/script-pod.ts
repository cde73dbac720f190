import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './debian-root';
import { Files } from './kubelet-folder';
import { Pod, Surroundings } from './pod';
import { RunningContainer } from './running-container';
import { Scope } from './scope';
import { PodSpec } from './stack';

const SCRIPTS = 'scripts';
const API_ACCESS = '/access';

interface RunOptions {
  readonly env?: Files;
  readonly tools?: Files;
  /** What runs the script. */
  readonly shell?: readonly string[];
}

/** A pod with nothing but one of the scripts that ship, for what the script makes of its variables, whatever stacks there are. */
export class ScriptPod {
  private readonly pod: Pod;

  constructor(scope: Scope, private readonly script: string, surroundings: Surroundings & { readonly source?: Files } = {}) {
    const { source = {} } = surroundings;
    const files: Readonly<Record<string, Files>> = { [SCRIPTS]: { [script]: readFileSync(join(REPOSITORY, 'lib/scripts', script), 'utf8') }, source };
    this.pod = new Pod(scope, { podWith: () => specOf(script, files, surroundings.apiAccess ?? {}), files: (configMap) => files[configMap] ?? {} }, script, surroundings);
  }

  public start({ env = {}, tools = {}, shell = ['/bin/sh'] }: RunOptions = {}): RunningContainer {
    return this.pod.start(this.script, { image: 'debian', env: { API_ACCESS, ...env }, tools, command: [...shell, `/scripts/${this.script}`] });
  }

  /** Where the host sees a file of a volume, which are `scratch` and `config`, or of what `tools` recorded. */
  public path(volume: 'scratch' | 'config' | 'records', file: string): string {
    return this.pod.path(volume, file);
  }

  public get records(): Pod {
    return this.pod;
  }
}

function specOf(name: string, configMaps: Readonly<Record<string, Files>>, access: Files): PodSpec {
  const items = (files: Files): Array<{ key: string; path: string }> => Object.keys(files).map((key) => ({ key, path: key }));
  const folders = ['scratch', 'config'];
  return {
    securityContext: { fsGroup: 1000 },
    terminationGracePeriodSeconds: 30,
    volumes: [
      ...Object.entries(configMaps).map(([configMap, files]) => ({ name: configMap, configMap: { name: configMap, items: items(files), defaultMode: 0o444 } })),
      { name: 'access', projected: { sources: [{ configMap: { name: 'access', items: items(access) } }] } },
      ...folders.map((folder) => ({ name: folder, emptyDir: {} })),
    ],
    containers: [{
      name,
      securityContext: { runAsUser: 1000 },
      volumeMounts: [
        ...Object.keys(configMaps).map((configMap) => ({ name: configMap, mountPath: `/${configMap}`, readOnly: true })),
        { name: 'access', mountPath: API_ACCESS, readOnly: true },
        ...folders.map((folder) => ({ name: folder, mountPath: `/${folder}` })),
      ],
    }],
  };
}
