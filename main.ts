import { App } from 'cdk8s';
import { JitsiMeetChart } from './lib';
import { addressList, stackProps } from './lib/cli/stack';

const { PUBLIC_URL = 'https://meet.example.com', JITSI_NAMESPACE = 'jitsi', TLS_SECRET_NAME, JVB_ADVERTISE_IPS } = process.env;
const FROM_ENVIRONMENT = 'From the environment come: publicUrl PUBLIC_URL, namespace JITSI_NAMESPACE, tls.secretName TLS_SECRET_NAME, jvb.exposure.address JVB_ADVERTISE_IPS.\n';

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
  process.stderr.write(`${meet.summary()}\n${FROM_ENVIRONMENT}`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${FROM_ENVIRONMENT}`);
  process.exitCode = 1;
}
