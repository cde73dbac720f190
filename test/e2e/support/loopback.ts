import { output } from '../../../tools/cluster/programs';
import { StackCluster } from './stack-cluster';

const OF_THE_POD_WITH_ADDRESS = `
for network in $(ip netns list | cut -d ' ' -f 1); do
  if [ -n "$(ip -n "$network" address show to "$1")" ]; then
    exec ip -n "$network" link set lo down
  fi
done
exit 1
`;

/** Has the programs of a pod get no more answers from each other, while all others still do, such as participants and the kubelet. */
export async function takeLoopback(cluster: StackCluster, podIP: string): Promise<void> {
  await output(cluster.inside(['sh', '-c', OF_THE_POD_WITH_ADDRESS, 'loopback', podIP]));
}
