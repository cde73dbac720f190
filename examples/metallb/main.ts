import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.metalLb({ addresses: ['203.0.113.10'] }) }),
  jvb: {
    exposure: MediaExposure.loadBalancer({
      address: AdvertisedAddress.fromService(),
      provider: LoadBalancerProvider.metalLb({ addresses: ['203.0.113.11'] }),
    }),
    bridges: 2,
  },
});
app.synth();
process.stderr.write(meet.summary());
