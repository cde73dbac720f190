import { Testing } from 'cdk8s';
import { Meetings } from './chart';

const objects = Testing.synth(new Meetings(Testing.app({ outdir: 'unused' }), 'jitsi')) as Array<{ kind: string; metadata: { name: string } }>;

test('The stack is made of these objects', () => {
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toMatchSnapshot();
});

test('No manifest holds a password', () => {
  expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
});
