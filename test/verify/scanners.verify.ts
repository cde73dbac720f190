import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { manifests, meetChart, rendered } from '../support/charts';
import { all, drop, put, remove } from '../support/edits';
import { everythingOfAStack } from '../support/everything';
import { listed, tableOf } from '../support/markdown';
import { REPOSITORY } from './support/debian-root';
import { RELEASES } from './support/kubeconform';
import { checkov, Finding, kubeScore, podSecurity, Scan } from './support/scanners';
import { scopePerFile } from './support/scope';
import { temporaryFolder } from './support/temporary-folder';

const SECURITY = readFileSync(join(REPOSITORY, 'docs/security.md'), 'utf8');
const POD = 'spec > template > spec';
const MAIN = `${POD} > containers > 0`;

const DEPRIVE = all(
  put('Deployment/deprived-web', `${MAIN} > securityContext > privileged`, true),
  drop('Deployment/deprived-jicofo', `${POD} > securityContext > runAsNonRoot`),
  drop('Deployment/deprived-jicofo', `${MAIN} > securityContext > runAsNonRoot`),
  remove('NetworkPolicy/deprived-default-deny'),
  remove('NetworkPolicy/deprived-prosody'),
);

/** The stacks that are scanned, by the names that docs/security.md gives them; the last has faults to be found. */
const STACKS = {
  'default': rendered(),
  'every prop': manifests(meetChart(everythingOfAStack(), 'every')),
  'deprived': DEPRIVE(manifests(meetChart({}, 'deprived'))),
};

/** What each scanner says of a stack, by the scanner's name in docs/security.md. */
type Scans = Readonly<Record<string, Scan>>;

const scope = scopePerFile();
let scans: Readonly<Record<keyof typeof STACKS, Scans>>;

beforeAll(async () => {
  const folder = temporaryFolder(scope);
  for (const [stack, objects] of Object.entries(STACKS)) {
    writeFileSync(join(folder, `${stack}.yaml`), Yaml.stringify(...objects));
  }
  const ofCheckov = await checkov(folder);
  const newest = RELEASES.at(-1) ?? '';
  const scansOf = async (stack: string): Promise<Scans> => ({
    'kube-score': await kubeScore(folder, stack, newest),
    'kube-score, optional tests too': await kubeScore(folder, stack, newest, '--all-default-optional'),
    'checkov': ofCheckov(stack),
    'Pod Security': await podSecurity(folder, stack),
  });
  scans = { 'default': await scansOf('default'), 'every prop': await scansOf('every prop'), 'deprived': await scansOf('deprived') };
});

/** Findings of all scanners, the optional tests of kube-score among them. */
function findings(...stacks: ReadonlyArray<keyof typeof STACKS>): string[] {
  return [...new Set(stacks.flatMap((stack) => Object.values(scans[stack]).flatMap((scan) => scan.findings.map(text))))].sort();
}

function text({ stack, rule, object }: Finding): string {
  return `${stack}: ${object}: ${rule}`;
}

/** What the table of exceptions allows. */
function exceptions(): string[] {
  return tableOf(SECURITY, 'rule').flatMap(([rules, objects, stacks]) => (
    listed(stacks).flatMap((stack) => listed(objects).flatMap((object) => listed(rules).map((rule) => text({ stack, rule, object }))))
  )).sort();
}

test('scanners find in the default stack, and in that with every prop set, what docs/security.md gives a reason for, and nothing else', () => {
  expect(findings('default', 'every prop')).toEqual(exceptions());
});

test('the table of exceptions has a reason in each row', () => {
  expect(tableOf(SECURITY, 'rule').filter((row) => row.length !== 4 || (row[3] ?? '').length < 20)).toEqual([]);
});

test('scanners find what is wrong with a stack that has less protection', () => {
  const known = exceptions().map((exception) => exception.replace(/^default:/, 'deprived:'));

  expect(findings('deprived').filter((finding) => !known.includes(finding))).toEqual([
    'deprived: jicofo: restricted: runAsNonRoot != true (pod or container "jicofo" must set securityContext.runAsNonRoot=true)',
    'deprived: prosody: CKV2_K8S_6',
    'deprived: prosody: pod-networkpolicy',
    'deprived: web: CKV_K8S_16',
    'deprived: web: baseline: privileged (container "web" must not set securityContext.privileged=true)',
    'deprived: web: container-security-context-privileged',
    'deprived: web: restricted: privileged (container "web" must not set securityContext.privileged=true)',
  ]);
});

test('docs/security.md says how much scanners find', () => {
  const counted = Object.keys(scans.default).map((scanner) => [scanner, scans.default[scanner]?.counts, scans['every prop'][scanner]?.counts]);

  expect(counted).toEqual(tableOf(SECURITY, 'scanner').map(([scanner, , ours, , oursWithEveryProp]) => [scanner, ours, oursWithEveryProp]));
});
