#!/bin/sh
# The first process of a second node, which has mounts and processes of its own and shares the network of the first: when it is killed, the node
# is dead.   spare-node.sh FOLDER NAME
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
cd "$1"
# shellcheck source=SCRIPTDIR/node-mounts.sh
. "$here/node-mounts.sh"

containerd --config=containerd.toml >containerd.log 2>&1 &
until [ -S containerd.sock ]; do sleep 0.05; done
kubelet --kubeconfig="../$2.conf" --config=kubelet.json --root-dir="$PWD/kubelet" --hostname-override="$2" --node-ip="$NODE_ADDRESS" >kubelet.log 2>&1 &
# Also collects orphans.
wait
