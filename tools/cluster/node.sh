#!/bin/sh
# The first process in the namespaces of a node: sets up mounts and networks, then collects orphans until it is killed.   node.sh FOLDER
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
cd "$1"
# shellcheck source=SCRIPTDIR/node-mounts.sh
. "$here/node-mounts.sh"

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
