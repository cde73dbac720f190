#!/bin/sh
# Tests with the real servers and shells, `npm run verify`. Arguments go to jest, e.g. a part of a file's name; but
#   npm run verify -- --kubernetes 1.33
# has the API server of that version, which is one of tools/kubernetes-*.
set -eu

cd "$(dirname "$0")/.."

case ${1:-} in
  --kubernetes=*)
    minor=${1#*=}
    shift
    set -- --kubernetes "$minor" "$@"
    ;;
esac
kubernetes=
if [ "${1:-}" = --kubernetes ]; then
  kubernetes=${2:-}
  if [ -z "$kubernetes" ] || [ ! -f "tools/kubernetes-$kubernetes/go.mod" ]; then
    echo "verify: there is no tools/kubernetes-$kubernetes; there are: $(cd tools && echo kubernetes-*)" >&2
    exit 2
  fi
  shift 2
fi

[ -z "$kubernetes" ] || export KUBERNETES_MINOR="$kubernetes"
setup=$(tools/setup.sh ${kubernetes:+"$kubernetes"})
eval "$setup"
FAST_CHECK_RUNS=${FAST_CHECK_RUNS:-10000}
export FAST_CHECK_RUNS

# Kubernetes' programs would spend a third of their time on tidying up memory, of which there is enough.
GOGC=1000
GOMEMLIMIT=700MiB
export GOGC GOMEMLIMIT
# And generated stacks a fifth, in the youngest part of Node's heap.
NODE_OPTIONS="${NODE_OPTIONS:+$NODE_OPTIONS }--max-semi-space-size=128"
export NODE_OPTIONS

exec tools/own-network.sh node_modules/.bin/jest --config jest.verify.config.mjs "$@"
