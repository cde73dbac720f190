import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.gke({ addressName: 'jitsi-edge' }) }),
  jvb: {
    exposure: MediaExposure.loadBalancer({
      // The address that was reserved under this name.
      address: AdvertisedAddress.fixed(['203.0.113.10']),
      provider: LoadBalancerProvider.gke({ addressName: 'jitsi-media' }),
    }),
    bridges: 2,
  },
});
app.synth();
process.stderr.write(meet.summary());
