import { App } from 'cdk8s';
import { AdvertisedAddress, JitsiMeetChart, MediaExposure, Tls } from './lib';

const { PUBLIC_URL = 'https://meet.example.com', JITSI_NAMESPACE = 'jitsi', TLS_SECRET_NAME, JVB_ADVERTISE_IPS } = process.env;

try {
  const app = new App();
  const { meet } = new JitsiMeetChart(app, 'jitsi', {
    publicUrl: PUBLIC_URL,
    namespace: JITSI_NAMESPACE,
    tls: TLS_SECRET_NAME ? Tls.fromSecret(TLS_SECRET_NAME) : Tls.selfSigned(),
    jvb: {
      exposure: MediaExposure.loadBalancer({
        address: JVB_ADVERTISE_IPS ? AdvertisedAddress.fixed(JVB_ADVERTISE_IPS.split(/[\s,]+/).filter(Boolean)) : AdvertisedAddress.fromService(),
      }),
    },
  });
  app.synth();
  process.stderr.write(meet.summary());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}
From the environment come: publicUrl PUBLIC_URL, namespace JITSI_NAMESPACE, tls.secretName TLS_SECRET_NAME, jvb.exposure.address JVB_ADVERTISE_IPS.
`);
  process.exitCode = 1;
}
