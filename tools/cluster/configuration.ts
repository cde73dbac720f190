import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NODE, NODE_ADDRESS, PAUSE_IMAGE, POD_RANGE, SPARE_NODE } from './addresses';

/** Writes the configuration of everything that runs on the node. A cgroup of its own keeps the kubelet from ending pods of another cluster. */
export function writeConfiguration(folder: string, cgroup: string): void {
  const write = (file: string, content: object | string): void => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('containerd.toml', containerd(folder, folder));
  write('kubelet.json', kubelet(folder, folder, `/${cgroup}`, 10250));
  const spare = join(folder, SPARE_NODE);
  write(`${SPARE_NODE}/containerd.toml`, containerd(folder, spare));
  write(`${SPARE_NODE}/kubelet.json`, kubelet(folder, spare, `/${cgroup}/spare`, 10350));
  write('cni/10-bridge.conflist', network(folder));
  write('proxy.json', proxy(folder));
  write('Corefile', `.:53 {\n bind ${NODE_ADDRESS}\n errors\n kubernetes cluster.local in-addr.arpa {\n  kubeconfig ${folder}/admin.conf node\n  pods insecure\n }\n cache 5\n}\n`);
  write('resolv.conf', `nameserver ${NODE_ADDRESS}\n`);
  [folder, spare].forEach((own) => {
    ['pod-logs', 'kubelet', 'plugins'].forEach((name) => {
      mkdirSync(join(own, name));
    });
  });
}

/** `own` is the folder of one node, and `folder` that of the cluster. What is in /run is gone when the node has ended, as it must be. */
function containerd(folder: string, own: string): string {
  return `version = 3
root = "${own}/images"
state = "/run/containerd"
[grpc]
  address = "${own}/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "${own}/opt"
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

function kubelet(folder: string, own: string, cgroupRoot: string, port: number): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    cgroupRoot,
    port,
    // Its own of the machine's, which all nodes would want.
    healthzPort: 0,
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    containerRuntimeEndpoint: `unix://${own}/containerd.sock`,
    volumePluginDir: `${own}/plugins`,
    podLogsDir: `${own}/pod-logs`,
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
