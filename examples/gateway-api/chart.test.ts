import { Testing, Yaml } from 'cdk8s';
import { Meetings } from './chart';

const objects = Testing.synth(new Meetings(Testing.app({ outdir: 'unused' }), 'jitsi')) as Array<{ kind: string; metadata: { name: string } }>;

test('The Gateway and its routes', () => {
  expect(Yaml.stringify(...objects.filter(({ kind }) => ['Gateway', 'HTTPRoute'].includes(kind)))).toMatchSnapshot();
});

test('A meeting outlasts the Gateway\'s patience with requests', () => {
  expect(objects.find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'jitsi-nginx')).toMatchObject({ spec: { rules: [{ timeouts: { request: '0s' } }] } });
});
