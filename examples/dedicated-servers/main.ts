import { App, Size } from 'cdk8s';
import { AdvertisedAddress, JitsiMeetChart, MediaExposure, PodSecurityLevel } from 'cdk8s-jitsi';
import { Cpu } from 'cdk8s-plus-27';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  podSecurity: PodSecurityLevel.PRIVILEGED,
  jvb: {
    exposure: MediaExposure.hostNetwork({
      // The servers' address in Kubernetes is their public one.
      address: AdvertisedAddress.nodeInternalIp(),
      nodeCidrs: ['203.0.113.0/28'],
    }),
    bridges: 3,
    nodeSelector: { 'example.org/role': 'media' },
    resources: {
      cpu: { request: Cpu.units(6) },
      memory: { request: Size.gibibytes(8), limit: Size.gibibytes(8) },
    },
  },
});
app.synth();
process.stderr.write(meet.summary());
