import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, MediaExposure } from 'cdk8s-jitsi';

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  // The cluster's own proxy has port 443 and passes TLS on to it.
  edge: EdgeExposure.clusterIp(),
  jvb: {
    exposure: MediaExposure.nodePort({ address: AdvertisedAddress.nodeInternalIp(), port: 30080 }),
    bridges: 2,
  },
});
app.synth();
process.stderr.write(meet.summary());
