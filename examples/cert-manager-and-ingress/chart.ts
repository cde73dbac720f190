import { Construct } from 'constructs';
import { EdgeExposure, IngressController, JitsiMeetChart, Tls } from 'cdk8s-jitsi';

/** Browsers come through the cluster's ingress-nginx, which ends TLS. */
export class Meetings extends JitsiMeetChart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, {
      publicUrl: 'https://meet.example.org',
      edge: EdgeExposure.ingress({ controller: IngressController.INGRESS_NGINX, controllerNamespace: 'ingress-nginx' }),
      tls: Tls.terminatedUpstream({
        // The cluster's pods, where the controller runs.
        trustedProxies: ['10.244.0.0/16'],
        certificate: Tls.certManager({ issuer: 'letsencrypt' }),
      }),
    });
  }
}
