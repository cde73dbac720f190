import { Testing, Yaml } from 'cdk8s';
import { Meetings } from './chart';

const objects = Testing.synth(new Meetings(Testing.app({ outdir: 'unused' }), 'jitsi')) as Array<{ kind: string; metadata: { name: string } }>;

test('The autoscaler', () => {
  expect(Yaml.stringify(...objects.filter(({ kind }) => ['ScaledObject'].includes(kind)))).toMatchSnapshot();
});

test('The autoscaler alone says how many bridges there are', () => {
  const bridges = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'jitsi-jvb');
  expect(bridges).toHaveProperty('spec.template');
  expect(bridges).not.toHaveProperty('spec.replicas');
});
