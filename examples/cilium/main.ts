import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.ciliumLbIpam({ addresses: ['203.0.113.10'] }) }),
  jvb: {
    exposure: MediaExposure.loadBalancerPerBridge({
      address: AdvertisedAddress.fromService(),
      perBridge: ['203.0.113.11', '203.0.113.12', '203.0.113.13'].map((address) => ({
        provider: LoadBalancerProvider.ciliumLbIpam({ addresses: [address] }),
      })),
    }),
    bridges: 3,
  },
});
app.synth();
process.stderr.write(meet.summary());
