#!/bin/sh
# `npm run cluster:*`: makes what a cluster needs, then does it:   tools/cluster/run.sh up
set -eu

cd "$(dirname "$0")/../.."
setup=$(tools/cluster/setup.sh)
eval "$setup"
exec node --import tsx tools/cluster/cli.ts "$@"
