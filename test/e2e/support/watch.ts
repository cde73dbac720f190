import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Change } from '../../verify/cluster/support/rest-client';
import { Scope } from '../../verify/support/scope';
import { StackCluster } from './stack-cluster';

/** All that happens to objects, in its order, beginning with what is there: between two looks at a list something may have come and gone. */
export function watched<T>(scope: Scope, cluster: StackCluster, path: string, hear: (change: Change<T>) => void = () => undefined): ReadonlyArray<Change<T>> {
  // Ends with its input, however this process ends: a signal would reach nsenter alone.
  const [file = '', ...args] = cluster.inside(['sh', '-c', '"$@" & cat; kill $!', 'watch', ...cluster.kubectlCommand(['get', '--raw', `${path}?watch=true`])]);
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  scope.onClose(() => {
    child.stdin.end();
  });
  const changes: Array<Change<T>> = [];
  createInterface(child.stdout).on('line', (line) => {
    const change = JSON.parse(line) as Change<T>;
    changes.push(change);
    hear(change);
  });
  return changes;
}
