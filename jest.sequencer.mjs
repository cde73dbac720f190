import TestSequencer from '@jest/test-sequencer';

/** Parts of paths, longest duration first. One that begins last is waited for by a machine that has nothing else to do; jest knows durations only where it ran before. */
const LONGEST = [
  'e2e/recovery', 'e2e/nodes', 'e2e/rollouts', 'e2e/certificates', 'e2e/drain', 'e2e/stack',
  'cluster/moves', 'test/properties.verify', 'edge-patience', 'drain-turns', 'properties-of-pools.verify', 'properties-of-media.verify', 'signalling-load',
  'package/languages', 'package/consumers', 'media-ways', 'bootstrap-disturbed', 'accepts', 'stand-ins-answers', 'edge-start',
];

/** Begins with the files that take longest. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const ranks = new Map(LONGEST.map((part, index) => [part, index]));
    const rank = ({ path }) => ranks.get(LONGEST.find((part) => path.includes(part))) ?? LONGEST.length;
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
