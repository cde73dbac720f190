import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { OneNodeCluster } from './cluster';

const USAGE = `npm run cluster:up | cluster:down | cluster:load IMAGE.tar [REFERENCE...] | cluster:kubectl -- ARGUMENTS...
CLUSTER=name chooses one of several clusters, LOAD_BALANCER_DELAY=seconds makes addresses come late.`;

async function main([command, ...args]: readonly string[]): Promise<number> {
  const cluster = new OneNodeCluster(process.env.CLUSTER ?? 'default');
  switch (command) {
    case 'up':
      if (cluster.isUp) {
        console.log(`cluster ${cluster.name} is up`);
      } else {
        const start = performance.now();
        await cluster.start({ detached: true, loadBalancerDelay: Number(process.env.LOAD_BALANCER_DELAY ?? 0) });
        console.log(`cluster ${cluster.name} is ready after ${((performance.now() - start) / 1000).toFixed(1)} s; its logs are in ${cluster.folder}`);
      }
      return 0;
    case 'down':
      await cluster.stop();
      return 0;
    case 'load': {
      const [archive, ...references] = args;
      if (archive === undefined) {
        throw new Error(USAGE);
      }
      await cluster.load(resolve(archive), ...references);
      return 0;
    }
    case 'kubectl': {
      // Files are named from here, which is not where one is in the node's namespaces.
      const [file = '', ...rest] = cluster.inside(['sh', '-c', 'cd "$0" && exec "$@"', process.cwd(), ...cluster.kubectlCommand(args)]);
      const child = spawn(file, rest, { stdio: 'inherit' });
      await once(child, 'exit');
      return child.exitCode ?? 1;
    }
    default:
      throw new Error(USAGE);
  }
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, (error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
