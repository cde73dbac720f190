import { App } from 'cdk8s';
import { AdvertisedAddress, EdgeExposure, JitsiMeetChart, LoadBalancerProvider, MediaExposure } from 'cdk8s-jitsi';

// Public subnets in two zones, and their address blocks.
const subnets = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'];
const healthCheckSources = ['192.0.2.0/25', '192.0.2.128/25'];

const app = new App();
const { meet } = new JitsiMeetChart(app, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.awsNlb({ subnets, healthCheckSources }) }),
  jvb: {
    exposure: MediaExposure.loadBalancer({
      // The addresses of the Elastic IPs, one in each subnet.
      address: AdvertisedAddress.fixed(['203.0.113.10', '203.0.113.11']),
      provider: LoadBalancerProvider.awsNlb({
        subnets,
        healthCheckSources,
        eipAllocations: ['eipalloc-0123456789abcdef0', 'eipalloc-0123456789abcdef1'],
      }),
    }),
    bridges: 2,
  },
});
app.synth();
process.stderr.write(meet.summary());
