import { join } from 'node:path';
import { Testing, Yaml } from 'cdk8s';
import { Meetings } from './chart';

const [namespace, ...objects] = Testing.synth(new Meetings(Testing.app({ outdir: 'unused' }), 'jitsi')) as Array<{ kind: string; metadata: { name: string; labels?: Record<string, string> } }>;
const read = (file: string): object[] => Yaml.load(join(__dirname, file)) as object[];

test('No tool takes the namespace away, and the passwords with it', () => {
  expect(Yaml.stringify(namespace)).toMatchSnapshot();
});

test('Argo CD labels objects as they are labelled', () => {
  expect(read('argo-cd.yaml')).toMatchObject([{ metadata: { name: 'jitsi' }, spec: { source: { path: 'dist' }, destination: { namespace: namespace?.metadata.name } } }]);
  expect(objects.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance'] !== 'jitsi')).toEqual([]);
});

test('Flux finds the folder in its repository, and replaces nothing in it', () => {
  const [repository, kustomization] = read('flux.yaml');
  expect(kustomization).toMatchObject({ spec: { path: './dist', prune: true, sourceRef: { kind: 'GitRepository', name: (repository as { metadata: { name: string } }).metadata.name } } });
  expect(kustomization).not.toHaveProperty('spec.postBuild');
});
