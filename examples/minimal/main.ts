import { App } from 'cdk8s';
import { Meetings } from './chart';

const app = new App();
const { meet } = new Meetings(app, 'jitsi');
app.synth();
process.stderr.write(meet.summary());
