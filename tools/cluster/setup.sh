#!/bin/sh
# Makes what a one-node cluster needs, on a machine that may be new, and prints where it is, as lines for a shell to read:
#   eval "$(tools/cluster/setup.sh)"
set -eu

name=cluster
here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=SCRIPTDIR/../cache.sh
. "$here/../cache.sh"
# shellcheck source=SCRIPTDIR/../debian-packages.sh
. "$here/../debian-packages.sh"

[ "$(id -u)" = 0 ] || die 'a node needs root, for namespaces, mounts and cgroups; call it as root or with sudo'
# The very namespaces that keeper.sh makes.
unshare --net --mount --pid --fork --kill-child --mount-proc true ||
  die 'this machine gives no network, mount and process namespaces, see above; run it in a (privileged) container or in a virtual machine'

missing=
for pair in runc:runc nft:nftables conntrack:conntrack iptables:iptables ip:iproute2 openssl:openssl nsenter:util-linux; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
[ -x /usr/lib/cni/bridge ] || missing="$missing containernetworking-plugins"
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086 # a list of package names
  install_packages $missing
fi

# One after another: each keeps all cores busy.
prepare() {
  bin=$("$here/../go-programs.sh" "$2")
  printf "export %s='%s'\n" "$1" "$bin"
}
prepare KUBERNETES_BIN "$here/.."
prepare NODE_BIN "$here/kubernetes"
prepare CONTAINERD_BIN "$here/containerd"
prepare COREDNS_BIN "$here/coredns"
prepare CLUSTER_BIN "$here/programs"
