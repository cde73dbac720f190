import { App } from 'cdk8s';
import { meetings } from './stack';

const app = new App();
const { meet } = meetings(app);
app.synth();
process.stderr.write(meet.summary());
