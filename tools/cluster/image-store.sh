#!/bin/sh
# Has a containerd take over the images of the test cluster, once, and prints the folder that it leaves, which a node's containerd can begin with, and
# nothing else, on stdout. To take them over takes each node two seconds of a processor, and 300 MB:   STORE=$(tools/cluster/image-store.sh)
set -eu

name=image-store
here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=SCRIPTDIR/../cache.sh
. "$here/../cache.sh"

: "${CONTAINERD_BIN:?is what tools/cluster/setup.sh prints}"
images=$("$here/images/setup.sh")
store=$cache/image-store-$({ basename "$images" && basename "$CONTAINERD_BIN"; } | key "$here/image-store.sh")
if [ ! -d "$store" ]; then
  lock
  if [ ! -d "$store" ]; then
    rm -rf --one-file-system "$cache"/image-store-*.unfinished
    say 'has a containerd take over the images of the cluster'
    work=$(mktemp -d)
    cat >"$work/containerd.toml" <<TOML
version = 3
root = "$store.unfinished"
state = "$work/state"
[grpc]
  address = "$work/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$work/opt"
[plugins."io.containerd.nri.v1.nri"]
  disable = true
TOML
    # Neither it nor its mounts outlive this script, however that ends.
    setpriv --pdeathsig KILL -- unshare --mount -- "$CONTAINERD_BIN/containerd" --config="$work/containerd.toml" >"$work/log" 2>&1 9>&- &
    containerd=$!
    trap 'kill "$containerd" 2>/dev/null || true; rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM HUP
    left=1200
    until [ -S "$work/containerd.sock" ]; do
      kill -0 "$containerd" 2>/dev/null && [ "$left" -gt 0 ] || die "containerd does not start: $(tail -n 20 "$work/log")"
      left=$((left - 1))
      sleep 0.05
    done
    "$CONTAINERD_BIN/ctr" --address "$work/containerd.sock" --namespace k8s.io images import "$images/images.tar" >>"$work/log" 2>&1 || die "the images were not taken over: $(tail -n 20 "$work/log")"
    kill "$containerd"
    wait "$containerd" || die "containerd did not end well: $(tail -n 20 "$work/log")"
    mv -T "$store.unfinished" "$store"
  fi
fi
printf '%s\n' "$store"
