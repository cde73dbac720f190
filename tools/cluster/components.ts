import { join } from 'node:path';
import { NODE, NODE_ADDRESS, SERVICE_RANGE, SPARE_NODE } from './addresses';
import { program } from './programs';

export type Component = 'etcd' | 'kube-apiserver' | 'api-proxy' | 'containerd' | 'kube-controller-manager' | 'kube-scheduler' | 'kubelet' | 'kube-proxy' | 'coredns' | 'load-balancer' | 'spare-node';

/** Those that the others need; they start first. */
export const FIRST: readonly Component[] = ['etcd', 'kube-apiserver', 'api-proxy', 'containerd'];

/** Where the API server can be asked from outside, in the cluster's folder. */
export const API_SOCKET = 'api-proxy.sock';

export const REST: readonly Component[] = ['kubelet', 'kube-proxy', 'kube-controller-manager', 'kube-scheduler', 'coredns', 'load-balancer'];

/** The command line of a component, in the cluster's folder and namespaces. */
export function commandOf(component: Component, folder: string): readonly string[] {
  if (component === 'load-balancer') {
    return [process.execPath, '--import', require.resolve('tsx'), require.resolve('./load-balancer.ts'), folder];
  }
  if (component === 'api-proxy') {
    return [program('kubectl'), '--kubeconfig=admin.conf', 'proxy', `--unix-socket=${API_SOCKET}`];
  }
  if (component === 'spare-node') {
    return [
      'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private', 'env', `NODE_ADDRESS=${NODE_ADDRESS}`,
      join(__dirname, 'spare-node.sh'), join(folder, SPARE_NODE), SPARE_NODE,
    ];
  }
  return [program(component), ...ARGUMENTS[component](folder)];
}

const ARGUMENTS: Readonly<Record<Exclude<Component, 'api-proxy' | 'load-balancer' | 'spare-node'>, (folder: string) => readonly string[]>> = {
  'etcd': () => [
    '--name=node', '--data-dir=etcd', '--listen-client-urls=http://127.0.0.1:2379', '--advertise-client-urls=http://127.0.0.1:2379', '--listen-peer-urls=http://127.0.0.1:2380',
    '--initial-advertise-peer-urls=http://127.0.0.1:2380', '--initial-cluster=node=http://127.0.0.1:2380', '--unsafe-no-fsync', '--log-level=warn',
  ],
  'kube-apiserver': () => [
    '--etcd-servers=http://127.0.0.1:2379', '--bind-address=0.0.0.0', `--advertise-address=${NODE_ADDRESS}`, '--secure-port=6443', '--tls-cert-file=apiserver.crt', '--tls-private-key-file=apiserver.key',
    '--client-ca-file=ca.crt', '--kubelet-client-certificate=kubelet-client.crt', '--kubelet-client-key=kubelet-client.key', '--kubelet-certificate-authority=ca.crt',
    // Else logs and exec look for the node's name in DNS.
    '--kubelet-preferred-address-types=InternalIP',
    `--service-cluster-ip-range=${SERVICE_RANGE}`, '--authorization-mode=Node,RBAC', '--enable-admission-plugins=NodeRestriction', '--token-auth-file=tokens.csv', '--allow-privileged=true',
    '--service-account-issuer=https://kubernetes.default.svc', '--service-account-key-file=accounts.pub', '--service-account-signing-key-file=accounts.key', '--profiling=false',
  ],
  'containerd': () => ['--config=containerd.toml'],
  'kube-controller-manager': () => [
    '--kubeconfig=controller-manager.conf', '--leader-elect=false', '--secure-port=0', '--service-account-private-key-file=accounts.key', '--root-ca-file=ca.crt', '--use-service-account-credentials=true',
    '--kube-api-qps=200', '--kube-api-burst=400',
  ],
  'kube-scheduler': () => ['--kubeconfig=scheduler.conf', '--leader-elect=false', '--secure-port=0'],
  'kubelet': (folder) => ['--kubeconfig=kubelet.conf', '--config=kubelet.json', `--root-dir=${folder}/kubelet`, `--hostname-override=${NODE}`, `--node-ip=${NODE_ADDRESS}`],
  'kube-proxy': () => ['--config=proxy.json'],
  'coredns': () => ['-conf', 'Corefile'],
};
