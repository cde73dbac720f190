/**
 * How fast autoscalers go. A meeting that starts needs a bridge now, so bridges are added in steps of up to as many again a minute. One that is
 * given up interrupts people or drains for long, and a lull between two hours of meetings is no reason: one at a time, after a quarter of an hour.
 */
export const SCALING_BEHAVIOR = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }, { type: 'Pods', value: 2, periodSeconds: 60 }],
  },
  scaleDown: {
    stabilizationWindowSeconds: 900,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }],
  },
};
