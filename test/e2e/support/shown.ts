import { keepLogs } from './kept-logs';
import { StackCluster } from './stack-cluster';

/** Shows the state of a cluster when something fails there, and keeps its logs. */
export async function explained(cluster: StackCluster, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    // What is wrong may keep the cluster from telling, and is to be seen all the same.
    const [told, kept] = [await cluster.explanation().catch(String), await keepLogs(cluster).catch(String)];
    console.error(`${told}\n--- logs of the node's programs and of all containers are in ${kept}`);
    throw error;
  }
}

/** `test`, for tests that show the state of their cluster when they fail. */
export function shownIn(cluster: () => StackCluster): (title: string, act: () => Promise<void>) => void {
  return (title, act) => {
    test(title, () => explained(cluster(), act));
  };
}
