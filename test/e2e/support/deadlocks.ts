import { Pod, Service } from './workloads';

/** Init containers that may wait for their own pod, by a Service that leads to it when it is Ready. No kubelet and no event ever tells of these. */
export function deadlocks(pods: readonly Pod[], services: readonly Service[]): readonly string[] {
  return pods.flatMap(({ metadata, spec: { initContainers = [] }, status: { initContainerStatuses = [] } }) => {
    const own = services.filter(({ metadata: { namespace }, spec: { selector, publishNotReadyAddresses } }) => namespace === metadata.namespace && publishNotReadyAddresses !== true
      && selector !== undefined && Object.entries(selector).every(([label, value]) => metadata.labels?.[label] === value));
    const running = initContainers.filter(({ name }) => initContainerStatuses.some((each) => each.name === name && each.state.running !== undefined));
    // By its command or by a variable.
    return running.flatMap((container) => own.filter(({ metadata: { name } }) => JSON.stringify(container).includes(name)).map((service) => `${metadata.namespace}/${metadata.name}: init container ${container.name} `
      + `has not ended; it names Service ${service.metadata.name}, which leads to Ready pods alone, and this one is not Ready before it has ended`));
  });
}
