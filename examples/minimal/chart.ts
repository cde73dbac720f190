import { Construct } from 'constructs';
import { JitsiMeetChart } from 'cdk8s-jitsi';

/** A whole Jitsi Meet with what is default: one address for browsers, one for media. */
export class Meetings extends JitsiMeetChart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, {
      publicUrl: 'https://meet.example.org',
    });
  }
}
