#!/bin/sh
# Runs a command in a network of its own, with nothing but loopback: no server of this machine is in the way, and it can reach no other machine.
# DEBIAN_ROOT is the folder that tools/debian-root/setup.sh made:   DEBIAN_ROOT=$(tools/debian-root/setup.sh) tools/own-network.sh CMD [ARGS...]
set -eu

IN_ROOT=$(cd "$(dirname "$0")" && pwd)/debian-root/in-root.sh
export IN_ROOT
# Unprivileged users of the containers read what the tests write, whatever the caller's umask is.
umask 022

# Packets are as large as elsewhere: loopback's own 64 kB make a connection wait for acknowledgements as no real network does.
# One more address, because the C library resolves names only on machines that have another one than 127.0.0.1. The program that sets it up comes
# from the root folder, because not every machine has it.
# shellcheck disable=SC2016 # expanded by the shell inside
exec unshare --net -- sh -c '
  set -e
  "$IN_ROOT" "$DEBIAN_ROOT" "$PWD" sh -c "ip link set lo mtu 1500 up && ip address add 192.0.2.1/32 dev lo"
  exec "$@"
' own-network "$@"
