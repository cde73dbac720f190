import { basename, join } from 'node:path';
import { programOf, run } from './program';

/** A rule that an object of a stack breaks. */
export interface Finding {
  readonly stack: string;
  readonly rule: string;
  /** Its name without that of the stack, and without what numbers bridges and tells a Job from its predecessor. */
  readonly object: string;
}

/** What a scanner says of one stack. */
export interface Scan {
  /** How many there are of each grade, as the scanner counts: an object's pods break a rule once, however many of its containers do. */
  readonly counts: string;
  readonly findings: readonly Finding[];
}

function plain(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, '').replace(/(-jvb)-\d+$/, '$1').replace(/^[^-]+-/, '');
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [Object.values(finding).join(' '), finding])).values()];
}

/** Runs a scanner, which must speak JSON and complain of nothing but what it found. */
async function scan(variable: Parameters<typeof programOf>[0], name: string, args: readonly string[], cwd?: string): Promise<unknown> {
  const { stdout, stderr } = await run(programOf(variable, name), args, { cwd });
  try {
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`${name}: ${stderr}${stdout}`, { cause: error });
  }
}

interface ScoredObject {
  readonly object_meta: { readonly name: string };
  readonly checks: ReadonlyArray<{ readonly check: { readonly id: string }; readonly grade: number; readonly skipped: boolean }>;
}

/** Grades of kube-score, of which these are no good. */
const [CRITICAL, WARNING] = [1, 5];

export async function kubeScore(folder: string, stack: string, release: string, ...options: readonly string[]): Promise<Scan> {
  const args = ['score', '--output-format', 'json', '--kubernetes-version', release.replace(/\.\d+$/, ''), ...options, join(folder, `${stack}.yaml`)];
  const objects = await scan('SCANNERS_BIN', 'kube-score', args) as readonly ScoredObject[];
  const checks = objects.flatMap(({ object_meta: { name }, checks: each }) => each.map(({ check: { id }, grade, skipped }) => ({ object: plain(name), rule: id, grade, skipped })));
  const graded = (wanted: number): number => checks.filter(({ grade, skipped }) => !skipped && grade === wanted).length;
  return {
    counts: `${graded(CRITICAL)} critical, ${graded(WARNING)} warning`,
    findings: distinct(checks.filter(({ grade, skipped }) => !skipped && grade <= WARNING).map(({ object, rule }) => ({ stack, rule, object }))),
  };
}

interface CheckovResults {
  readonly results: { readonly failed_checks: ReadonlyArray<{ readonly check_id: string; readonly file_path: string; readonly resource: string }>; readonly parsing_errors: readonly string[] };
}

/** Scans all stacks of a folder at once, because checkov takes seconds to start. It takes no notice of namespaces, so the stacks must not select each other's pods. */
export async function checkov(folder: string): Promise<(stack: string) => Scan> {
  const { results } = await scan('PYTHON_BIN', 'checkov', ['--directory', '.', '--framework', 'kubernetes', '--skip-download', '--compact', '--output', 'json'], folder) as CheckovResults;
  if (results.parsing_errors.length > 0) {
    throw new Error(`checkov cannot read ${results.parsing_errors.join(', ')}`);
  }
  return (stack) => {
    const failed = results.failed_checks.filter(({ file_path: path }) => path === `/${stack}.yaml`);
    // A resource is named by kind, namespace and name.
    return { counts: `${failed.length} failed`, findings: distinct(failed.map(({ check_id: rule, resource }) => ({ stack, rule, object: plain(resource.split('.')[2] ?? resource) }))) };
  };
}

interface PodSecurityVerdict {
  readonly file: string;
  readonly name: string;
  readonly level: string;
  readonly why: readonly string[];
}

/** The API server's own judgement of pods; a finding is named by the level that it falls short of, and why. */
export async function podSecurity(folder: string, stack: string): Promise<Scan> {
  const verdicts = await scan('KUBERNETES_BIN', 'psacheck', [join(folder, `${stack}.yaml`)]) as readonly PodSecurityVerdict[];
  const restricted = verdicts.filter(({ level }) => level === 'restricted');
  return {
    counts: `${restricted.length} of ${verdicts.length} \`restricted\``,
    findings: verdicts.flatMap(({ file, name, why }) => why.map((rule) => ({ stack: basename(file, '.yaml'), rule, object: plain(name) }))),
  };
}
