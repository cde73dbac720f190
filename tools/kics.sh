#!/bin/sh
# What kics says of dist/, or of the folder given, `npm run kics`. By hand, since it takes minutes to build; it judges nothing.
set -eu

cd "$(dirname "$0")/.."
bin=$(tools/go-programs.sh tools/kics)
# Its rules are files in its module.
module=$(cd tools/kics && GOFLAGS=-mod=readonly go list -m -f '{{.Dir}}' github.com/Checkmarx/kics/v2)
exec "$bin/console" scan --path "${1:-dist}" --queries-path "$module/assets/queries/k8s" --libraries-path "$module/assets/libraries" \
  --type Kubernetes --disable-secrets --ci --ignore-on-exit results
