#!/bin/sh
# Makes imports/ anew from the files under crds/ that cdk8s.yaml names.
set -eu

cd "$(dirname "$0")/.."
export CDK8S_CHECK_UPGRADE=false
find imports -name '*.ts' -exec rm -f {} +
for crd in crds/*.yaml; do
  node_modules/.bin/cdk8s import "$crd" --language typescript --output imports --no-save >&2
done
