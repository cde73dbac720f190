import { App } from 'cdk8s';
import { JitsiMeetChart } from 'cdk8s-jitsi';

/** What is to be different goes here: your editor knows all props. */
export function meetings(app: App): JitsiMeetChart {
  return new JitsiMeetChart(app, 'jitsi', {
    publicUrl: 'https://meet.example.com',
    namespace: 'jitsi',
  });
}
