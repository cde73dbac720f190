import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { OneNodeCluster } from '../../../tools/cluster/cluster';
import { output } from '../../../tools/cluster/programs';
import { tryCommand } from '../../verify/support/command';

/** Folders of the machine that a container runtime and a kubelet write to, and settings that a kubelet changes. */
const FOLDERS = [
  '/opt', '/opt/containerd', '/run', '/run/containerd', '/run/containerd/s', '/run/netns', '/var/lib', '/var/lib/cni', '/var/lib/cni/networks', '/var/lib/cni/results', '/var/lib/kubelet',
  '/var/lib/kubelet/device-plugins', '/var/log', '/var/log/containers', '/var/log/pods', '/etc/cni',
];

const SETTINGS = ['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops', 'kernel/keys/root_maxkeys', 'kernel/keys/root_maxbytes', 'net/ipv4/ip_forward'];

/** What of the machine would tell that a node was there, if it left anything. */
export async function stateOfMachine(): Promise<object> {
  return {
    folders: FOLDERS.map((folder) => [folder, existsSync(folder) ? readdirSync(folder).sort() : undefined]),
    settings: SETTINGS.map((setting) => [setting, readFileSync(`/proc/sys/${setting}`, 'utf8')]),
    links: (await output(['ip', '-brief', 'link'])).split('\n'),
    rules: await output(['nft', 'list', 'ruleset']),
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n'),
  };
}

/** What is there of one cluster: processes, control groups, its folder. */
export async function tracesOf(cluster: OneNodeCluster): Promise<readonly string[]> {
  return [...processesOf(cluster), ...await groupsOf(cluster), ...(existsSync(cluster.folder) ? [cluster.folder] : [])];
}

async function groupsOf({ name }: OneNodeCluster): Promise<readonly string[]> {
  const { stdout, stderr } = await tryCommand(['find', '/sys/fs/cgroup', '-type', 'd', '-path', `*/cdk8s-jitsi-node-${name}*`]);
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  // Some go while they are looked for.
  const faults = lines(stderr).filter((line) => !line.endsWith('No such file or directory'));
  if (faults.length > 0) {
    throw new Error(faults.join('\n'));
  }
  return lines(stdout);
}

function processesOf({ folder }: OneNodeCluster): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return command.includes(folder) ? [`${pid} ${command}`] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
