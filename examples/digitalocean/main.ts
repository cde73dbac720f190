import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.digitalOcean() }),
  jvb: {
    exposure: MediaExposure.loadBalancer({
      address: AdvertisedAddress.fromService(),
      provider: LoadBalancerProvider.digitalOcean({ networkLoadBalancer: true }),
    }),
  },
});
app.synth();
process.stderr.write(meet.summary());
