import { Size } from 'cdk8s';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { API_ACCESS_PATH, apiAccess, folder } from '../kubernetes/mounts';
import { ContainerSpec } from '../kubernetes/pod';
import { DefaultResources } from '../kubernetes/quantities';
import { script } from '../script';
import { ADDRESS_FOLDER, Announcement, Discovery, field } from '../media/announcement';
import { MediaWay } from '../media/media-way';
import { ComponentOptions } from '../options/component-options';
import { Drain } from '../options/drain';

/** Names of the files that bridges read. */
export const BRIDGE_FILES = { discover: 'advertised-address.sh', start: 'start-bridge.sh', drain: 'drain.sh', deletionCost: 'deletion-cost.sh', config: 'custom-jvb.conf' } as const;

/** What the containers beside a bridge ask for: a shell, with one program at a time of which the largest, curl, takes 12 MiB. Nearly all of the time it sleeps. */
const HELPER_RESOURCES: DefaultResources = {
  cpuRequest: 10,
  cpuLimit: 1000,
  memoryRequest: Size.mebibytes(32),
  memoryLimit: Size.mebibytes(64),
  ephemeralRequest: Size.mebibytes(16),
  ephemeralLimit: Size.mebibytes(64),
};

/** Files that the bridges of a pool read. The image appends `custom-jvb.conf` to its own configuration, so it wins; in it what stands last does, which is what drain and probes need. */
export function bridgeFiles(
  { hostNetwork }: MediaWay, announcement: Announcement, drain: Drain, { deletionCost = false, customConfig }: { readonly deletionCost?: boolean; readonly customConfig?: string },
): Readonly<Record<string, string>> {
  const configuration = [
    ...(customConfig !== undefined ? [customConfig.replace(/\n$/, '')] : []),
    ...(drain._seconds !== undefined ? [`videobridge.shutdown.graceful-shutdown-max-duration = ${drain._seconds} seconds`] : []),
    ...(hostNetwork ? ['videobridge.http-servers.private.host = 127.0.0.1', `videobridge.http-servers.private.port = ${hostNetwork.restPort}`] : []),
  ];
  return {
    ...Object.fromEntries(bridgeScripts(announcement, drain, deletionCost).map((name) => [name, script(name)])),
    ...(configuration.length > 0 && { [BRIDGE_FILES.config]: configuration.map((line) => `${line}\n`).join('') }),
  };
}

/** Scripts that run in the pods of a pool. */
export function bridgeScripts({ start, discovery }: Announcement, drain: Drain, deletionCost: boolean): string[] {
  return [
    ...(discovery ? [BRIDGE_FILES.discover] : []), ...(start ? [BRIDGE_FILES.start] : []), ...(drain._seconds !== undefined ? [BRIDGE_FILES.drain] : []),
    ...(deletionCost ? [BRIDGE_FILES.deletionCost] : []),
  ];
}

/** Tells Kubernetes, as long as the bridge runs, how many people would be sent elsewhere by giving it up. */
export function deletionCostContainer(instance: JitsiInstance, options: ComponentOptions, files: ConfigFiles, rest: string): ContainerSpec {
  return {
    name: 'deletion-cost',
    image: instance._image(IMAGES.jvb, options.image),
    user: 1000,
    command: ['/bin/sh', `/scripts/${BRIDGE_FILES.deletionCost}`],
    env: { NAMESPACE: instance.namespace, POD: field('metadata.name'), REST: rest, API_ACCESS: API_ACCESS_PATH },
    resources: HELPER_RESOURCES,
    mounts: [apiAccess(), files.mount('scripts', '/scripts', BRIDGE_FILES.deletionCost)],
  };
}

/** Waits until there is an address. */
export function discoveryContainer(instance: JitsiInstance, options: ComponentOptions, files: ConfigFiles, { variable, value }: Discovery): ContainerSpec {
  return {
    name: 'advertised-address',
    image: instance._image(IMAGES.jvb, options.image),
    user: 1000,
    command: ['/bin/sh', `/scripts/${BRIDGE_FILES.discover}`],
    env: { NAMESPACE: instance.namespace, [variable]: value, ADDRESS_FILE: `${ADDRESS_FOLDER}/addresses`, API_ACCESS: API_ACCESS_PATH, POD_IPS: field('status.podIPs') },
    resources: HELPER_RESOURCES,
    mounts: [apiAccess(), folder('address', ADDRESS_FOLDER, Size.mebibytes(1)), files.mount('scripts', '/scripts', BRIDGE_FILES.discover)],
  };
}
