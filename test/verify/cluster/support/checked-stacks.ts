import { PodSecurityLevel, Tls } from '../../../../lib';
import { Manifest, manifests, meetChart } from '../../../support/charts';
import { everythingOfAStack } from '../../../support/everything';
import { run, snippets } from '../../../support/snippets';
import { StackIn, stackWith } from './stacks';

/** What the API server is asked about: the default stack, that with every prop set, and each that the documents show. */
export const STACKS: ReadonlyArray<readonly [string, StackIn]> = [
  ['the default stack', stackWith({})],
  // At the strictest level, which no prop but the exposures on nodes lowers.
  ['the stack with every prop set', stackWith({ ...everythingOfAStack(), podSecurity: PodSecurityLevel.RESTRICTED })],
  ['the stack with a certificate of cert-manager', stackWith({ tls: Tls.certManager({ issuer: 'letsencrypt' }) })],
  // What the first two show has tests of their own, which apply what differs; the others show nothing that no other stack has.
  ...[...snippets('ts')].filter(([file]) => !/\/(entry-points|authentication|certificate-and-domain|first-meeting|gitops|migrating|network-policies|reviewing|scaling|upgrading)\.md\.|two-stacks\.md\.[02]\./.test(file)).map(([file, source]) => {
    const { objects, props } = run(source);
    return [`the stack of ${file.replace(/^.*\/|\.ts$/g, '')}`, objects.length > 0 ? (namespace: string) => moved(objects, namespace) : stackWith(props)] as const;
  }),
];

/** The objects in another namespace than they were made for. What they call each other inside the cluster stays, since nothing runs here. */
function moved(objects: readonly Manifest[], namespace: string): Manifest[] {
  const [own] = manifests(meetChart({ namespace }));
  if (own?.kind !== 'Namespace') {
    throw new Error('the chart does not begin with its Namespace');
  }
  const inside = objects.filter(({ kind }) => kind !== 'Namespace').map((object) => JSON.parse(
    JSON.stringify({ ...object, metadata: { ...object.metadata, namespace } }), (key, value: unknown) => (key === 'subjects' ? (value as object[]).map((subject) => ({ ...subject, namespace })) : value),
  ) as Manifest);
  return [own, ...inside];
}
