import { MediaRoute } from '../../lib';
import { Manifest } from './charts';
import { Labels, matches, Service, services } from './objects';
import { environmentOf, mainContainer, podsOf, Workload, workloads } from './pods';
import { componentOf } from './posture/rule';

/** A line of the table of media, without the text that stands for addresses which nobody knows beforehand. */
export type Line = Omit<MediaRoute, 'address'> & { readonly source: string };

/** How the lib names where an address comes from. Fixed ones are named themselves. */
const SOURCES: ReadonlyArray<readonly [text: RegExp, source: string]> = [
  [/^read from the Service/, 'Service'], [/^the node's InternalIP$/, 'InternalIP'], [/^the node's ExternalIP$/, 'ExternalIP'], [/^as seen by /, 'STUN'], [/^none: /, 'none'],
];

/** The lines that the lib tells of. */
export function told(routes: readonly MediaRoute[]): Line[] {
  return routes.map(({ address, ...line }) => ({ ...line, source: SOURCES.find(([text]) => text.test(address))?.[1] ?? address }));
}

/** The lines that follow from manifests alone, as Kubernetes and the bridges' image read them. */
export function found(objects: readonly Manifest[]): Line[] {
  return workloads(objects).filter((workload) => componentOf(workload) === 'jvb').flatMap((workload) => linesOf(workload, services(objects)));
}

function linesOf(workload: Workload, all: readonly Service[]): Line[] {
  const pods = podsOf(workload);
  const serving = (labels: Labels): Service[] => all.filter(({ spec }) => spec.ports.some(({ protocol }) => protocol === 'UDP') && matches(spec.selector, labels));
  const apart = serving(pods[0]?.labels ?? {}).some(({ spec }) => 'statefulset.kubernetes.io/pod-name' in spec.selector);
  return (apart ? pods : pods.slice(0, 1)).map(({ name, labels }, bridge) => {
    const media = (mainContainer(workload).ports ?? []).filter(({ protocol }) => protocol === 'UDP');
    const [port] = media;
    const reached = serving(labels).flatMap((service) => service.spec.ports.filter(({ targetPort }) => targetPort === port?.name).map((of) => ({ service, of })));
    const [first] = reached;
    if (port === undefined || media.length > 1 || reached.length > 1) {
      throw new Error(`${name} has ${media.length} UDP ports, to which ${reached.length} ports of Services lead`);
    }
    const { source, advertisedPort } = announced(workload, bridge);
    return {
      pool: labels['cdk8s-jitsi/pool'] ?? '',
      bridge: apart ? name : workload.metadata.name,
      bridges: apart ? 1 : pods.length,
      exposure: exposureOf(workload, first?.service, apart),
      source,
      advertisedPort,
      ...(first && { service: first.service.metadata.name, servicePort: first.of.port, targetPort: port.name, trafficPolicy: first.service.spec.externalTrafficPolicy }),
      ...(first?.of.nodePort !== undefined && { nodePort: first.of.nodePort }),
      ...(port.hostPort !== undefined && { hostPort: port.hostPort }),
      containerPort: port.containerPort,
      bridgePort: Number(environmentOf(workload).JVB_PORT),
    };
  });
}

function exposureOf({ spec: { template } }: Workload, service: Service | undefined, apart: boolean): string {
  const type = service?.spec.type;
  return type === 'LoadBalancer' ? (apart ? 'loadBalancerPerBridge' : 'loadBalancer') : type === 'NodePort' ? 'nodePort'
    : template.spec.hostNetwork === true ? 'hostNetwork' : template.spec.containers.some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort !== undefined)) ? 'hostPort' : 'turnOnly';
}

/** What the bridge of a pod announces, from the variables of its containers. */
function announced(workload: Workload, bridge: number): { readonly source: string; readonly advertisedPort: number } {
  const { JVB_ADVERTISE_IPS: plain, ADDRESSES: addresses = plain, PICK: pick, JVB_STUN_SERVERS: stun, JVB_PORT: port } = environmentOf(workload);
  const init = workload.spec.template.spec.initContainers?.flatMap(({ env = [] }) => env.map(({ name }) => name)) ?? [];
  const source = addresses === 'field status.hostIP' ? 'InternalIP' : init.includes('SERVICE') ? 'Service' : init.includes('NODE') ? 'ExternalIP' : stun !== undefined ? 'STUN' : 'none';
  if (addresses === undefined || source === 'InternalIP') {
    return { source, advertisedPort: Number(port) };
  }
  const own = pick === '1' ? addresses.split(',').slice(bridge, bridge + 1) : addresses.split(',');
  return { source: own.join(', '), advertisedPort: Number(own[0]?.split('#')[1] ?? port) };
}
