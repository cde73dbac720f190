#!/bin/sh
# The first process in the namespaces of a node: sets up mounts and networks, then collects orphans until it is killed.   node.sh FOLDER
set -eu

cd "$1"
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

# Network of the browsers: whatever is not of the cluster lies there, as far as the node knows.
unshare --net sleep infinity &
clients=$!
until [ "$(readlink "/proc/$clients/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
in_clients() { nsenter --net="/proc/$clients/ns/net" "$@"; }

ip link set lo up
ip link add eth0 type veth peer name eth0 netns "$clients"
ip address add "$NODE_ADDRESS/24" dev eth0
ip link set eth0 up
ip route add default via "$CLIENT_ADDRESS"
echo 1 >/proc/sys/net/ipv4/ip_forward
in_clients ip link set lo up
in_clients ip address add "$CLIENT_ADDRESS/24" dev eth0
in_clients ip link set eth0 up
for range in $LOAD_BALANCER_RANGES; do
  in_clients ip route add "$range" via "$NODE_ADDRESS"
done

echo "$clients" >clients.unfinished
mv clients.unfinished clients.pid
wait "$clients"
