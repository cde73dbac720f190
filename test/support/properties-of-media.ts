import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { Jvb, JvbOptions, Prosody } from '../../lib';
import { Domain, struct } from './arbitrary/domain';
import { mediaExposure } from './arbitrary/media';
import { whole } from './arbitrary/numbers';
import { drain } from './arbitrary/values';
import { chart, instance, manifests } from './charts';
import { found, Line, told } from './media-table';
import { outcomeOf, pointsAt } from './outcome';
import { SURROUNDINGS } from './exposures';
import { findings } from './posture-rules';
import { announce, check } from './runs';

/** What of a pool decides how media reach it. */
type Setting = Pick<JvbOptions, 'bridges' | 'exposure' | 'drain'>;

function settings(number: number): Required<Domain<Setting>> {
  return struct<Setting>({
    bridges: { ...whole(1, 250), good: fc.constant(number) }, exposure: mediaExposure(number, 1), drain: drain(number),
  }, number === 1 ? [] : ['bridges']);
}

const SIZES = [1, 1, 2, 2, 3, 5, 20].map(settings);
const good = fc.oneof(...SIZES.map((size) => size.good));
const bad = fc.oneof(...SIZES.map((size) => size.bad));
/** What nobody foresaw: an option of a pool of one size in a pool of another. */
const odd = fc.oneof(...SIZES.map((size) => size.odd), fc.tuple(good, good).map(([one, other]) => ({ ...one, exposure: other.exposure })));

/** A pool and the server that it needs, and nothing else: ten thousand stacks would take an hour. */
function pool(setting: Setting): { readonly scope: Chart; readonly jvb: Jvb } {
  const scope = chart();
  const prosody = new Prosody(scope, 'prosody', { instance: instance(), turn: SURROUNDINGS.turn });
  return { scope, jvb: new Jvb(scope, 'jvb', { prosody, ...setting }) };
}

/** Rules that need the rest of a stack. */
const OF_STACKS = ['peersSelectPods', 'secretsAreMade', 'bothEndsAreOpen'] as const;

/** What is inconsistent in what became of a setting: the table against the manifests, and the manifests in themselves. */
function inconsistent(setting: Setting): string[] {
  const { scope, jvb } = pool(setting);
  const objects = manifests(scope);
  const [mine, theirs] = [found(objects), told(jvb.routes)];
  return [
    ...(JSON.stringify(sorted(mine)) === JSON.stringify(sorted(theirs)) ? [] : [`manifests have ${JSON.stringify(mine)}, told is ${JSON.stringify(theirs)}`]),
    ...mine.flatMap(wrongOf),
    ...(mine.reduce((sum, { bridges }) => sum + bridges, 0) === (setting.bridges ?? 1) ? [] : ['another number of bridges']),
    ...findings(objects, OF_STACKS),
  ];
}

function sorted(lines: readonly Line[]): unknown[] {
  return lines.map((line) => Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What must hold for each line, whatever made it. */
function wrongOf({ bridges, bridge, source, advertisedPort, servicePort, nodePort, hostPort, containerPort, bridgePort, trafficPolicy, exposure }: Line): string[] {
  const ports = [servicePort, nodePort, hostPort, containerPort, bridgePort].filter((port) => port !== undefined);
  return [
    ...(new Set(ports).size === 1 ? [] : [`${bridge} has the ports ${ports.join()}`]),
    ...(advertisedPort === bridgePort || source.includes('#') ? [] : [`${bridge} announces ${advertisedPort}, but listens on ${bridgePort}`]),
    ...(bridges > 1 && servicePort !== undefined ? [`${bridges} bridges are behind one port of a Service`] : []),
    ...(['ExternalIP', 'InternalIP'].includes(source) && trafficPolicy === 'Cluster' ? [`${bridge} announces its node, where others' media arrive`] : []),
    // A cluster chooses a port of nodes that nobody asks for, and the bridge would announce another one.
    ...(exposure === 'nodePort' && nodePort === undefined ? [`${bridge} is on a port of nodes that nobody knows`] : []),
    ...(exposure === 'hostNetwork' && hostPort === undefined ? [`${bridge} takes a port of its node that the scheduler does not know of`] : []),
    ...(exposure === 'loadBalancerPerBridge' && trafficPolicy !== 'Local' ? [`${bridge} does not see who sends`] : []),
  ];
}

/** @param count how many settings are generated in all. */
export function mediaProperties(count: number): void {
  describe('A generated setting of media', () => {
    beforeAll(() => {
      announce('settings of media', count);
    });

    test('that is good renders, and its table is what its manifests say', () => {
      check(count * 0.4, good, (setting) => {
        expect(inconsistent(setting)).toEqual([]);
      });
    });

    test('that is wrong is refused at the field that is wrong', () => {
      check(count * 0.3, bad, ({ value, field }) => {
        const outcome = outcomeOf(() => pool(value).scope);
        expect('violations' in outcome && pointsAt(outcome, field)).toBe(true);
      });
    });

    test('of any kind renders with a table that is what its manifests say, or is refused at a field of its own', () => {
      const seen = { rendered: 0, refused: 0 };
      check(count * 0.3, odd, (setting) => {
        const outcome = outcomeOf(() => pool(setting).scope);
        if ('objects' in outcome) {
          seen.rendered += 1;
          expect(inconsistent(setting)).toEqual([]);
        } else {
          seen.refused += 1;
          expect(outcome.violations.filter(({ field, problem }) => !/^(bridges|exposure|drain)($|[.[])/.test(field) || problem === '')).toEqual([]);
        }
      });

      expect(Math.min(seen.rendered, seen.refused) / (seen.rendered + seen.refused)).toBeGreaterThan(0.1);
    });
  });
}
