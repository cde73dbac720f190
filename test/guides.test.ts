import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { extract } from '../tools/guides/extract';
import { written } from '../tools/guides/written';
import { rendered } from './support/charts';
import { documents } from './support/snippets';

const ROOT = resolve(__dirname, '..');
const MARKED = documents().filter((document) => /^<!-- (yaml|printed|diff)/m.test(readFileSync(join(ROOT, document), 'utf8')));

test.each(MARKED)('%s shows what its programs make, as "npm run guides" writes it', (document) => {
  const guide = readFileSync(join(ROOT, document), 'utf8');

  expect(written(guide)).toBe(guide);
});

describe('Of what a program makes, a guide shows', () => {
  const objects = rendered();

  test('an object, and parts of others in their places', () => {
    expect(extract(objects, 'Deployment/jitsi-web spec.replicas spec.template.spec.containers[web].ports[http] spec.template.spec.containers[web].env[TZ,ENABLE_AUTH]; Service/jitsi-web spec.type')).toBe(`kind: Deployment
metadata:
  name: jitsi-web
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: web
          ports:
            - containerPort: 8000
              name: http
              protocol: TCP
          env:
            - name: TZ
              value: UTC
            - name: ENABLE_AUTH
              value: "0"
---
kind: Service
metadata:
  name: jitsi-web
spec:
  type: ClusterIP
`);
  });

  test('nothing that is not there', () => {
    expect(() => extract(objects, 'Deployment/jitsi-wbe')).toThrow('there is no Deployment/jitsi-wbe, only Namespace/jitsi, ');
    expect(() => extract(objects, 'Deployment/jitsi-web spec.replica')).toThrow('Deployment/jitsi-web has no spec.replica');
    expect(() => extract(objects, 'Deployment/jitsi-web spec.template.spec.containers[wbe]')).toThrow('Deployment/jitsi-web has no spec.template.spec.containers[wbe]');
    expect(() => extract(objects, 'Deployment/jitsi-web spec.template.spec.containers[web].env[TZ,ENABLE]')).toThrow('has no spec.template.spec.containers[web].env[TZ,ENABLE]');
  });

  test('nothing before the program that makes it', () => {
    expect(() => written('<!-- printed -->\n')).toThrow('"<!-- printed -->" stands above the programs that it shows');
  });

  test('what differs from the program before it', () => {
    const program = (timeZone: string): string => `\`\`\`ts\nexport const timeZone = '${timeZone}';\n\`\`\`\n`;

    const shown = written(`${program('UTC')}${program('Europe/Berlin')}<!-- diff -->\n`);

    expect(shown).toContain('@@ Deployment/jitsi-web @@\n');
    expect(shown).toContain('-              value: UTC\n+              value: Europe/Berlin\n');
    expect(shown).not.toContain('Service/');
    expect(() => written(`${program('UTC')}${program('UTC')}<!-- diff -->\n`)).toThrow('the stacks of the last two programs do not differ');
  });
});
