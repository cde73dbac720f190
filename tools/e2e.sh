#!/bin/sh
# Tests in a cluster of one node, whose pods really run, `npm run e2e`. Arguments go to jest, e.g. a part of a file's name.
set -eu

cd "$(dirname "$0")/.."
setup=$(tools/cluster/setup.sh)
eval "$setup"
# Kubernetes' programs would spend a third of their time on tidying up memory, of which there is enough.
GOGC=1000
GOMEMLIMIT=700MiB
export GOGC GOMEMLIMIT

exec node_modules/.bin/jest --config jest.e2e.config.mjs "$@"
