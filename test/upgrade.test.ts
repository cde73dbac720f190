import { inOrder } from '../tools/releases/last';
import { meetChart } from './support/charts';
import { LAST, lasting, NEXT, secretKeys } from './support/releases';

// What others have written down: in their monitoring, their policies, their backups, their patches.
describe('From the last release to the next one, the default stack keeps', () => {
  test('every object\'s name', () => {
    expect(lasting(LAST).length).toBeGreaterThan(20);
    expect(lasting(NEXT)).toEqual(expect.arrayContaining(lasting(LAST)));
  });

  test.each(LAST.filter((object) => lasting([object]).length > 0).map((object) => [lasting([object])[0], object] as const))('labels and selectors of %s', (title, { apiVersion, metadata: { labels = {} }, spec }) => {
    expect(NEXT.find((object) => lasting([object])[0] === title)).toMatchObject({ apiVersion, metadata: { labels }, ...selector(spec) });
  });

  test('the keys of Secrets', () => {
    expect(secretKeys(LAST).length).toBeGreaterThan(3);
    expect(secretKeys(NEXT)).toEqual(expect.arrayContaining(secretKeys(LAST)));
  });
});

test('The last release is the one of the highest version', () => {
  expect(inOrder(['1.0.0', '0.10.0', '0.9.1', '0.0.0-unreleased', '0.9.0', '10.0.0', '2.0.0'])).toEqual(['0.0.0-unreleased', '0.9.0', '0.9.1', '0.10.0', '1.0.0', '2.0.0', '10.0.0']);
});

test('Construct ids are public: patches and aspects find constructs by them', () => {
  const { meet } = meetChart();
  expect(meet.node.findAll().map(({ node }) => node.path).sort()).toMatchSnapshot();
});

function selector(spec: unknown): object {
  const { selector: of } = (spec ?? {}) as { selector?: object };
  return of === undefined ? {} : { spec: { selector: of } };
}
