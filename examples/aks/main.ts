import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.azure({ publicIpName: 'jitsi-edge', resourceGroup: 'network' }) }),
  jvb: {
    exposure: MediaExposure.loadBalancer({
      // The address of the public IP of this name.
      address: AdvertisedAddress.fixed(['203.0.113.10']),
      provider: LoadBalancerProvider.azure({ publicIpName: 'jitsi-media', resourceGroup: 'network' }),
    }),
  },
});
app.synth();
process.stderr.write(meet.summary());
