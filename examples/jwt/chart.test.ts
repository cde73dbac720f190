import { Testing, Yaml } from 'cdk8s';
import { Meetings } from './chart';

const text = Yaml.stringify(...Testing.synth(new Meetings(Testing.app({ outdir: 'unused' }), 'jitsi')) as object[]);

test('What the components are told of tokens and guests', () => {
  expect(text.match(/^ +- name: (?:AUTH_TYPE|ENABLE_\w*(?:AUTH|GUESTS)|JWT_\w+|TOKEN_\w+)\n.*(?:\n {14,}.*)*/gm)).toMatchSnapshot();
});

test('The secret that portal and Prosody share is read from jitsi-jwt', () => {
  expect(text).toMatch(/name: JWT_APP_SECRET\n +valueFrom:\n +secretKeyRef:\n +key: app-secret\n +name: jitsi-jwt\n/);
});
