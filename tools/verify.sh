#!/bin/sh
# Tests with the real servers and shells, `npm run verify`. Arguments go to jest, e.g. a part of a file's name.
set -eu

cd "$(dirname "$0")/.."

DEBIAN_ROOT=$(tools/debian-root/setup.sh)
FAST_CHECK_RUNS=${FAST_CHECK_RUNS:-10000}
export DEBIAN_ROOT FAST_CHECK_RUNS

# A network of its own, with nothing but loopback: no server of this machine is in the way, and no test can reach another machine.
# One more address, because the C library resolves names only on machines that have another one than 127.0.0.1. The program that sets it up comes
# from the root folder, because not every machine has it.
# shellcheck disable=SC2016 # expanded by the shell inside
exec unshare --net -- sh -c '
  set -e
  tools/debian-root/in-root.sh "$DEBIAN_ROOT" "$PWD" sh -c "ip link set lo up && ip address add 192.0.2.1/32 dev lo"
  exec node_modules/.bin/jest --config jest.verify.config.mjs "$@"
' verify "$@"
