import { ControlPlane } from './control-plane';

let running: ControlPlane | undefined;

/** What start-control-plane.ts leaves to stop-control-plane.ts, which runs in the same process. */
export function keep(controlPlane: ControlPlane | undefined): void {
  running = controlPlane;
}

export function kept(): ControlPlane | undefined {
  return running;
}
