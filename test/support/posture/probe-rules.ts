import { everyContainer, everyPod, isJob, PostureRule, when } from './rule';

const KINDS = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** Without probes Kubernetes sends browsers to programs that do not answer, and keeps programs that hang. What runs beside a program and has no port serves nobody. */
export const servingContainersHaveProbes: PostureRule = everyPod(({ spec }, workload) => (
  isJob(workload) ? [] : spec.containers.filter((container, index) => index === 0 || container.ports !== undefined)
    .flatMap((container) => KINDS.filter((kind) => container[kind] === undefined).map((kind) => `container ${container.name} has no ${kind}`))
));

/** A probe of a port that does not exist fails for ever. */
export const probesAskPortsThatExist: PostureRule = everyContainer((container) => KINDS.flatMap((kind) => {
  const port = container[kind]?.httpGet?.port ?? container[kind]?.tcpSocket?.port;
  return when(port !== undefined && !container.ports?.some(({ name, containerPort }) => name === port || containerPort === port), `has a ${kind} of a port ${String(port)} that it does not have`);
}));

/** Jicofo's health is bad while no bridge is there, and Prosody's page of that name says nothing of BOSH: a restart for either helps nobody. */
export const probesAskTheRightPage: PostureRule = everyContainer((container) => KINDS.flatMap((kind) => {
  const path = container[kind]?.httpGet?.path;
  const harmful = container.name === 'jicofo' && kind === 'livenessProbe' && path === '/about/health' || container.name === 'prosody' && path === '/health';
  return when(harmful, `asks for ${String(path)} in its ${kind}`);
}));
