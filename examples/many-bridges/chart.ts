import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { AdvertisedAddress, BridgeScaling, Drain, JitsiMeetChart, MediaExposure, PodSecurityLevel, Relays } from 'cdk8s-jitsi';

/** Two to twelve bridges on nodes of their own, by what they say of their load; large meetings are spread over several. */
export class Meetings extends JitsiMeetChart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, {
      publicUrl: 'https://meet.example.org',
      podSecurity: PodSecurityLevel.PRIVILEGED,
      relays: Relays.between(),
      jvb: {
        exposure: MediaExposure.hostNetwork({ address: AdvertisedAddress.nodeInternalIp(), nodeCidrs: ['203.0.113.0/28'] }),
        scaling: BridgeScaling.byStress({ minBridges: 2, maxBridges: 12, prometheus: 'http://prometheus.monitoring.svc:9090' }),
        drain: Drain.within(Duration.hours(2)),
        nodeSelector: { 'example.org/role': 'media' },
      },
    });
  }
}
