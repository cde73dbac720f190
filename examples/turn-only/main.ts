import { App, Chart } from 'cdk8s';
import { JitsiMeet, MediaExposure } from 'cdk8s-jitsi';
import { EnvValue, Secret } from 'cdk8s-plus-27';

const app = new App();
const chart = new Chart(app, 'jitsi', { namespace: 'jitsi' });
const turn = Secret.fromSecretName(chart, 'turn', 'turn');
const meet = new JitsiMeet(chart, 'jitsi', {
  publicUrl: 'https://meet.example.org',
  prosody: {
    extraEnv: {
      TURNS_HOST: EnvValue.fromValue('turn.example.org'),
      TURN_CREDENTIALS: EnvValue.fromSecretValue({ secret: turn, key: 'secret' }),
    },
  },
  jvb: {
    exposure: MediaExposure.turnOnly({ relayCidrs: ['198.51.100.0/28'] }),
    bridges: 2,
  },
});
app.synth();
process.stderr.write(meet.summary());
