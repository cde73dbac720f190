import { StackCluster } from './stack-cluster';

/** `test`, for tests that show the state of their cluster when they fail. */
export function shownIn(cluster: () => StackCluster): (title: string, act: () => Promise<void>) => void {
  return (title, act) => {
    test(title, async () => {
      try {
        await act();
      } catch (error) {
        console.error(await cluster().explanation());
        throw error;
      }
    }, 300_000);
  };
}
