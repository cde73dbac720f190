import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../..');

/** A step of a job of a workflow of GitHub Actions. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly 'permissions'?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly 'environment'?: string;
  readonly 'if'?: string;
  readonly 'steps': readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What jobs may write, by the file and the job. Everything else reads the sources at most. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  'release.yml npm': ['id-token'], 'release.yml pypi': ['id-token'], 'release.yml nuget': ['id-token'], 'release.yml github': ['contents'],
};

/** What is wrong with a workflow: too many rights, an action that may change, a secret where it can be read, a command that does not exist. */
export function problemsOf(file: string, text: string): string[] {
  const { on, permissions, jobs } = parse(text) as Workflow;
  return [
    ...(JSON.stringify(permissions) === '{}' ? [] : ['rights are given to all jobs at once']),
    ...('pull_request_target' in on || 'workflow_run' in on ? ['code of strangers runs with the rights of this repository'] : []),
    ...[...text.matchAll(/^ *(?:- )?uses: *(.*)$/gm)].map(([, action = '']) => action).filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)).map((action) => `${action} is not pinned`),
    ...Object.entries(jobs).flatMap(([name, job]) => problemsOfJob(`${file} ${name}`, job).map((problem) => `${name}: ${problem}`)),
  ];
}

function problemsOfJob(name: string, job: Job): string[] {
  const rights = Object.entries(job.permissions ?? { 'everything by default': 'write' }).filter(([right, level]) => !(level === 'read' && right === 'contents') && !(level === 'write' && WRITES[name]?.includes(right)));
  const secret = JSON.stringify(job).includes('secrets.');
  return [
    ...rights.map(([right, level]) => `may ${level} ${right}`),
    ...(job['timeout-minutes'] === undefined ? ['has no limit of time'] : []),
    ...((secret || job.permissions?.['id-token'] !== undefined) && (job.environment === undefined || job.if?.startsWith('vars.PUBLISH_') !== true) ? ['has a credential without an environment, or when nobody has asked to publish'] : []),
    ...job.steps.flatMap(problemsOfStep),
  ];
}

function problemsOfStep({ uses = '', with: inputs = {}, run = '', env = {} }: Step): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const called = [...run.matchAll(/\bnpm (?:run )?(?!ci\b|publish\b)(?:-\S+ )*([a-z][\w:-]*)/g)].map(([, script = '']) => script);
  const programs = [...run.matchAll(/^((?:\.ci|tools|node_modules\/\.bin)\/\S+)/gm)].map(([, program = '']) => program);
  return [
    ...(run.includes('${{') ? ['a command has an expression in it, which GitHub writes there before a shell reads it'] : []),
    ...(Object.entries(env).some(([name, value]) => value.includes('secrets.') && new RegExp(`(?:echo|printf|printenv|env|set -x)[^]*\\b${name}\\b|\\bset -x|\\bprintenv|^env$`, 'm').test(run)) ? ['a secret may be printed'] : []),
    ...(Object.values(inputs).some((value) => String(value).includes('secrets.')) ? ['an action is handed a secret'] : []),
    ...(uses.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false ? ['the token of the checkout stays on the disk'] : []),
    ...(/\bnpx (?!.*--package [a-z-]+@\d+\.\d+\.\d+ )/.test(run) ? ['npx takes whatever is newest'] : []),
    ...called.filter((script) => !Object.hasOwn(scripts, script)).map((script) => `there is no script "${script}"`),
    ...programs.filter((program) => !existsSync(join(ROOT, program))).map((program) => `there is no ${program}`),
  ];
}
