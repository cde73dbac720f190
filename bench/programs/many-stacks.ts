import { App } from 'cdk8s';
import { JitsiMeetChart } from '../../lib';
import { measure } from './figures';

const [, , outdir, count] = process.argv;

/** Stacks that have a chart, and so a file, each: `node many-stacks.js <folder> <count>`. */
measure(() => {
  const app = new App({ outdir });
  for (let index = 0; index < Number(count); index += 1) {
    new JitsiMeetChart(app, `jitsi-${index}`, { publicUrl: 'https://meet.example.com', namespace: `jitsi-${index}` });
  }
  app.synth();
});
