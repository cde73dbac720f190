import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { IMAGES } from '../lib/images';
import { problemsOf, Workflow } from './support/workflows';

const ROOT = resolve(__dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const workflow = (file: string): string => read(`.github/workflows/${file}`);

describe('Workflows', () => {
  test.each(readdirSync(join(ROOT, '.github/workflows')))('%s have few rights, pinned actions and commands that exist', (file) => {
    expect(problemsOf(file, workflow(file))).toEqual([]);
  });

  test.each<[string, string, string | RegExp, string, string]>([
    ['rights for all jobs', 'build.yml', 'permissions: {}', 'permissions: write-all', 'rights are given to all jobs at once'],
    ['a right too many', 'build.yml', 'contents: read', 'contents: write', 'node: may write contents'],
    ['rights by default', 'release.yml', /^ {4}permissions: \{\}\n/m, '', 'maven: may write everything by default'],
    ['an action by its tag', 'build.yml', /@de0fac2e\w+ # v6.0.2/, '@v6', 'actions/checkout@v6 is not pinned'],
    ['an event with rights for strangers', 'pull-request.yml', '  pull_request:', '  pull_request_target:', 'code of strangers runs with the rights of this repository'],
    ['a title in a command', 'pull-request.yml', '[[ $TITLE', '[[ ${{ github.event.pull_request.title }}', 'title: a command has an expression in it, which GitHub writes there before a shell reads it'],
    ['a secret that is printed', 'release.yml', 'run: npx --yes --package publib@0.2.1061 publib-maven', 'run: echo "$MAVEN_PASSWORD" | npx --yes --package publib@0.2.1061 publib-maven', 'maven: a secret may be printed'],
    ['a secret without an environment', 'release.yml', '    environment: go\n', '', 'go: has a credential without an environment, or when nobody has asked to publish'],
    ['a job without a limit', 'build.yml', '    timeout-minutes: 30\n', '', 'node: has no limit of time'],
    ['a token on the disk', 'build.yml', /\n {8}with:\n {10}persist-credentials: false/, '', 'node: the token of the checkout stays on the disk'],
    ['a script that does not exist', 'build.yml', 'npm run check', 'npm run checks', 'node: there is no script "checks"'],
    ['a program that does not exist', 'build.yml', 'run: .ci/run', 'run: .ci/runs', 'everything: there is no .ci/runs'],
    ['the newest of a tool', 'release.yml', 'publib@0.2.1061', 'publib', 'pypi: npx takes whatever is newest'],
  ])('are seen to have %s', (_what, file, from, to, problem) => {
    expect(workflow(file).replace(from, to)).not.toBe(workflow(file));
    expect(problemsOf(file, workflow(file).replace(from, to))).toEqual([problem]);
  });

  test.each([
    ['fix(edge): certificates are read again', 0], ['feat!: names of objects', 0], ['Fix things', 1], ['fix:', 1], ['fix(edge) certificates', 1], ['oops: words', 1],
    ['words"; exit 0; "', 1], ['$(exit 0)', 1], ['words\nfix: words', 1],
  ])('answer the title %j with %i', (title, status) => {
    const { jobs } = parse(workflow('pull-request.yml')) as Workflow;
    expect(spawnSync('bash', ['-e', '-c', jobs.title?.steps[0]?.run ?? ''], { env: { PATH: process.env.PATH, TITLE: title } }).status).toBe(status);
  });
});

describe('Renovate', () => {
  interface Rule { readonly matchPackageNames?: readonly string[]; readonly versioning?: string }
  interface Manager { readonly managerFilePatterns: readonly string[]; readonly matchStrings: readonly string[] }
  const { customManagers, packageRules } = JSON.parse(read('.github/renovate.json')) as { customManagers: readonly Manager[]; packageRules: readonly Rule[] };

  /** What the manager of a file finds in it. */
  function found(file: string): Array<Record<string, string>> {
    const managers = customManagers.filter(({ managerFilePatterns }) => managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)));
    return managers.flatMap(({ matchStrings }) => matchStrings.flatMap((each) => [...read(file).matchAll(new RegExp(each, 'g'))].map(({ groups }) => ({ ...groups }))));
  }

  test('finds every image of the stack, with its tag and digest', () => {
    expect(found('lib/images.ts')).toEqual(Object.values(IMAGES).map(({ repository, tag, digest }) => ({ depName: repository, currentValue: tag, currentDigest: digest })));
  });

  test('knows in which order tags of Jitsi and coturn are', () => {
    const ordered = packageRules.flatMap(({ matchPackageNames: [name = ''] = [], versioning }) => (versioning === undefined ? [] : [[name.replace('**', ''), versioning.replace('regex:', '')] as const]));
    const parts = Object.values(IMAGES).flatMap(({ repository, tag }) => ordered.filter(([name]) => repository.startsWith(name)).map(([, pattern]) => ({ ...new RegExp(pattern).exec(tag)?.groups })));
    expect(parts).toEqual([...Array.from({ length: 4 }, () => ({ major: '11146', minor: '2' })), { major: '4', minor: '17', patch: '2', build: '0', compatibility: 'debian' }]);
  });

  test('finds every version of Kubernetes, and every call of publib', () => {
    expect(found('tools/schemas/versions')).toHaveLength(read('tools/schemas/versions').split('\n').filter((line) => line.startsWith('v1.')).length);
    expect(found('.github/workflows/release.yml')).toEqual(Array.from({ length: workflow('release.yml').match(/publib@/g)?.length ?? 0 }, () => ({ depName: 'publib', currentValue: '0.2.1061' })));
  });

  test('knows folders that exist', () => {
    const files = JSON.stringify(packageRules).match(/(?:lib|tools)\/[\w./-]+/g) ?? [];
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('Forms and policies', () => {
  interface Form { readonly name: string; readonly description: string; readonly body: ReadonlyArray<{ readonly type: string; readonly id: string; readonly attributes: { readonly label: string } }> }

  test.each(['bug.yml', 'feature.yml'])('%s asks each thing once', (file) => {
    const { name, description, body } = parse(read(`.github/ISSUE_TEMPLATE/${file}`)) as Form;
    expect([name, description, ...body.map(({ attributes }) => attributes.label)].filter((text) => typeof text !== 'string' || text === '')).toEqual([]);
    expect(new Set(body.map(({ id }) => id)).size).toBe(body.length);
    expect(body.filter(({ type }) => !['input', 'textarea'].includes(type))).toEqual([]);
  });

  test.each([['SECURITY.md', '.'], ['CODE_OF_CONDUCT.md', '.'], ['.github/PULL_REQUEST_TEMPLATE.md', '.github']])('%s leads to what exists, and to nobody\'s mailbox', (file, folder) => {
    const links = [...read(file).matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(join(ROOT, folder, link)))).toEqual([]);
    expect(read(file)).not.toMatch(/\S@\S+\.\w/);
  });

  test('vulnerabilities and troubles with media are led to where they are answered', () => {
    const { contact_links: links } = parse(read('.github/ISSUE_TEMPLATE/config.yml')) as { contact_links: ReadonlyArray<{ url: string }> };
    const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
    const repository = homepage.replace('#readme', '');
    expect(links.map(({ url }) => url)).toEqual([`${repository}/security/advisories/new`, expect.stringContaining(`${repository}/blob/main/docs/`)]);
    expect(links.flatMap(({ url }) => url.split('/blob/main/')[1] ?? []).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
