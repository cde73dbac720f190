import * as kplus from 'cdk8s-plus-27';
import { AdvertisedAddress, BridgeSelectionStrategy, Drain, JitsiMeetChartProps, JvbOptions, MediaExposure, Relays } from '../lib';
import { Manifest, manifests, meetChart, rendered } from './support/charts';
import { knownPorts, Network, WORLD } from './support/network';
import { mainContainer, workloads } from './support/pods';
import { componentOf } from './support/posture/rule';
import { refusal, wrong } from './support/refusal';

/** Variables about relays, by the name of the workload. */
function variables(objects: readonly Manifest[]): Record<string, Record<string, unknown>> {
  const about = workloads(objects).map((each) => [
    each.metadata.name,
    Object.fromEntries((mainContainer(each).env ?? []).filter(({ name }) => name.includes('OCTO')).map(({ name, value, valueFrom }) => [name, value ?? valueFrom])),
  ] as const);
  return Object.fromEntries(about.filter(([, octo]) => Object.keys(octo).length > 0));
}

function twoPools(props: Partial<JitsiMeetChartProps> = {}, added: JvbOptions = {}): Manifest[] {
  const chart = meetChart({ relays: Relays.between(), ...props });
  chart.meet.addBridges('us', { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService(), port: 20000 }), drain: Drain.atOnce(), ...added });
  return manifests(chart);
}

const POD_NAME = { fieldRef: { fieldPath: 'metadata.name' } };

describe('Relays', () => {
  test('are switched on for Jicofo and all bridges of all pools, each under the name of its pod', () => {
    expect(variables(twoPools({ jvb: { bridges: 2 } }))).toEqual({
      'jitsi-jicofo': { ENABLE_OCTO: '1', OCTO_BRIDGE_SELECTION_STRATEGY: 'RegionBasedBridgeSelectionStrategy' },
      'jitsi-jvb-0': { ENABLE_OCTO: '1', JVB_OCTO_RELAY_ID: POD_NAME },
      'jitsi-jvb-1': { ENABLE_OCTO: '1', JVB_OCTO_RELAY_ID: POD_NAME },
      'jitsi-jvb-us-0': { ENABLE_OCTO: '1', JVB_OCTO_RELAY_ID: POD_NAME },
    });
  });

  test('know the regions of pools, and the one of people whose own is unknown', () => {
    const octo = variables(twoPools({ relays: Relays.between({ localRegion: 'eu' }), jvb: { region: 'eu' } }, { region: 'us-east.1' }));

    expect([octo['jitsi-jicofo']?.JICOFO_OCTO_REGION, octo['jitsi-jvb-0']?.JVB_OCTO_REGION, octo['jitsi-jvb-us-0']?.JVB_OCTO_REGION]).toEqual(['eu', 'eu', 'us-east.1']);
  });

  test.each(Object.values(BridgeSelectionStrategy))('let Jicofo choose bridges by its class %s', (strategy) => {
    expect(variables(twoPools({ relays: Relays.between({ strategy }) }))['jitsi-jicofo']?.OCTO_BRIDGE_SELECTION_STRATEGY).toBe(strategy);
  });

  test('are off by default, and nothing is said of them', () => {
    expect(variables(rendered({ jvb: { bridges: 2 } }))).toEqual({});
  });

  test('let bridges of all pools send each other UDP at every port, and nobody else', () => {
    const udp = (objects: readonly Manifest[]): string[] => {
      const named = new Network(objects, ({ metadata }) => metadata.name).connections(knownPorts(objects));
      return named.filter((flow) => flow.endsWith(' 1234/UDP') && !flow.endsWith(`-> ${WORLD} 1234/UDP`));
    };
    const bridges = ['jitsi-jvb-0', 'jitsi-jvb-us-0'];

    expect(udp(twoPools())).toEqual(bridges.flatMap((from) => bridges.map((to) => `${from} -> ${to} 1234/UDP`)));
    expect(udp(twoPools({ relays: undefined }))).toEqual([]);
  });
});

describe('Relays are refused', () => {
  test('when there is nobody to relay to, once all pools could have been added', () => {
    const alone = meetChart({ relays: Relays.between() });

    expect(() => manifests(alone)).toThrow('[jitsi/jitsi] relays: there is one bridge, and nobody to share its meetings with; give jvb two bridges or more, add a pool, or leave relays out');
    alone.meet.addBridges('us', { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService(), port: 20000 }) });
    expect(manifests(alone).filter((object) => componentOf(object) === 'jvb')).not.toEqual([]);
  });

  test.each<[string, Partial<JitsiMeetChartProps>, string]>([
    ['with a strategy that Jicofo has not', { relays: Relays.between({ strategy: wrong('Best') }) }, 'relays.strategy: "Best" is not of BridgeSelectionStrategy; write one of'],
    ['with a region that is no name', { relays: Relays.between({ localRegion: 'eu west' }) }, 'relays.localRegion: "eu west" is no name of a region'],
    ['with a region of no letters', { relays: Relays.between({ localRegion: '' }) }, 'relays.localRegion: "" is no name of a region'],
    ['with a prop that is not there', { relays: Relays.between(wrong({ region: 'eu' })) }, 'relays.region: there is no such prop'],
    ['as anything else', { relays: wrong(true) }, 'relays: true is not of class Relays; write Relays.between()'],
    ['for a pool whose region is no name', { relays: Relays.between(), jvb: { region: 'a"b' } }, 'jvb.region: "a\\"b" is no name of a region; use at most 63 letters, digits, hyphens, dots and underscores, such as "eu-west"'],
    ['for a pool whose region is none', { relays: Relays.between(), jvb: { region: wrong(1) } }, 'jvb.region: 1 is not text'],
  ])('%s', (_title, props, problem) => {
    expect(refusal(() => meetChart(props))).toContain(problem);
  });

  test.each(['ENABLE_OCTO', 'OCTO_BRIDGE_SELECTION_STRATEGY', 'JICOFO_OCTO_REGION'])('as the variable %s of Jicofo, for the prop', (name) => {
    expect(refusal(() => meetChart({ jicofo: { extraEnv: { [name]: kplus.EnvValue.fromValue('1') } } }))).toContain(`jicofo.extraEnv.${name}: the construct sets this variable itself: set relays`);
  });

  test.each([['ENABLE_OCTO', 'set relays'], ['JVB_OCTO_REGION', 'set jvb.region'], ['JVB_OCTO_RELAY_ID', 'it must be unique and is the name of the pod']])('as the variable %s of bridges', (name, instead) => {
    expect(refusal(() => meetChart({ jvb: { extraEnv: { [name]: kplus.EnvValue.fromValue('1') } } }))).toContain(`jvb.extraEnv.${name}: the construct sets this variable itself: ${instead}`);
  });
});

test('A region without relays is refused, because nothing would read it', () => {
  expect(refusal(() => meetChart({ jvb: { region: 'eu' } }))).toContain('jvb.region: bridges have regions only where they share meetings; give the stack relays: Relays.between(), or leave it out');
});
