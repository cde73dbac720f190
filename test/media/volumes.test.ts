import { ExtraVolume } from '../../lib';
import { complaints, exposure, EXPOSURE_NAMES, mediaChart, mediaStack } from '../support/exposures';
import { containers, workloads } from '../support/pods';
import { componentOf } from '../support/posture/rule';

const objects = EXPOSURE_NAMES.flatMap((name) => mediaStack({ bridges: 2, exposure: exposure(name, undefined, 2) }));
const bridges = workloads(objects).filter((workload) => componentOf(workload) === 'jvb');
const names = [...new Set(bridges.flatMap(({ spec }) => (spec.template.spec.volumes ?? []).map(({ name }) => name)))];
const paths = [...new Set(bridges.flatMap(containers).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ mountPath }) => mountPath)))];

describe('An extra volume of a bridge is refused', () => {
  test.each(names)('by the name %s, which the construct gives to one of its own', (name) => {
    expect(complaints(() => mediaChart({ extraVolumes: [ExtraVolume.configMap(name, 'own', { mountPath: '/opt/own' })] }))).toEqual([expect.stringContaining('choose another name')]);
  });

  test.each(paths)('at %s, where the construct mounts one of its own', (mountPath) => {
    expect(complaints(() => mediaChart({ extraVolumes: [ExtraVolume.configMap('own', 'own', { mountPath })] }))).toEqual([expect.stringContaining('choose another path')]);
  });
});
