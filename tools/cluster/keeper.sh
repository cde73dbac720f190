#!/bin/sh
# Keeps a node, and removes every trace of it when it ends:   keeper.sh FOLDER CGROUP attached|detached|sweep
# An attached node ends when standard input does, which is when the one who started it has ended, whatever the reason. A node that ends while there
# is a file named "reboot" in its folder is started again, without what only its memory had. sweep only removes: what a keeper has left that was
# killed itself, and its node with it.
set -eu

folder=$1
cgroup=$2
here=$(cd "$(dirname "$0")" && pwd -P)

groups() { find "/sys/fs/cgroup/$cgroup" /sys/fs/cgroup/*/"$cgroup" -depth -type d "$@" 2>/dev/null; }

clear_groups() {
  # A process that was killed leaves its group only when it is gone altogether.
  tries=100
  while [ "$tries" -gt 0 ] && [ -n "$(groups)" ]; do
    groups -exec rmdir {} + || sleep 0.1
    tries=$((tries - 1))
  done
}

sweep() {
  clear_groups
  rm -rf --one-file-system "$folder"
}

if [ "$3" = sweep ]; then
  sweep
  exit
fi

live() {
  for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/*; do
    [ ! -e "$hierarchy/cgroup.procs" ] || mkdir -p "$hierarchy/$cgroup/spare"
  done

  # Without a process namespace, containers would outlive their shims.
  setpriv --pdeathsig KILL -- unshare --net --mount --pid --fork --kill-child --mount-proc --propagation private -- "$here/node.sh" "$folder" 3<&- &
  node=$!
  # By a name that appears only with all of its content.
  echo "$node" >"$folder/node.unfinished"
  mv "$folder/node.unfinished" "$folder/node.pid"

  watcher=
  if [ "$1" = attached ]; then
    {
      # Standard input has no line.
      read -r _ <&3 || kill -KILL "$node"
    } &
    watcher=$!
  fi
  # It is killed, so its end is no success.
  wait "$node" || true
  [ -z "$watcher" ] || kill -KILL "$watcher" 2>/dev/null || true
}

exec 3<&0
live "$3"
while [ -e "$folder/reboot" ]; do
  clear_groups
  rm -f "$folder/reboot" "$folder/clients.pid" "$folder"/*.sock "$folder"/*.sock.ttrpc
  live "$3"
done
sweep
