import { OneNodeCluster } from '../../../tools/cluster/cluster';

/** Starts a cluster that ends with this process, says so, and stays. */
async function main(name: string): Promise<void> {
  await new OneNodeCluster(name).start();
  process.stdout.write('ready\n');
  process.stdin.resume();
}

void main(process.argv[2] ?? '');
