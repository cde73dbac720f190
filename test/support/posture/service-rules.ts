import { matches, Service, services, title } from '../objects';
import { Container, environmentOf, mainContainer, podsOf, Workload, workloads } from '../pods';
import { componentOf, everyObject, everyPod, PostureRule, repeated, when } from './rule';

/** The workload of each pod that a Service selects. */
function selected({ spec }: Service, all: readonly Workload[]): Workload[] {
  return all.flatMap((workload) => {
    const pods = podsOf(workload);
    // Those of a StatefulSet differ by a label each; of others there may be a thousand of one kind.
    const chosen = workload.kind === 'StatefulSet' ? pods.filter(({ labels }) => matches(spec.selector, labels)) : matches(spec.selector, pods[0]?.labels) ? pods : [];
    return chosen.map(() => workload);
  });
}

function portOf(container: Container, wanted: string | number, protocol: string): number | undefined {
  return container.ports?.find((port) => (port.name === wanted || port.containerPort === wanted) && port.protocol === protocol)?.containerPort;
}

/** A Service whose selector or target ports miss sends everybody into nothing, without an error anywhere. */
export const servicesReachPods: PostureRule = everyObject(services, (service, objects) => {
  const pods = selected(service, workloads(objects));
  return pods.length === 0 ? ['selects no pod'] : service.spec.ports
    .filter(({ targetPort, protocol }) => !pods.some((workload) => portOf(mainContainer(workload), targetPort, protocol) !== undefined))
    .map(({ name, targetPort, protocol }) => `sends ${name} to ${targetPort}/${protocol}, which none of its pods has`);
});

/** The API server refuses two ports of one name in a container, and a name of more than 15 letters; an apply takes two of one number for one. */
export const containerPortsAreUnique: PostureRule = everyPod(({ spec: { containers } }) => [
  ...containers.flatMap(({ ports = [] }) => repeated(ports.map(({ name }) => name))).map((name) => `has two ports ${name} in a container`),
  ...repeated(containers.flatMap(({ ports = [] }) => ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`))).map((port) => `has ${port} twice`),
  ...containers.flatMap(({ ports = [] }) => ports.filter(({ name }) => name.length > 15).map(({ name }) => `has a port of a name too long: ${name}`)),
]);

/** The API server refuses a Service in which two ports have one name, or one number and protocol. */
export const servicePortsAreUnique: PostureRule = everyObject(services, ({ spec: { ports } }) => (
  repeated([...ports.map(({ name }) => name), ...ports.map(({ port, protocol }) => `${port}/${protocol}`)]).map((port) => `has ${port} twice`)
));

/** Bridges announce the port that they listen on, and a call is lost when it reaches another bridge: one port is one bridge, all the way. */
export const mediaPortsAreOneBridge: PostureRule = everyObject(
  // A TURN server takes UDP too, and any of its pods will do.
  (objects) => services(objects).filter((service) => componentOf(service) !== 'coturn' && service.spec.ports.some(({ protocol }) => protocol === 'UDP')),
  (service, objects) => [
    ...when(service.spec.publishNotReadyAddresses !== true, 'drops bridges that drain'),
    ...service.spec.ports.filter(({ protocol }) => protocol === 'UDP').flatMap(({ port, targetPort }) => {
      const bridges = selected(service, workloads(objects)).filter((workload) => portOf(mainContainer(workload), targetPort, 'UDP') !== undefined);
      return [
        ...when(bridges.length !== 1, `sends ${port} to ${bridges.length} bridges`),
        ...bridges.filter((bridge) => portOf(mainContainer(bridge), targetPort, 'UDP') !== port).map((bridge) => `sends ${port} to another port of ${title(bridge)}`),
      ];
    }),
  ],
);

/** A bridge announces the port that it listens on, so that is the pod's port, and the node's where it takes one there. */
export const bridgesListenWhereTheyAreReached: PostureRule = everyPod((_pod, workload) => {
  const { JVB_PORT: port } = environmentOf(workload);
  const media = (mainContainer(workload).ports ?? []).filter(({ protocol }) => protocol === 'UDP');
  return componentOf(workload) !== 'jvb' ? [] : [
    ...when(!media.some(({ containerPort }) => String(containerPort) === port), `listens on ${String(port)}, which is no UDP port of it`),
    ...media.filter(({ containerPort, hostPort = containerPort }) => hostPort !== containerPort).map(({ hostPort }) => `has ${String(hostPort)} of its node, where it does not listen`),
  ];
});

/** Two bridges that announce one address and port get each other's media. */
export const bridgesAnnounceDifferentPlaces: PostureRule = (objects) => repeated(
  workloads(objects).filter((workload) => componentOf(workload) === 'jvb').flatMap((bridge) => {
    const { JVB_ADVERTISE_IPS: plain, ADDRESSES: addresses = plain, JVB_PORT: port = '' } = environmentOf(bridge);
    // What is read from the pod is its node's, where no other bridge is.
    return addresses === undefined || addresses.startsWith('field ') ? [] : addresses.split(',').map((address) => (address.includes('#') ? address : `${address}#${port}`));
  }),
).map((place) => `two bridges announce ${place}`);

/** The API server refuses a workload whose selector misses its own pods. */
export const selectorsMatchTemplates: PostureRule = everyPod(({ metadata }, { spec: { selector } }) => (
  when(selector !== undefined && !matches(selector.matchLabels, metadata.labels), 'does not select its own pods')
));

/** The API server creates a StatefulSet without its governing Service, and its pods then have no names. */
export const governingServicesExist: PostureRule = everyObject(
  (objects) => workloads(objects).filter(({ kind }) => kind === 'StatefulSet'),
  ({ spec: { serviceName } }, objects) => (
    when(!services(objects).some(({ metadata, spec }) => metadata.name === serviceName && spec.clusterIP === 'None'), `names ${String(serviceName)}, which is no headless Service`)
  ),
);

/** Addresses of servers that are somebody else's, and may be in the cluster all the same. */
const FOREIGN = ['JWT_ASAP_KEYSERVER', 'LDAP_URL', 'MATRIX_UVS_URL'];

/** Host names of the cluster that stand in variables and configuration are those of Services that exist, with a port that they have. */
export const hostNamesAreOfServices: PostureRule = (objects) => {
  const texts = [
    ...workloads(objects).flatMap((workload) => Object.entries(environmentOf(workload)).filter(([name]) => !FOREIGN.includes(name)).map(([name, value]) => [`${title(workload)} ${name}`, JSON.stringify(value)] as const)),
    ...objects.flatMap((object) => Object.entries(object.data ?? {}).filter(([file]) => file.endsWith('.conf')).map(([file, text]) => [`${title(object)} ${file}`, text] as const)),
  ];
  return texts.flatMap(([where, text]) => [...text.matchAll(/\b([-a-z0-9]+)\.([-a-z0-9]+)\.svc\.([-a-z0-9.]*[a-z0-9])(?::(\d+))?/g)].flatMap(([host, name, namespace, , port]) => {
    const service = services(objects).find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    return [
      ...when(service === undefined, `${where} names ${host}, which is no Service`),
      ...when(service !== undefined && port !== undefined && !service.spec.ports.some((known) => String(known.port) === port), `${where} names ${host}, which has no such port`),
      ...when(host.replace(/:.*/, '').length > 253, `${where} names a host that is too long for DNS: ${host}`),
    ];
  }));
};
