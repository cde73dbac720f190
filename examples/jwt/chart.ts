import { Construct } from 'constructs';
import { Authentication, JitsiMeetChart, JwtKey, SecretKey } from 'cdk8s-jitsi';

/** Meetings are opened by whom the portal gave a token, who may then let guests in. */
export class Meetings extends JitsiMeetChart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, {
      publicUrl: 'https://meet.example.org',
      authentication: Authentication.jwt({
        appId: 'portal',
        key: JwtKey.sharedSecret(SecretKey.fromSecret('jitsi-jwt', 'app-secret')),
        tokenAuthUrl: 'https://portal.example.org/meet/{room}',
        guests: true,
      }),
    });
  }
}
