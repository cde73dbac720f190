import { keep, kept } from './running-control-plane';

export default async function stopControlPlane(): Promise<void> {
  await kept()?.stop();
  keep(undefined);
}
