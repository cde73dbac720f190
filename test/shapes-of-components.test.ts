import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Bootstrap, Coturn, Credentials, Jicofo, JitsiInstance, JitsiMeet, Jvb, Nginx, Prosody, Tls, Web } from '../lib';
import { anythingIsTakenOrRefused } from './support/anything';
import { chart, prosody, PUBLIC_URL, web } from './support/charts';
import { refusal, wrong } from './support/refusal';

describe('A component without types refuses', () => {
  const MAKERS: Readonly<Record<string, readonly [make: (scope: Chart, props: unknown) => unknown, parent: string]>> = {
    Bootstrap: [(scope, props) => new Bootstrap(scope, 'x', wrong(props)), 'instance'],
    Coturn: [(scope, props) => new Coturn(scope, 'x', wrong(props)), 'instance'],
    Jicofo: [(scope, props) => new Jicofo(scope, 'x', wrong(props)), 'prosody'],
    Jvb: [(scope, props) => new Jvb(scope, 'x', wrong(props)), 'prosody'],
    Nginx: [(scope, props) => new Nginx(scope, 'x', wrong(props)), 'web'],
    Prosody: [(scope, props) => new Prosody(scope, 'x', wrong(props)), 'instance'],
    Web: [(scope, props) => new Web(scope, 'x', wrong(props)), 'prosody'],
  };

  test.each(Object.entries(MAKERS))('%s without what it belongs to', (name, [make, parent]) => {
    expect(refusal(() => make(chart(), undefined))).toContain(`in the props of ${name} "x":\n  ${parent}: is missing; write new `);
    expect(refusal(() => make(chart(), {}))).toContain(`  ${parent}: is missing`);
    expect(refusal(() => make(chart(), { [parent]: {} }))).toContain(`  ${parent}: an object in braces is not of class`);
    expect(refusal(() => make(chart(), { [parent]: chart() }))).toContain(`  ${parent}: an object of class Chart is not of class`);
    expect(refusal(() => make(chart(), null))).toContain('  props: null');
  });

  test.each([undefined, null, {}, { name: 'jitsi', namespace: 'jitsi' }, { name: 1, namespace: 2, publicUrl: 3 }])('an instance of %j', (props) => {
    const broken = new JitsiInstance(wrong(props));

    expect(refusal(() => new Prosody(chart(), 'prosody', { instance: broken }))).toContain('  instance');
    expect(refusal(() => new Bootstrap(chart(), 'bootstrap', { instance: broken }))).toContain('  instance');
  });
});

describe('Bootstrap alone judges', () => {
  test('its instance, and where secrets come from', () => {
    const broken = new JitsiInstance({ name: 'Jitsi', namespace: 'jitsi', publicUrl: PUBLIC_URL });

    expect(refusal(() => new Bootstrap(chart(), 'x', { instance: broken, credentials: Credentials.generatedInCluster({ revision: 0 }), tls: Tls.fromSecret('A') })).split('\n').length).toBe(4);
  });
});

describe('What would be made twice is refused:', () => {
  test('a stack of one id in another construct of the chart', () => {
    const scope = chart();
    new JitsiMeet(scope, 'jitsi', { publicUrl: PUBLIC_URL });

    expect(refusal(() => new JitsiMeet(new Construct(scope, 'other'), 'jitsi', { publicUrl: PUBLIC_URL }))).toMatch(/"chart\/jitsi.*" makes the \w+ "jitsi-[-a-z]+" of namespace "jitsi" already; /);
  });

  test('two sites of one Prosody', () => {
    const scope = chart();
    new Web(scope, 'one', { prosody: prosody(scope) });
    const { prosody: theirs } = web(chart());

    expect(refusal(() => new Web(scope, 'two', { prosody: theirs }))).toMatch(/"chart\/one" makes the \w+ "jitsi-web" of namespace "jitsi" already/);
  });

  test('two pools without a name', () => {
    const scope = chart();
    const theirs = prosody(scope);
    new Jvb(scope, 'one', { prosody: theirs });

    expect(refusal(() => new Jvb(scope, 'two', { prosody: theirs }))).toContain('another Jvb a pool of its own');
  });

  test('but not after the first was taken out, nor in another chart', () => {
    const scope = chart();
    const theirs = prosody(scope);
    new Web(scope, 'one', { prosody: theirs });
    scope.node.tryRemoveChild('one');

    expect(() => new Web(scope, 'two', { prosody: theirs })).not.toThrow();
    expect(() => web(chart())).not.toThrow();
  });
});

anythingIsTakenOrRefused(4);
