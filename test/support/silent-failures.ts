import { JitsiMeetChartProps } from '../../lib';
import { meetChart } from './charts';
import { refusal } from './refusal';

// Props of the right form that Kubernetes and the images would take without a word, with a stack that does not work, and their neighbours that may be meant.

export type Props = Partial<JitsiMeetChartProps>;
export type Refused = readonly [title: string, props: Props, said: string];
export type Taken = readonly [title: string, props: Props];

/** Tests that what would break the stack without a word is refused at its prop, and nothing beside it. */
export function silentFailures(refused: readonly Refused[], taken: readonly Taken[]): void {
  test.each(refused)('%s is refused, because it would break the stack without a word', (_title, props, problem) => {
    expect(refusal(() => meetChart(props))).toContain(`\n  ${problem}`);
  });

  test.each(taken)('%s is taken, because it may be meant', (_title, props) => {
    expect(refusal(() => meetChart(props))).toBe('nothing was refused');
  });
}
