import { App, Chart } from 'cdk8s';
import { JitsiMeet, MediaExposure, Turn } from 'cdk8s-jitsi';

const app = new App();
const chart = new Chart(app, 'jitsi', { namespace: 'jitsi' });
const meet = new JitsiMeet(chart, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  turn: Turn.external({ host: 'turn.example.org', tlsPort: 443, secretName: 'turn', secretKey: 'secret' }),
  jvb: {
    exposure: MediaExposure.turnOnly({ relayCidrs: ['198.51.100.0/28'] }),
    bridges: 2,
  },
});
app.synth();
process.stderr.write(meet.summary());
