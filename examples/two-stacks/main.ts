import { App } from 'cdk8s';
import { Meetings } from './chart';

const app = new App();
const stacks = [
  new Meetings(app, 'staging', { host: 'staging.meet.example.org', replicas: 1 }),
  new Meetings(app, 'production', { host: 'meet.example.org', replicas: 3 }),
];
app.synth();
process.stderr.write(stacks.map(({ meet }) => meet.summary()).join('\n'));
