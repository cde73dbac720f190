import { number, required, Shape, text } from '../validation/shapes';
import { Rule, shown } from '../validation/violations';

/** Between which numbers of bridges an autoscaler chooses. */
export interface BridgeScalingOptions {
  /** Number of bridges when nobody meets, from 1 on. */
  readonly minBridges: number;

  /** Number of bridges that are never exceeded: more than the least number, at most 250. */
  readonly maxBridges: number;
}

/** How bridges are scaled by the CPU that they use. */
export interface CpuScalingOptions extends BridgeScalingOptions {
  /**
   * Part of the requested CPU, in per cent, that bridges are to use on average.
   *
   * @default 60
   */
  readonly targetUtilization?: number;
}

/** How bridges are scaled by what they say of their load. */
export interface StressScalingOptions extends BridgeScalingOptions {
  /** Address of the Prometheus that scrapes the bridges, such as `http://prometheus.monitoring.svc:9090`. */
  readonly prometheus: string;

  /**
   * Stress that bridges are to have on average. A bridge is full at 1, and Jicofo counts it as overloaded from 0.8 on.
   *
   * @default 0.5
   */
  readonly targetStress?: number;
}

const BRIDGES = required(number('a number of bridges, such as 2'));

/** Form of what scaling by CPU is given. */
export const CPU_SCALING: Shape<CpuScalingOptions> = { minBridges: BRIDGES, maxBridges: BRIDGES, targetUtilization: number('a number of per cent, such as 60') };

/** Form of what scaling by stress is given. */
export const STRESS_SCALING: Shape<StressScalingOptions> = {
  minBridges: BRIDGES, maxBridges: BRIDGES, prometheus: required(text('"http://prometheus.monitoring.svc:9090"')), targetStress: number('a number such as 0.5'),
};

/** Rules of the numbers. */
export const SCALING_RANGE: ReadonlyArray<Rule<BridgeScalingOptions>> = [
  {
    field: 'minBridges',
    condition: ({ minBridges }) => !Number.isInteger(minBridges) || minBridges < 1 || minBridges > 249,
    message: ({ minBridges }) => `${shown(minBridges)} must be a whole number from 1 to 249`,
  },
  {
    field: 'maxBridges',
    condition: ({ minBridges, maxBridges }) => !Number.isInteger(maxBridges) || maxBridges <= minBridges || maxBridges > 250,
    message: ({ maxBridges }) => `${shown(maxBridges)} must be a whole number above minBridges, at most 250; where the number never changes, write bridges instead of scaling`,
  },
];
