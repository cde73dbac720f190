import { Testing, Yaml } from 'cdk8s';
import { Meetings } from './chart';

const objects = Testing.synth(new Meetings(Testing.app({ outdir: 'unused' }), 'jitsi')) as Array<{ kind: string; metadata: { name: string } }>;

test('The Ingress and its certificate', () => {
  expect(Yaml.stringify(...objects.filter(({ kind }) => ['Certificate', 'Ingress'].includes(kind)))).toMatchSnapshot();
});

test('Nothing of the edge is open past the controller', () => {
  expect(objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'jitsi-nginx')).toMatchObject({ spec: { type: 'ClusterIP' } });
});
