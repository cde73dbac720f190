import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { JitsiMeetChart } from 'cdk8s-jitsi';

/** A stack whose namespace outlives a mistake in Git. */
export class Meetings extends JitsiMeetChart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { publicUrl: 'https://meet.example.org' });

    for (const { metadata } of this.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each) && each.kind === 'Namespace')) {
      metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=false,Delete=false');
      metadata.addAnnotation('kustomize.toolkit.fluxcd.io/prune', 'disabled');
    }
  }
}
