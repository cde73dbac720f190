import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tls } from '../../lib';
import { Manifest, rendered } from '../support/charts';
import { EDGES } from '../support/edges';
import { drop, Edit, put } from '../support/edits';
import { STACKS } from './cluster/support/checked-stacks';
import { yamlOf } from './cluster/support/stacks';
import { RELEASES, validate } from './support/kubeconform';
import { scopePerFile } from './support/scope';
import { temporaryFolder } from './support/temporary-folder';

const WEB = 'Deployment/jitsi-web';
const MAIN = 'spec > template > spec > containers > 0';

/** What every release must refuse, and what it says. */
const FAULTS: ReadonlyArray<readonly [wrong: string, edit: Edit, problem: string]> = [
  ['a misspelt field', put(WEB, `${MAIN} > imagePullPolcy`, 'Always'), `${WEB}: at '/spec/template/spec/containers/0': additional properties 'imagePullPolcy' not allowed`],
  ['text for a number', put(WEB, 'spec > replicas', 'two'), `${WEB}: at '/spec/replicas': got string, want null or integer`],
  ['a list for a text', put(WEB, `${MAIN} > image`, ['web']), `${WEB}: at '/spec/template/spec/containers/0/image': got array, want null or string`],
  ['a field that is missing', drop(WEB, `${MAIN} > name`), `${WEB}: at '/spec/template/spec/containers/0': missing property 'name'`],
  ['a version of the API that is gone', put('PodDisruptionBudget/jitsi-web', 'apiVersion', 'policy/v1beta1'), 'PodDisruptionBudget/jitsi-web: could not find schema for PodDisruptionBudget'],
  ['a misspelt field of a custom resource', put('Certificate/jitsi-tls', 'spec > dnsName', 'meet.example.org'), "Certificate/jitsi-tls: at '/spec': additional properties 'dnsName' not allowed"],
];

const scope = scopePerFile();

/** A folder with a file for each list of objects. */
function files(stacks: Readonly<Record<string, readonly Manifest[]>>): string {
  const folder = temporaryFolder(scope);
  for (const [name, objects] of Object.entries(stacks)) {
    writeFileSync(join(folder, `${name}.yaml`), yamlOf(objects));
  }
  return folder;
}

const sound = rendered({ tls: Tls.certManager({ issuer: 'letsencrypt' }) });

const all = [...STACKS.map(([title, stack]) => [title, stack('meetings')] as const), ...EDGES.map(([title, props]) => [title, rendered(props)] as const)];
const stacks = Object.fromEntries(all.map(([title, objects], index) => [`${index}, ${title}`, objects]));
const broken = Object.fromEntries(FAULTS.map(([wrong, edit]) => [wrong, edit(sound)]));

describe.each(RELEASES)('Kubernetes %s', (release) => {
  test('knows every field of every stack', async () => {
    expect(await validate(release, files(stacks))).toEqual({ valid: Object.values(stacks).flat().length, problems: [] });
  });

  test('refuses what it does not know', async () => {
    expect(await validate(release, files(broken))).toEqual({
      valid: (sound.length - 1) * FAULTS.length, problems: FAULTS.map(([wrong, , problem]) => `${wrong}: ${problem}`).sort(),
    });
  });
});

test('there is a release of every minor version from 1.27 to 1.37', () => {
  expect(RELEASES.map((release) => release.replace(/\.\d+$/, ''))).toEqual(Array.from({ length: 11 }, (_, index) => `v1.${27 + index}`));
});

test('each release is asked for its own fields: native sidecars are unknown to 1.27 alone', async () => {
  const folder = files({ sidecar: put('Deployment/jitsi-jvb-0', 'spec > template > spec > initContainers > 0 > restartPolicy', 'Always')(sound) });
  const verdicts = await Promise.all(RELEASES.map(async (release) => [release, (await validate(release, folder)).problems] as const));

  expect(verdicts.filter(([, problems]) => problems.length > 0)).toEqual([
    [RELEASES[0], ["sidecar: Deployment/jitsi-jvb-0: at '/spec/template/spec/initContainers/0': additional properties 'restartPolicy' not allowed"]],
  ]);
});
