import { App, Testing } from 'cdk8s';
import { Meetings } from './chart';

const app = new App({ outdir: 'unused' });
const [staging, production] = ['staging', 'production'].map((id) => (
  (Testing.synth(new Meetings(app, id, { host: `${id}.example.org`, replicas: 1 })) as Array<{ kind: string; metadata: { name: string; namespace?: string } }>)
    .map(({ kind, metadata: { name, namespace = '' } }) => `${kind} ${namespace}/${name}`)
));

test('Staging is made of these objects', () => {
  expect(staging).toMatchSnapshot();
});

test('The stacks share no object', () => {
  expect(production?.filter((object) => staging?.includes(object))).toEqual([]);
});
