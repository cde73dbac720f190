import { App } from 'cdk8s';
import { AdvertisedAddress, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  nginx: { replicas: 1 },
  web: { replicas: 1 },
  jvb: {
    exposure: MediaExposure.loadBalancer({
      address: AdvertisedAddress.fromService(),
      provider: LoadBalancerProvider.k3sServiceLb(),
    }),
  },
});
app.synth();
process.stderr.write(meet.summary());
