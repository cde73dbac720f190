import { Construct } from 'constructs';
import { JitsiMeetChart } from 'cdk8s-jitsi';

/** In what staging and production differ. */
export interface MeetingsProps {
  readonly host: string;
  /** Of the edge and of web. */
  readonly replicas: number;
}

/** A stack in a namespace that is called as it is. */
export class Meetings extends JitsiMeetChart {
  public constructor(scope: Construct, id: string, { host, replicas }: MeetingsProps) {
    super(scope, id, { namespace: `meetings-${id}`, publicUrl: `https://${host}`, nginx: { replicas }, web: { replicas } });
  }
}
