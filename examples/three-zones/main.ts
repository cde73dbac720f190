import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, JvbOptions, LoadBalancerProvider, MediaExposure, Relays } from 'cdk8s-jitsi';

/** Two bridges in a zone, behind a load balancer of their own. */
function bridgesIn(zone: string, address: string): JvbOptions {
  return {
    exposure: MediaExposure.loadBalancer({
      address: AdvertisedAddress.fixed([address]),
      provider: LoadBalancerProvider.gke({ addressName: `jitsi-media-${zone}` }),
    }),
    bridges: 2,
    nodeSelector: { 'topology.kubernetes.io/zone': zone },
  };
}

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.gke({ addressName: 'jitsi-edge' }) }),
  relays: Relays.between(),
  jvb: bridgesIn('europe-west1-b', '203.0.113.10'),
});
meet.addBridges('c', bridgesIn('europe-west1-c', '203.0.113.11'));
meet.addBridges('d', bridgesIn('europe-west1-d', '203.0.113.12'));
app.synth();
process.stderr.write(meet.summary());
