import { App } from 'cdk8s';
import { AdvertisedAddress, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  nginx: { replicas: 1 },
  web: { replicas: 1 },
  jvb: {
    exposure: MediaExposure.loadBalancer({
      // The router's outer address, and the server's own for people at home.
      address: AdvertisedAddress.fixed(['203.0.113.10', '192.0.2.10']),
      provider: LoadBalancerProvider.k3sServiceLb(),
    }),
  },
});
app.synth();
process.stderr.write(meet.summary());
