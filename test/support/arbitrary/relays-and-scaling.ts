import * as fc from 'fast-check';
import { BridgeScaling, BridgeScalingOptions, BridgeSelectionStrategy, CpuScalingOptions, Relays, RelaysOptions, StressScalingOptions } from '../../../lib';
import { choice, Domain, Factories, Fields, leaf, made, oneOf, struct } from './domain';
import { whole } from './numbers';
import { anyText } from './texts';

/** Names of regions. */
export const region: Domain<string> = leaf(fc.constantFrom('eu', 'us-east.1', 'A_b', '1'), ['', 'eu west', '-eu', 'eu"', 'e'.repeat(64)], anyText);

const RELAYS: Factories<typeof Relays, Relays> = {
  between: made(struct<RelaysOptions>({ strategy: choice(...Object.values(BridgeSelectionStrategy)), localRegion: region }), Relays.between.bind(Relays)),
};
export const relays: Domain<Relays> = oneOf(RELAYS);

const BAD_ADDRESSES = ['', 'prometheus', 'prometheus:9090', 'ftp://prometheus', 'http://', 'http://user:password@prometheus', 'http://prometheus?a=b', 'http://prometheus/#a', ' http://prometheus'];

/** Autoscalers that choose from two numbers. */
export function scaling(least: number, most: number): Domain<BridgeScaling> {
  const range: Fields<BridgeScalingOptions> = {
    minBridges: leaf(fc.constant(least), [0, -1, 1.5, NaN, 250, Infinity], whole(1, 4).odd),
    maxBridges: leaf(fc.constant(most), [least, 251, least + 0.5, NaN, Infinity], whole(1, 6).odd),
  };
  const factories: Factories<typeof BridgeScaling, BridgeScaling> = {
    byCpu: made(
      struct<CpuScalingOptions>({ ...range, targetUtilization: leaf(fc.integer({ min: 1, max: 100 }), [0, 101, 0.6, NaN], whole(1, 100).odd) }, ['minBridges', 'maxBridges']),
      BridgeScaling.byCpu.bind(BridgeScaling),
    ),
    byStress: made(
      struct<StressScalingOptions>({
        ...range,
        prometheus: leaf(fc.constantFrom('http://prometheus.monitoring.svc:9090', 'https://192.0.2.1/prefix', 'http://[2001:db8::1]'), BAD_ADDRESSES, anyText),
        targetStress: leaf(fc.constantFrom(0.01, 0.5, 0.8, 1), [0, -0.5, 1.1, 60, NaN], whole(0, 1).odd),
      }, ['minBridges', 'maxBridges', 'prometheus']),
      BridgeScaling.byStress.bind(BridgeScaling),
    ),
  };
  return oneOf(factories);
}
