import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, LoadBalancerProvider, MediaExposure, PodSecurityLevel } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  podSecurity: PodSecurityLevel.PRIVILEGED,
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.hetzner({ location: 'fsn1' }) }),
  jvb: {
    exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }),
    bridges: 2,
  },
});
app.synth();
process.stderr.write(meet.summary());
