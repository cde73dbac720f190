#!/bin/sh
# Raises what the node's kernel keeps of packets that a bridge has not read yet, where it is less. Nothing is lowered.
set -eu

settings=${SETTINGS:-/proc/sys}

raise() {
  had=$(cat "$settings/$1")
  if [ "$had" -lt "$2" ]; then
    echo "$2" > "$settings/$1"
    echo "raise-network-buffers: $1 was $had, is $2 now"
  else
    echo "raise-network-buffers: $1 is $had, which is enough"
  fi
}

raise net/core/rmem_max 10485760
raise net/core/netdev_max_backlog 100000
