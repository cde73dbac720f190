import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { JitsiMeet, JitsiMeetChart } from '../lib';
import { manifests, meetChart, ofKind, PUBLIC_URL, yaml } from './support/charts';
import { everythingOfAStack } from './support/everything';

describe('JitsiMeetChart', () => {
  test('renders a whole stack of a public address alone', () => {
    expect(yaml(manifests(meetChart()))).toMatchSnapshot();
  });

  test('renders a whole stack with every prop set', () => {
    expect(yaml(manifests(meetChart(everythingOfAStack())))).toMatchSnapshot();
  });

  test('orders objects by kind, the namespace first', () => {
    const kinds = [...new Set(manifests(meetChart()).map(({ kind }) => kind))];

    expect(kinds).toEqual(['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ConfigMap', 'NetworkPolicy', 'Service', 'Job', 'Deployment', 'PodDisruptionBudget']);
  });

  test('puts what an object depends on before it, against the order of kinds', () => {
    const chart = meetChart();
    const last = new ApiObject(chart, 'last', { apiVersion: 'example.org/v1', kind: 'Last' });
    const early = new ApiObject(chart, 'early', { apiVersion: 'v1', kind: 'ConfigMap' });
    early.addDependency(last);
    const names = manifests(chart).map(({ kind, metadata }) => `${kind}/${metadata.name}`);

    expect(names.indexOf(`Last/${last.name}`)).toBeLessThan(names.indexOf(`ConfigMap/${early.name}`));
    expect(names[0]).toBe('Namespace/jitsi');
  });

  test('lets a construct with all of its objects come after another', () => {
    const chart = meetChart();
    const first = new ApiObject(chart, 'first', { apiVersion: 'example.org/v1', kind: 'First' });
    chart.meet.web.node.addDependency(first);
    const names = manifests(chart).map(({ kind, metadata }) => `${kind}/${metadata.name}`);

    expect(names.indexOf(`First/${first.name}`)).toBeLessThan(names.indexOf('Service/jitsi-web'));
  });

  test('enforces Pod Security restricted in the namespace that it makes', () => {
    const [namespace] = ofKind(manifests(meetChart({ namespace: 'meetings' })), 'Namespace');

    expect(namespace?.metadata).toEqual({
      name: 'meetings',
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted', 'pod-security.kubernetes.io/audit': 'restricted',
      },
    });
  });

  test('leaves the namespace to others when it is told to', () => {
    expect(ofKind(manifests(meetChart({ createNamespace: false })), 'Namespace')).toEqual([]);
  });

  test('labels all but the namespace with the instance, so that the stack is deleted by label and the namespace stays', () => {
    const others = manifests(meetChart({}, 'meet')).filter(({ kind }) => kind !== 'Namespace');

    expect(others.map(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance'])).toEqual(others.map(() => 'meet'));
  });

  test('writes all objects into the namespace', () => {
    const others = manifests(meetChart({ namespace: 'meetings' })).filter(({ kind }) => kind !== 'Namespace');

    expect(new Set(others.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['meetings']));
  });

  test('renders the same alone and among others in an app', () => {
    const app = Testing.app({ outdir: 'unused' });
    new JitsiMeetChart(app, 'other', { publicUrl: PUBLIC_URL });
    const chart = new JitsiMeetChart(app, 'jitsi', { publicUrl: PUBLIC_URL });

    expect(manifests(chart)).toEqual(manifests(meetChart()));
  });

  test('renders the same when it is rendered again', () => {
    const chart = meetChart(everythingOfAStack());

    expect(manifests(chart)).toEqual(manifests(chart));
  });

  test('passes errors of validations in the chart on', () => {
    const chart = meetChart();
    chart.meet.node.addValidation({ validate: () => ['nothing works'] });

    expect(() => manifests(chart)).toThrow('[jitsi/jitsi] nothing works');
  });

  test('leaves the objects of a chart inside it to that chart', () => {
    const chart = meetChart();
    const inner = new Chart(chart, 'inner', { namespace: 'inner' });
    new JitsiMeet(inner, 'inner', { publicUrl: PUBLIC_URL });

    expect(manifests(chart)).toEqual(manifests(meetChart()));
    expect(ofKind(manifests(inner), 'Deployment')).toHaveLength(5);
  });

  test('is found from everything inside it', () => {
    const chart = new JitsiMeetChart(new App({ outdir: 'unused' }), 'jitsi', { publicUrl: PUBLIC_URL });

    expect(Chart.of(chart.meet.jvb)).toBe(chart);
  });
});
