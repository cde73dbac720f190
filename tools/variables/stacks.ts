import { Duration } from 'cdk8s';
import { Drain, JitsiMeetChartProps, Relays } from '../../lib';
import { EVERY_AUTHENTICATION } from '../../test/support/authentications';
import { exposure, EXPOSURE_NAMES, SURROUNDINGS } from '../../test/support/exposures';

// Where a prop takes one of several kinds of value, a stack with every prop set shows what one kind of it writes. The others stand here, each with what it needs around it.

const media = (name: string, jvb: JitsiMeetChartProps['jvb']): readonly [string, Partial<JitsiMeetChartProps>] => [name, { ...SURROUNDINGS, jvb }];

/** Props, each by its path, with a value of another kind than in the stack with every prop set. A new kind of authentication, of TURN server or the like gets its line here. */
export const KINDS: ReadonlyArray<readonly [prop: string, props: Partial<JitsiMeetChartProps>]> = [
  ...EXPOSURE_NAMES.map((name) => media('jvb.exposure', { exposure: exposure(name) })),
  media('jvb.exposure', { exposure: exposure('loadBalancer', 'fixed') }),
  media('jvb.exposure', { exposure: exposure('hostPort', 'stun') }),
  ['relays', { relays: Relays.between({ localRegion: 'eu' }), jvb: { bridges: 2 } }],
  media('jvb.drain', { drain: Drain.within(Duration.minutes(5), { evenIfOnlyBridge: true }) }),
  ...EVERY_AUTHENTICATION.map(([, authentication]) => ['authentication', { authentication }] as const),
  media('jvb.deletionCost', { exposure: exposure('hostPort'), deletionCost: true }),
];

/** What each of these stacks is compared with: the same without its prop. */
export function without(prop: string, props: Partial<JitsiMeetChartProps>): Partial<JitsiMeetChartProps> {
  const [first = '', second] = prop.split('.');
  const whole = props as Readonly<Record<string, object | undefined>>;
  const { [first]: _, ...rest } = whole;
  return second === undefined ? rest : { ...rest, [first]: Object.fromEntries(Object.entries(whole[first] ?? {}).filter(([name]) => name !== second)) };
}
