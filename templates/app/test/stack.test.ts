import { Testing, Yaml } from 'cdk8s';
import { meetings } from '../stack';

test('the manifests are those that were reviewed last', () => {
  const chart = meetings(Testing.app({ outdir: 'unused' }));

  expect(Yaml.stringify(...(Testing.synth(chart) as unknown[]))).toMatchSnapshot();
});
