import { App } from 'cdk8s';
import { JitsiMeetChart } from './lib';
import { addressList, stackProps } from './lib/cli/stack';

const { PUBLIC_URL = 'https://meet.example.com', JITSI_NAMESPACE = 'jitsi', TLS_SECRET_NAME, JVB_ADVERTISE_IPS } = process.env;

try {
  const app = new App();
  const { meet } = new JitsiMeetChart(app, 'jitsi', {
    ...stackProps({
      publicUrl: PUBLIC_URL,
      namespace: JITSI_NAMESPACE,
      tlsSecret: TLS_SECRET_NAME === '' ? undefined : TLS_SECRET_NAME,
      advertiseIps: JVB_ADVERTISE_IPS ? addressList(JVB_ADVERTISE_IPS) : undefined,
    }),
    // All other props of JitsiMeetChart go here.
  });
  app.synth();
  process.stderr.write(meet.summary());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}
From the environment come: publicUrl PUBLIC_URL, namespace JITSI_NAMESPACE, tls.secretName TLS_SECRET_NAME, jvb.exposure.address JVB_ADVERTISE_IPS.
`);
  process.exitCode = 1;
}
