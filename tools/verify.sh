#!/bin/sh
# Tests with the real servers and shells, `npm run verify`. Arguments go to jest, e.g. a part of a file's name; but
#   npm run verify -- --kubernetes 1.33
# has the API server of that version, which is one of tools/kubernetes-*.
set -eu

cd "$(dirname "$0")/.."

kubernetes=
if [ "${1:-}" = --kubernetes ]; then
  kubernetes=${2:-}
  if [ -z "$kubernetes" ] || [ ! -f "tools/kubernetes-$kubernetes/go.mod" ]; then
    echo "verify: there is no tools/kubernetes-$kubernetes; there are: $(cd tools && echo kubernetes-*)" >&2
    exit 2
  fi
  shift 2
fi

setup=$(tools/setup.sh ${kubernetes:+"$kubernetes"})
eval "$setup"
FAST_CHECK_RUNS=${FAST_CHECK_RUNS:-10000}
export FAST_CHECK_RUNS

# A network of its own, with nothing but loopback: no server of this machine is in the way, and no test can reach another machine.
# One more address, because the C library resolves names only on machines that have another one than 127.0.0.1. The program that sets it up comes
# from the root folder, because not every machine has it.
# shellcheck disable=SC2016 # expanded by the shell inside
exec unshare --net -- sh -c '
  set -e
  tools/debian-root/in-root.sh "$DEBIAN_ROOT" "$PWD" sh -c "ip link set lo up && ip address add 192.0.2.1/32 dev lo"
  exec node_modules/.bin/jest --config jest.verify.config.mjs "$@"
' verify "$@"
