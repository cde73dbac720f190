#!/bin/sh
# Tests in a cluster of one node, whose pods really run, `npm run e2e`. Arguments go to jest, e.g. a part of a file's name.
set -eu

cd "$(dirname "$0")/.."
setup=$(tools/cluster/setup.sh)
eval "$setup"
exec node_modules/.bin/jest --config jest.e2e.config.mjs "$@"
