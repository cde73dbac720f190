import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { REPOSITORY } from './debian-root';
import { prepared, programOf, run } from './program';

/** The releases of Kubernetes that there are schemas of. */
export const RELEASES = readFileSync(join(REPOSITORY, 'tools/schemas/versions'), 'utf8').split('\n').filter((line) => line.startsWith('v')).map((line) => line.replace(/ .*/, ''));

interface Resource {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  readonly status: 'statusValid' | 'statusInvalid' | 'statusError' | 'statusSkipped' | 'statusEmpty';
  readonly msg: string;
}

export interface Verdict {
  /** How many objects are valid. */
  readonly valid: number;
  /** What is wrong with the others: the file without its ending, the object, and why. */
  readonly problems: readonly string[];
}

/** Asks whether a release of Kubernetes knows every field of the objects in a folder. */
export async function validate(release: string, folder: string): Promise<Verdict> {
  const places = [release, 'crds'].flatMap((schemas) => ['-schema-location', join(prepared('SCHEMAS'), schemas, '{{.ResourceKind}}{{.KindSuffix}}.json')]);
  const { stdout, stderr } = await run(programOf('SCANNERS_BIN', 'kubeconform'), ['-strict', '-verbose', '-output', 'json', ...places, folder]);
  if (stderr !== '') {
    throw new Error(`kubeconform: ${stderr}`);
  }
  const { resources } = JSON.parse(stdout) as { readonly resources: readonly Resource[] };
  const problems = resources.filter(({ status }) => status !== 'statusValid');
  return {
    valid: resources.length - problems.length,
    problems: problems.map(({ filename, kind, name, msg }) => `${basename(filename, '.yaml')}: ${kind}/${name}: ${msg.replace(/^.*#' - /s, '')}`).sort(),
  };
}
