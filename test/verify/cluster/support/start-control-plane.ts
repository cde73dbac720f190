import { preparedControlPlane } from './prepared-control-plane';
import { keep } from './running-control-plane';

/** Before the first of the tests that need it: one control plane for all of them. */
export default async function startControlPlane(): Promise<void> {
  keep(await preparedControlPlane());
}
