# shellcheck shell=sh
# Mounts that a node needs in its own namespace; read by the first process of a node, in the node's folder.

# The kubelet hands mounts on to containers.
mount --make-rshared /
# Folders that containerd, CNI plugins and the kubelet write to and that no option moves.
for folder in /run /var/lib /var/log; do
  mount -t tmpfs tmpfs "$folder"
done
# The kubelet insists on settings of the whole machine; it gets to see them, and the machine keeps its own.
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  file=${setting%=*}
  mkdir -p "settings/${file%/*}"
  echo "${setting#*=}" >"settings/$file"
  mount --bind "settings/$file" "/proc/sys/$file"
done
