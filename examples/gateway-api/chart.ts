import { Construct } from 'constructs';
import { EdgeExposure, JitsiMeetChart, Tls } from 'cdk8s-jitsi';

/** Browsers come through a Gateway of Envoy, made for this stack. */
export class Meetings extends JitsiMeetChart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, {
      publicUrl: 'https://meet.example.org',
      edge: EdgeExposure.gateway({ className: 'envoy', controllerNamespace: 'envoy-gateway-system' }),
      tls: Tls.terminatedUpstream({
        // The cluster's pods, where Envoy runs.
        trustedProxies: ['10.244.0.0/16'],
        certificate: Tls.certManager({ issuer: 'letsencrypt' }),
      }),
    });
  }
}
