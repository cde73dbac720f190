import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NODE, NODE_ADDRESS, PAUSE_IMAGE, POD_RANGE } from './addresses';

/** Writes the configuration of everything that runs on the node. A cgroup of its own keeps the kubelet from ending pods of another cluster. */
export function writeConfiguration(folder: string, cgroup: string): void {
  const write = (file: string, content: object | string): void => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('containerd.toml', containerd(folder));
  write('cni/10-bridge.conflist', network(folder));
  write('kubelet.json', kubelet(folder, cgroup));
  write('proxy.json', proxy(folder));
  write('Corefile', `.:53 {\n bind ${NODE_ADDRESS}\n errors\n kubernetes cluster.local in-addr.arpa {\n  kubeconfig ${folder}/admin.conf node\n  pods insecure\n }\n cache 5\n}\n`);
  write('resolv.conf', `nameserver ${NODE_ADDRESS}\n`);
  ['pod-logs', 'kubelet', 'plugins'].forEach((name) => {
    mkdirSync(join(folder, name));
  });
}

function containerd(folder: string): string {
  return `version = 3
root = "${folder}/images"
state = "${folder}/containers"
[grpc]
  address = "${folder}/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "${folder}/opt"
[plugins."io.containerd.nri.v1.nri"]
  disable = true
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "${PAUSE_IMAGE}"
[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["/usr/lib/cni"]
    conf_dir = "${folder}/cni"
  [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
      SystemdCgroup = false
`;
}

function network(folder: string): object {
  return {
    cniVersion: '1.0.0',
    name: 'bridge',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: { type: 'host-local', dataDir: `${folder}/leases`, ranges: [[{ subnet: POD_RANGE }]], routes: [{ dst: '0.0.0.0/0' }] },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

function kubelet(folder: string, cgroup: string): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    cgroupRoot: `/${cgroup}`,
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    containerRuntimeEndpoint: `unix://${folder}/containerd.sock`,
    volumePluginDir: `${folder}/plugins`,
    podLogsDir: `${folder}/pod-logs`,
    resolvConf: `${folder}/resolv.conf`,
    address: NODE_ADDRESS,
    clusterDNS: [NODE_ADDRESS],
    clusterDomain: 'cluster.local',
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: `${folder}/ca.crt` } },
    authorization: { mode: 'Webhook' },
    tlsCertFile: `${folder}/kubelet.crt`,
    tlsPrivateKeyFile: `${folder}/kubelet.key`,
    // Without a registry, an image that was collected could not come back.
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
  };
}

function proxy(folder: string): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    clientConnection: { kubeconfig: `${folder}/proxy.conf` },
    clusterCIDR: POD_RANGE,
    hostnameOverride: NODE,
    // The machine's own, which a network namespace cannot set.
    conntrack: { maxPerCore: 0, min: 0 },
  };
}
