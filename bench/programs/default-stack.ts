import { App } from 'cdk8s';
import { JitsiMeetChart } from '../../lib';
import { measure } from './figures';

/** The smallest app: `node default-stack.js <folder>`. */
measure(() => {
  const app = new App({ outdir: process.argv[2] });
  new JitsiMeetChart(app, 'jitsi', { publicUrl: 'https://meet.example.com' });
  app.synth();
});
