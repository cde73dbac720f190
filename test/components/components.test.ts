import { ApiObject, Chart, Duration } from 'cdk8s';
import { AdvertisedAddress, Bootstrap, BridgeScaling, Coturn, Credentials, Drain, Jicofo, Jvb, MediaExposure, Nginx, Prosody, Relays, Tls, Web } from '../../lib';
import { chart, instance, ofComponent, prosody, web, yaml } from '../support/charts';
import { everythingOfAComponent, everythingOfAScaledJvb, everythingOfCoturn, everythingOfJicofo, everythingOfJvb, everythingOfNginx, everythingOfProsody, everythingOfWeb } from '../support/everything';

interface Case {
  readonly part: string;
  readonly minimal: (scope: Chart) => unknown;
  readonly everything: (scope: Chart) => unknown;
}

const CASES: Readonly<Record<string, Case>> = {
  Bootstrap: {
    part: 'bootstrap',
    minimal: (scope) => new Bootstrap(scope, 'bootstrap', { instance: instance() }),
    everything: (scope) => new Bootstrap(scope, 'bootstrap', {
      ...everythingOfAComponent('web'), instance: instance(), credentials: Credentials.generatedInCluster({ revision: 3 }), tls: Tls.fromSecret('meet-tls'),
    }),
  },
  Coturn: {
    part: 'coturn',
    minimal: (scope) => new Coturn(scope, 'coturn', { instance: instance(), host: 'turn.example.org', tls: Tls.fromSecret('turn-tls') }),
    everything: (scope) => new Coturn(scope, 'coturn', { ...everythingOfCoturn(), instance: instance(), credentials: Credentials.fromSecret('own-passwords', { turnKey: 'turn', revision: 2 }) }),
  },
  Jicofo: {
    part: 'jicofo',
    minimal: (scope) => new Jicofo(scope, 'jicofo', { prosody: prosody(scope) }),
    everything: (scope) => new Jicofo(scope, 'jicofo', { ...everythingOfJicofo(), prosody: prosody(scope, { relays: Relays.between({ localRegion: 'eu-west' }) }) }),
  },
  Jvb: {
    part: 'jvb',
    minimal: (scope) => new Jvb(scope, 'jvb', { prosody: prosody(scope) }),
    everything: (scope) => new Jvb(scope, 'jvb', { ...everythingOfJvb(), prosody: prosody(scope, { relays: Relays.between() }), pool: 'eu-west' }),
  },
  ScaledJvb: {
    part: 'jvb',
    minimal: (scope) => new Jvb(scope, 'jvb', {
      prosody: prosody(scope),
      exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService() }),
      scaling: BridgeScaling.byStress({ minBridges: 1, maxBridges: 2, prometheus: 'http://prometheus.monitoring.svc:9090' }),
    }),
    everything: (scope) => new Jvb(scope, 'jvb', { ...everythingOfAScaledJvb(), prosody: prosody(scope, { relays: Relays.between() }), pool: 'us-east' }),
  },
  Nginx: {
    part: 'nginx',
    minimal: (scope) => new Nginx(scope, 'nginx', { web: web(scope) }),
    everything: (scope) => new Nginx(scope, 'nginx', { ...everythingOfNginx(), web: web(scope), tls: Tls.certManager({ issuer: 'letsencrypt' }) }),
  },
  Prosody: {
    part: 'prosody',
    minimal: (scope) => prosody(scope),
    everything: (scope) => new Prosody(scope, 'prosody', {
      ...everythingOfProsody(), instance: instance(), credentials: Credentials.fromSecret('own-passwords', { jicofoKey: 'jicofo', jvbKey: 'jvb', revision: 2 }),
    }),
  },
  Web: {
    part: 'web',
    minimal: (scope) => web(scope),
    everything: (scope) => new Web(scope, 'web', { ...everythingOfWeb(), prosody: prosody(scope) }),
  },
};

describe.each(Object.entries(CASES))('%s', (_name, { part, minimal, everything }) => {
  test('renders its objects from required props alone', () => {
    const scope = chart();
    minimal(scope);

    expect(yaml(ofComponent(scope, part))).toMatchSnapshot();
  });

  test('renders every prop', () => {
    const scope = chart();
    everything(scope);

    expect(yaml(ofComponent(scope, part))).toMatchSnapshot();
  });

  test('is found by ApiObject.of, so that its workload can be patched', () => {
    const scope = chart();
    const component = minimal(scope) as Parameters<typeof ApiObject.of>[0];

    expect(['Deployment', 'StatefulSet', 'Job']).toContain(ApiObject.of(component).kind);
  });
});

describe('names and selectors', () => {
  test('do not follow from where a construct stands in the tree', () => {
    const here = chart();
    web(here);
    const wrapped = chart();
    web(new Chart(wrapped, 'moved-elsewhere', { namespace: 'jitsi' }));

    expect(ofComponent(wrapped.node.children[0] as Chart, 'web')).toEqual(ofComponent(here, 'web'));
  });

  test('of the bridges are frozen', () => {
    const scope = chart();
    const server = prosody(scope);
    new Jvb(scope, 'first', { prosody: server });
    new Jvb(scope, 'second', { prosody: server, pool: 'eu-west', bridges: 2, drain: Drain.within(Duration.minutes(5)) });
    const table = ofComponent(scope, 'jvb')
      .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))
      .map(({ kind, metadata, spec }) => ({ kind, name: metadata.name, selector: (spec as { selector: { matchLabels: object } }).selector.matchLabels }));

    const common = { 'app.kubernetes.io/name': 'jvb', 'app.kubernetes.io/instance': 'jitsi' };
    expect(table).toEqual([
      { kind: 'Deployment', name: 'jitsi-jvb-0', selector: { ...common, 'cdk8s-jitsi/pool': 'default', 'cdk8s-jitsi/bridge': '0' } },
      { kind: 'StatefulSet', name: 'jitsi-jvb-eu-west-0', selector: { ...common, 'cdk8s-jitsi/pool': 'eu-west', 'cdk8s-jitsi/bridge': '0' } },
      { kind: 'StatefulSet', name: 'jitsi-jvb-eu-west-1', selector: { ...common, 'cdk8s-jitsi/pool': 'eu-west', 'cdk8s-jitsi/bridge': '1' } },
    ]);
  });
});
