import { ApiObject, ApiObjectProps, App, Chart } from 'cdk8s';
import { JitsiMeetChart } from '../../lib';
import { measure } from './figures';

const [, , outdir, count] = process.argv;
const content = new JitsiMeetChart(new App({ outdir }), 'jitsi', { publicUrl: 'https://meet.example.com' }).toJson() as ApiObjectProps[];

/** The same objects in cdk8s' own charts, without this library: `node plain-charts.js <folder> <count>`. */
measure(() => {
  const app = new App({ outdir });
  for (let index = 0; index < Number(count); index += 1) {
    const chart = new Chart(app, `jitsi-${index}`);
    content.forEach((props, position) => new ApiObject(chart, `object-${position}`, props));
  }
  app.synth();
});
